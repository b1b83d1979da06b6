using Amazon;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>All rows of a run: the lifecycle table, then the checks of Amazon ECR itself.</summary>
internal static class RowTable
{
    private const string OtherAccount = "111111111111";

    public static IReadOnlyList<Row> Create(AcceptanceOptions options, string accountId)
    {
        var suffix = RegionEndpoint.GetBySystemName(options.Region).PartitionDnsSuffix;
        var partition = RegionEndpoint.GetBySystemName(options.Region).PartitionName;
        var otherRegion = OtherRegion(options.Region);
        var own = $"{accountId}.dkr.ecr.{options.Region}.{suffix}";
        var ecr = new Upstream("ecr", $"{accountId}.dkr.ecr.{otherRegion}.{suffix}");
        var secret = $"arn:{partition}:secretsmanager:{otherRegion}:{accountId}:secret:ecr-pullthroughcache/ptc-acc-none-AbCdEf";
        var withCredential = Upstream.WithCredential.Select(registry => (registry.Name, Upstreams: Upstreams(registry.Name, registry.Url, options.Secrets, options))).ToList();
        var rejected = Upstream.WithCredential.SelectMany(registry => Upstreams(registry.Name, registry.Url, options.RejectedSecrets, options)).FirstOrDefault();
        var rotated = withCredential.Select(registry => registry.Upstreams).FirstOrDefault(upstreams => upstreams.Count > 1) ?? [];
        return
        [
            new CreatedAndDeleted("ecr-public", Upstream.EcrPublic, ""),
            new CreatedAndDeleted("quay", Upstream.Quay, ""),
            new CreatedAndDeleted("k8s", Upstream.K8s, ""),
            new CreatedAndDeleted("ecr", ecr, ""),
            .. withCredential.Select(registry => new CreatedAndDeleted(
                registry.Name,
                registry.Upstreams.FirstOrDefault(),
                $"--secret {registry.Name}=ARN{(registry.Name.StartsWith("azure", StringComparison.Ordinal) ? " --azure-registry NAME.azurecr.io" : "")}")),
            new RejectedCredential(rejected),
            new Adopted(),
            new AdoptedWithAnotherCredential(rotated.FirstOrDefault(), rotated.Skip(1).FirstOrDefault()),
            new AdoptedByUrl(),
            new RedeliveredCreate(),
            new EqualRuleOfAnothers(),
            new OtherUpstreamIsNotAdopted(),
            new InvalidProperties(),
            new UpdatedToTheSame(),
            new CredentialChanged(rotated.FirstOrDefault(), rotated.Skip(1).FirstOrDefault()),
            new Replaced(),
            new CredentialTakenAway(withCredential.SelectMany(registry => registry.Upstreams).FirstOrDefault()),
            new UpstreamPrefixChanged(ecr),
            new PutBack(),
            new MadeAnewByHand(),
            new CreatedAgain(),
            new AdoptTakenOut(),
            new Moved(),
            new MovedAndRolledBack(),
            new MovedTwice(),
            new MovedOntoAnothers(),
            new MovedAndAdopted(),
            new UpdatedToInvalid(),
            new AnotherInstance(),
            new DeletedByHand(),
            new MadeUpId(),
            new SameCreatedAt(),
            new NoUpstreamPrefix(),
            new SlashBehindPrefix(),
            new ValidateWithoutCredential(),
            new RefusedCreate("docker-hub without a credential", "nocred", "UnsupportedUpstreamRegistryException", "registry-1.docker.io"),
            new RefusedCreate("a name that isn't the URL's", "mismatch", null, "ghcr.io", "docker-hub", hasMissingSecret: true),
            new RefusedCreate("a credential for quay", "extracred", null, "quay.io", hasMissingSecret: true),
            new RefusedCreate("a role for quay", "extrarole", null, "quay.io", hasRole: true),
            new RefusedCreate("the registry itself", "itself", null, own),
            new RefusedCreate("a URL of no registry", "nourl", "UnsupportedUpstreamRegistryException", "registry.example.com"),
            new RefusedCreate("another account's registry without a role", "norole", null, $"{OtherAccount}.dkr.ecr.{options.Region}.{suffix}"),
            new RefusedCreate("a secret that isn't there", "nosecret", "SecretNotFoundException", "registry-1.docker.io", hasMissingSecret: true),
            new RefusedCreate("a secret that isn't there, for a name that Azure can't have", "azurename", "SecretNotFoundException", "ptc-acc_odd+name.azurecr.io", hasMissingSecret: true),
            new RefusedCreate("a secret of another Region", "elsewhere", null, "registry-1.docker.io", credentialArn: secret),
            new RefusedOtherwise(),
        ];
    }

    private static List<Upstream> Upstreams(string name, string? url, ILookup<string, string> secrets, AcceptanceOptions options) =>
        (url ?? options.AzureRegistry) is { } host ? [.. secrets[name].Select(arn => new Upstream(name, host, arn))] : [];

    private static string OtherRegion(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => region == "cn-north-1" ? "cn-northwest-1" : "cn-north-1",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => region == "us-gov-west-1" ? "us-gov-east-1" : "us-gov-west-1",
        "us-east-1" => "eu-west-1",
        _ => "us-east-1",
    };
}
