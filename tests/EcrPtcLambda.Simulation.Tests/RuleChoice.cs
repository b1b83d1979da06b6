using System.Text.Json.Nodes;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>The properties of one rule in a random template.</summary>
internal sealed record RuleChoice(
    string Prefix, string UpstreamRegistryUrl, string? CredentialArn, string? UpstreamRepositoryPrefix, string? OnExisting, string? ValidateUpstream, bool IsRetained)
{
    public static readonly IReadOnlyList<string> Prefixes = ["aa", "bb", "cc", "dd/ee", "ff"];

    public static readonly IReadOnlyList<string> Credentials =
    [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/good-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/better-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/rejected-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/missing-AbCdEf",
    ];

    /// <summary>The one that the upstream turns down.</summary>
    public static string RejectedCredential => Credentials[2];

    private static readonly string[] Upstreams = ["quay.io", "public.ecr.aws", "registry-1.docker.io", "ghcr.io", "wrong.example.com"];

    public static RuleChoice Any(Random random, string prefix)
    {
        // Each of the last ones can't be deployed; they are chosen less often.
        var upstream = Upstreams[Math.Min(random.Next(8), random.Next(8)) % Upstreams.Length];
        var needsCredential = upstream is "registry-1.docker.io" or "ghcr.io";
        return new(
            prefix,
            upstream,
            needsCredential ? Credentials[Math.Min(random.Next(5), random.Next(5)) % Credentials.Count] : null,
            random.Next(4) == 0 ? "team" : null,
            random.Next(3) switch { 0 => "Adopt", 1 => "Fail", _ => null },
            random.Next(4) == 0 ? "false" : null,
            random.Next(8) == 0);
    }

    /// <summary>One property changed.</summary>
    public RuleChoice Changed(Random random) => random.Next(5) switch
    {
        0 => this with { OnExisting = OnExisting == "Adopt" ? "Fail" : "Adopt" },
        1 => this with { ValidateUpstream = ValidateUpstream is null ? "false" : null },
        2 => this with { UpstreamRepositoryPrefix = UpstreamRepositoryPrefix is null ? "team" : null },
        3 when CredentialArn is not null => this with { CredentialArn = Credentials[random.Next(3)] },
        _ => Any(random, Prefix),
    };

    /// <summary>Whether a rule is what these properties ask for.</summary>
    public bool IsMetBy(Emulator.Ecr.EmulatedRule rule) =>
        rule.UpstreamRegistryUrl == UpstreamRegistryUrl && rule.CredentialArn == CredentialArn && (rule.UpstreamRepositoryPrefix ?? "ROOT") == (UpstreamRepositoryPrefix ?? "ROOT");

    /// <summary>Whether ECR would have to be written to for a rule of <paramref name="other"/> to become this.</summary>
    public bool IsSameRuleAs(RuleChoice other) =>
        this with { OnExisting = null, ValidateUpstream = null, IsRetained = false } == other with { OnExisting = null, ValidateUpstream = null, IsRetained = false };

    public JsonObject ToResource()
    {
        var properties = new JsonObject
        {
            ["ServiceToken"] = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc",
            ["EcrRepositoryPrefix"] = Prefix,
            [nameof(UpstreamRegistryUrl)] = UpstreamRegistryUrl,
        };
        foreach (var (name, value) in new[] { (nameof(CredentialArn), CredentialArn), (nameof(UpstreamRepositoryPrefix), UpstreamRepositoryPrefix), (nameof(OnExisting), OnExisting), (nameof(ValidateUpstream), ValidateUpstream) })
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return new()
        {
            ["Type"] = "Custom::PullThroughCacheRule",
            ["DeletionPolicy"] = IsRetained ? "Retain" : "Delete",
            ["UpdateReplacePolicy"] = IsRetained ? "Retain" : "Delete",
            ["Properties"] = properties,
        };
    }
}
