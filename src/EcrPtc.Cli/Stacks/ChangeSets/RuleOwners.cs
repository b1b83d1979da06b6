using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>The resources of the local stacks by the rules that their physical IDs name.</summary>
/// <param name="stacks">All stacks.</param>
/// <param name="awsContext">The registry of an ID that names none.</param>
internal sealed class RuleOwners(IReadOnlyList<Stack> stacks, AwsContext awsContext)
{
    /// <summary>Every resource that has the rule: more than one if a resource adopted the rule of another.</summary>
    public IEnumerable<RuleOwner> From(LiveRule rule) =>
        from stack in stacks
        from resource in stack.Resources
        where Has(resource.PhysicalId, rule) || IsNative(resource, rule)
        select new RuleOwner(stack, resource);

    /// <summary>The resource of a stack whose physical ID names a rule of that registry and prefix, or null.</summary>
    public StackResource? At(RuleKey key, Stack stack) =>
        stack.Resources.FirstOrDefault(resource => PhysicalResourceId.Parse(resource.PhysicalId, awsContext) is PhysicalResourceId.Rule id && id.Instance.Key == key);

    // The ID of an AWS::ECR::PullThroughCacheRule is a prefix of the account's registry, whichever rule is there.
    private bool IsNative(StackResource resource, LiveRule rule) =>
        resource.Type == ResourceType.NativeRule && rule.Key == new RuleKey(awsContext.AccountId, RuleKey.Normalize(resource.PhysicalId));

    /// <summary>Whether a physical ID names the rule.</summary>
    public bool Has(string physicalId, LiveRule rule) => PhysicalResourceId.Parse(physicalId, awsContext) is PhysicalResourceId.Rule id && id.Instance.Is(rule);
}

/// <summary>A resource that has a rule.</summary>
internal sealed record RuleOwner(Stack Stack, StackResource Resource)
{
    /// <summary>The name of the resource from the point of view of a stack.</summary>
    public string In(Stack stack) => stack.Name == Stack.Name ? Resource.LogicalId : $"{Resource.LogicalId} of stack {Stack.Name}";
}
