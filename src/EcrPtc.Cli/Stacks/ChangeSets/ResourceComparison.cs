using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>A resource as the template has it, beside what the stack has.</summary>
/// <param name="Resource">What the template says.</param>
/// <param name="Before">What the stack has; null where the resource is new.</param>
/// <param name="Kind">What the local stack does with it.</param>
/// <param name="Properties">The properties that change.</param>
/// <param name="Policies">The policies that change.</param>
/// <param name="Rule">The rule that it asks for, or what is wrong with it; null where it asks for none, or for one that isn't known yet.</param>
internal sealed record ResourceComparison(
    TemplateResource Resource,
    StackResource? Before,
    ResourceKind Kind,
    IReadOnlyList<PropertyChange> Properties,
    IReadOnlyList<PropertyChange> Policies,
    ValidatedRule? Rule)
{
    /// <summary>Whether it is a custom resource that names no function, so that CloudFormation asks none.</summary>
    public bool LacksServiceToken { get; init; }

    /// <summary>Whether it is a secret that the stack has, under a new name that Amazon ECR doesn't read.</summary>
    public bool IsRenamedOutOfPrefix => Kind is ResourceKind.Skipped && Before is { } before && before.Type == Resource.Type && ResourceType.KindOf(before.Type, before.Properties) is ResourceKind.Secret;

    public string LogicalId => Resource.LogicalId;

    /// <summary>The rule that it asks for; null where that is invalid or not known yet.</summary>
    public PullThroughCacheRule? Desired => Rule is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    /// <summary>Whether the function is sent a request.</summary>
    public bool IsRequested => Kind is not ResourceKind.Skipped && !LacksServiceToken && Before?.Type is var type && (type is null || type == Resource.Type) && Properties.Count > 0;
}
