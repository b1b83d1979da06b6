namespace EcrPtc.Cli.Commands;

/// <summary>
/// The rules that the repository's events/*.json update and delete. An event is written before its rule is created, and
/// names the rule by its prefix and the second of its creation.
/// </summary>
internal static class SampleEvents
{
    /// <summary>The creation time, in seconds, of each rule of an event without a physical ID.</summary>
    public static DateTimeOffset CreatedAt { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The creation times for an emulated AWS in which these events succeed one after another, and each by itself.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> CreationTimes { get; } =
        new[] { "azure", "chainguard", "docker-hub", "ecr-public", "ghcr", "gitlab", "k8s", "quay", "upstream" }.ToDictionary(prefix => prefix, _ => CreatedAt);
}
