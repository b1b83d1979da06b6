using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator.Ecr;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>The properties of one rule in a random template, and the policies of its resource.</summary>
internal sealed record RuleChoice(
    string Prefix,
    string UpstreamRegistryUrl,
    string? RegistryId = null,
    string? CredentialArn = null,
    string? UpstreamRepositoryPrefix = null,
    string? OnExisting = null,
    string? ValidateUpstream = null,
    string DeletionPolicy = "Delete",
    string UpdateReplacePolicy = "Delete")
{
    public const string Account = "123456789012";

    public const string OtherAccount = "210987654321";

    /// <summary>An upstream that no template can be deployed with.</summary>
    public const string WrongUpstream = "wrong.example.com";

    public static readonly IReadOnlyList<string> Prefixes = ["aa", "bb", "cc", "dd/ee", "ff"];

    public static readonly IReadOnlyList<string> Credentials =
    [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/good-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/better-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/rejected-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/missing-AbCdEf",
    ];

    // Much is equal, so that one resource's rule can be taken for another's.
    private static readonly string[] Upstreams = ["quay.io", "quay.io", "quay.io", "quay.io", "public.ecr.aws", "registry-1.docker.io", "registry-1.docker.io", "ghcr.io", WrongUpstream];

    /// <summary>The credential that the upstream rejects.</summary>
    public static string RejectedCredential => Credentials[2];

    /// <summary>The key of the rule.</summary>
    public string Key => KeyOf(RegistryId ?? Account, Prefix);

    public bool IsAdopting => OnExisting == "Adopt";

    /// <summary>Whether nothing in the properties themselves keeps it from being deployed.</summary>
    public bool IsGood =>
        UpstreamRegistryUrl != WrongUpstream && (CredentialArn is null || (RegistryId is null && (CredentialArn == Credentials[0] || CredentialArn == Credentials[1])));

    public static string KeyOf(string registryId, string prefix) => $"{registryId}/{prefix}";

    public static string KeyOf(EmulatedRule rule) => KeyOf(rule.RegistryId, rule.EcrRepositoryPrefix);

    public static string AnyPrefix(Random dice) => Prefixes[dice.Next(Prefixes.Count)];

    public static RuleChoice Any(Random dice, string prefix)
    {
        var upstream = Upstreams[dice.Next(Upstreams.Length)];
        var needsCredential = upstream is "registry-1.docker.io" or "ghcr.io";
        return new(
            prefix,
            upstream,
            !needsCredential && dice.Next(10) == 0 ? OtherAccount : null,
            needsCredential ? Credentials[Math.Min(dice.Next(5), dice.Next(5)) % Credentials.Count] : null,
            dice.Next(6) == 0 ? "team" : null,
            dice.Next(4) switch { 0 => "Adopt", 1 => "Fail", _ => null },
            dice.Next(4) == 0 ? "false" : null,
            AnyPolicy(dice, "RetainExceptOnCreate"),
            AnyPolicy(dice, "Retain"));
    }

    /// <summary>Returns the choice that equals an existing rule.</summary>
    public static RuleChoice From(EmulatedRule rule) => new(
        rule.EcrRepositoryPrefix,
        rule.UpstreamRegistryUrl,
        rule.RegistryId == Account ? null : rule.RegistryId,
        rule.CredentialArn,
        rule.UpstreamRepositoryPrefix == "ROOT" ? null : rule.UpstreamRepositoryPrefix);

    /// <summary>Returns the choice in the properties of an event.</summary>
    public static RuleChoice From(JsonElement properties)
    {
        return new(
            Text("EcrRepositoryPrefix")!,
            Text(nameof(UpstreamRegistryUrl))!,
            Text(nameof(RegistryId)),
            Text(nameof(CredentialArn)),
            Text(nameof(UpstreamRepositoryPrefix)),
            Text(nameof(OnExisting)),
            Text(nameof(ValidateUpstream)));

        string? Text(string name) => properties.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>One property changed.</summary>
    public RuleChoice Changed(Random dice) => dice.Next(6) switch
    {
        0 => this with { ValidateUpstream = ValidateUpstream is null ? "false" : null },
        1 or 2 => this with { UpstreamRepositoryPrefix = UpstreamRepositoryPrefix is null ? "team" : null },
        3 or 4 when CredentialArn is not null => this with { CredentialArn = Credentials[dice.Next(3)] },
        _ => Any(dice, Prefix) with { RegistryId = RegistryId, OnExisting = OnExisting, DeletionPolicy = DeletionPolicy, UpdateReplacePolicy = UpdateReplacePolicy },
    };

    /// <summary>Whether a rule is what these properties ask for.</summary>
    public bool IsMetBy(EmulatedRule rule) =>
        KeyOf(rule) == Key
        && rule.UpstreamRegistryUrl == UpstreamRegistryUrl
        && rule.CredentialArn == CredentialArn
        && (rule.UpstreamRepositoryPrefix ?? "ROOT") == (UpstreamRepositoryPrefix ?? "ROOT");

    /// <summary>Whether ECR would have to be written to for a rule of <paramref name="other"/> to become this.</summary>
    public bool IsSameRuleAs(RuleChoice other) => Bare(this) == Bare(other);

    public JsonObject ToResource()
    {
        var properties = new JsonObject
        {
            ["ServiceToken"] = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc",
            ["EcrRepositoryPrefix"] = Prefix,
            [nameof(UpstreamRegistryUrl)] = UpstreamRegistryUrl,
        };
        foreach (var (name, value) in new[]
        {
            (nameof(RegistryId), RegistryId),
            (nameof(CredentialArn), CredentialArn),
            (nameof(UpstreamRepositoryPrefix), UpstreamRepositoryPrefix),
            (nameof(OnExisting), OnExisting),
            (nameof(ValidateUpstream), ValidateUpstream),
        })
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return new()
        {
            ["Type"] = "Custom::PullThroughCacheRule",
            [nameof(DeletionPolicy)] = DeletionPolicy,
            [nameof(UpdateReplacePolicy)] = UpdateReplacePolicy,
            ["Properties"] = properties,
        };
    }

    private static RuleChoice Bare(RuleChoice choice) =>
        choice with { OnExisting = null, ValidateUpstream = null, DeletionPolicy = "Delete", UpdateReplacePolicy = "Delete" };

    private static string AnyPolicy(Random dice, string rare) => dice.Next(16) switch { 0 => rare, 1 => "Retain", _ => "Delete" };
}
