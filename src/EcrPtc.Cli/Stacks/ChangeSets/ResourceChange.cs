
namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>The change of one resource in a deployment.</summary>
/// <param name="What">A description, or empty.</param>
/// <param name="Properties">The properties and policies that change; empty for a new resource.</param>
/// <param name="Conflict">The conflict with another resource that has the same rule; null if there is none.</param>
internal sealed record ResourceChange(
    string LogicalId, string Type, ChangeKind Kind, string What, IReadOnlyList<PropertyChange> Properties, RuleConflict? Conflict = null);

/// <param name="Before">The previous value; null if there was none.</param>
/// <param name="After">The new value; null if it is removed.</param>
internal sealed record PropertyChange(string Name, string? Before, string? After);

internal enum ChangeKind
{
    None,
    Create,
    Update,
    Replace,
    Delete,
    Retain,
    Skip,

    /// <summary>The deployment would fail here.</summary>
    Fail,

    /// <summary>The deployment would succeed, and a resource would be left without its rule.</summary>
    Lose,
}
