
namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>What a deployment does with one resource.</summary>
/// <param name="What">In words, or empty.</param>
/// <param name="Properties">The properties and policies that change; none of a resource that is new.</param>
/// <param name="Conflict">Another resource has the same rule; null where none does.</param>
internal sealed record ResourceChange(
    string LogicalId, string Type, ChangeKind Kind, string What, IReadOnlyList<PropertyChange> Properties, RuleConflict? Conflict = null);

/// <param name="Before">Null where it wasn't there.</param>
/// <param name="After">Null where it is taken away.</param>
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
