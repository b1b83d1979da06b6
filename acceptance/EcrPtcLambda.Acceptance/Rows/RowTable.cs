using Amazon;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>All rows of a run: the lifecycle table, then the checks of Amazon ECR itself.</summary>
internal static class RowTable
{
    private const string OtherAccount = "111111111111";

    private static readonly string[] PreferredRegions = ["us-east-1", "eu-west-1"];

    public static IReadOnlyList<Row> Create(AcceptanceOptions options, string accountId)
    {
        var suffix = RegionEndpoint.GetBySystemName(options.Region).PartitionDnsSuffix;
        var partition = RegionEndpoint.GetBySystemName(options.Region).PartitionName;
        var otherRegion = OtherRegion(options.Region);
        var own = $"{accountId}.dkr.ecr.{options.Region}.{suffix}";
        var ecr = OtherRegistry(options.Region, accountId) is { } other ? new Upstream("ecr", other) : null;
        var secret = $"arn:{partition}:secretsmanager:{otherRegion ?? "us-east-1"}:{accountId}:secret:ecr-pullthroughcache/ptc-acc-none-AbCdEf";
        var withCredential = Upstream.WithCredential.Select(registry => (registry.Name, Upstreams: Upstreams(registry.Name, registry.Url, options.Secrets, options))).ToList();
        var rejected = Upstream.WithCredential.SelectMany(registry => Upstreams(registry.Name, registry.Url, options.RejectedSecrets, options)).FirstOrDefault();
        var rotated = withCredential.Select(registry => registry.Upstreams).FirstOrDefault(upstreams => upstreams.Count > 1) ?? [];
        return
        [
            new CreatedAndDeleted("ecr-public", Upstream.EcrPublic, ""),
            new CreatedAndDeleted("quay", Upstream.Quay, ""),
            new CreatedAndDeleted("k8s", Upstream.K8s, ""),
            new CreatedAndDeleted("ecr", ecr, "a second Region in the partition"),
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

    /// <summary>Returns the account's registry in another Region of the partition. Null if there is none.</summary>
    public static string? OtherRegistry(string region, string accountId) =>
        OtherRegion(region) is { } other ? $"{accountId}.dkr.ecr.{other}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}" : null;

    private static List<Upstream> Upstreams(string name, string? url, ILookup<string, string> secrets, AcceptanceOptions options) =>
        (url ?? options.AzureRegistry) is { } host ? [.. secrets[name].Select(arn => new Upstream(name, host, arn))] : [];

    // Of the same partition, where there is one. The AWS European Sovereign Cloud has a single Region.
    private static string? OtherRegion(string region)
    {
        var partition = RegionEndpoint.GetBySystemName(region).PartitionName;
        return PreferredRegions.Concat(RegionEndpoint.EnumerableAllRegions.Select(each => each.SystemName).Order(StringComparer.Ordinal))
            .FirstOrDefault(other => other != region && RegionEndpoint.GetBySystemName(other).PartitionName == partition);
    }
}
