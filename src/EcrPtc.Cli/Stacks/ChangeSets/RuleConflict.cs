
namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Two resources with one rule.</summary>
/// <param name="Kind">What comes of it.</param>
/// <param name="Message">What comes of it, and what to do, in sentences.</param>
internal sealed record RuleConflict(RuleConflictKind Kind, string Message);

internal enum RuleConflictKind
{
    /// <summary>The other resource's removal, at some later time, deletes the rule.</summary>
    Warning,

    /// <summary>Two resources of the template ask for rules under one prefix of one registry.</summary>
    Twin,

    /// <summary>The deployment would fail.</summary>
    Failure,

    /// <summary>The deployment would succeed, and a resource would be left without its rule.</summary>
    Loss,
}
