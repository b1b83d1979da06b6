
namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Two resources with one rule.</summary>
/// <param name="Kind">The kind of the conflict.</param>
/// <param name="Message">The consequence and the remedy, in sentences.</param>
internal sealed record RuleConflict(RuleConflictKind Kind, string Message);

internal enum RuleConflictKind
{
    /// <summary>The other resource's removal, at some later time, deletes the rule.</summary>
    Warning,

    /// <summary>Two resources of the template have rules under the same prefix of the same registry.</summary>
    Twin,

    /// <summary>The deployment would fail.</summary>
    Failure,

    /// <summary>The deployment would succeed, and a resource would be left without its rule.</summary>
    Loss,
}
