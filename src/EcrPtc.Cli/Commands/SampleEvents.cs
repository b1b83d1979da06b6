namespace EcrPtc.Cli.Commands;

/// <summary>
/// What the repository's events/*.json say of the rules that they update and delete. An event is written before its rule is created, and
/// names the rule by its prefix and the second of its creation.
/// </summary>
internal static class SampleEvents
{
    /// <summary>The second in which each rule of an event without a physical ID was created.</summary>
    public static DateTimeOffset CreatedAt { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>For an emulated AWS in which these events succeed one after another, and each on its own.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> CreationTimes { get; } =
        new[] { "azure", "chainguard", "docker-hub", "ecr-public", "ghcr", "gitlab", "k8s", "quay", "upstream" }.ToDictionary(prefix => prefix, _ => CreatedAt);
}
