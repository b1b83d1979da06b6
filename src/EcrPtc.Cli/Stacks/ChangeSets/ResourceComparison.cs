using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>A resource in the template, compared with the one in the stack.</summary>
/// <param name="Resource">The resource in the template.</param>
/// <param name="Before">The resource in the stack; null if it is new.</param>
/// <param name="Kind">The kind of the resource.</param>
/// <param name="Properties">The properties that change.</param>
/// <param name="Policies">The policies that change.</param>
/// <param name="Rule">The desired rule, or its validation errors; null if there is none, or if it isn't known yet.</param>
internal sealed record ResourceComparison(
    TemplateResource Resource,
    StackResource? Before,
    ResourceKind Kind,
    IReadOnlyList<PropertyChange> Properties,
    IReadOnlyList<PropertyChange> Policies,
    ValidatedRule? Rule)
{
    /// <summary>Whether it is a custom resource without a function, so that CloudFormation sends no event.</summary>
    public bool LacksServiceToken { get; init; }

    /// <summary>Whether it is a secret that the stack has, under a new name that Amazon ECR doesn't read.</summary>
    public bool IsRenamedOutOfPrefix =>
        Kind is ResourceKind.Skipped && Before is { } before && before.Type == Resource.Type && ResourceType.KindOf(before.Type, before.Properties) is ResourceKind.Secret;

    public string LogicalId => Resource.LogicalId;

    /// <summary>The desired rule; null if it is invalid or not known yet.</summary>
    public PullThroughCacheRule? Desired => Rule is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    /// <summary>Whether the function gets an event.</summary>
    public bool IsRequested =>
        Kind is not ResourceKind.Skipped && !LacksServiceToken && Before?.Type is var type && (type is null || type == Resource.Type) && Properties.Count > 0;
}
