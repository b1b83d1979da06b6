using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Console;

/// <summary>The results of commands as JSON, for other programs.</summary>
internal static class JsonResults
{
    private static readonly ResultsJson Written = new(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>All rules, with the resources that have each.</summary>
    public static string Rules(LocalAws aws) => JsonSerializer.Serialize(RulesOf(aws), Written.IReadOnlyListRuleResult);

    /// <summary>The events of stacks.</summary>
    public static string Events(IReadOnlyList<StackEvent> events) => JsonSerializer.Serialize(events, Written.IReadOnlyListStackEvent);

    /// <summary>The changes that a deployment would make.</summary>
    public static string Changes(IReadOnlyList<ResourceChange> changes)
    {
        IReadOnlyList<ChangeResult> results = [.. changes.Select(static change =>
            new ChangeResult(change.LogicalId, change.Type, change.Kind.ToString(), change.What, change.Properties))];
        return JsonSerializer.Serialize(results, Written.IReadOnlyListChangeResult);
    }

    /// <summary>The state of a stack after an operation, with all rules.</summary>
    /// <param name="stack">The stack; null if there is none.</param>
    /// <param name="hasChanges">Whether the operation changed anything.</param>
    /// <param name="aws">The emulated AWS with the rules.</param>
    public static string Deployment(Stack? stack, bool hasChanges, LocalAws aws) => JsonSerializer.Serialize(
        new StackResult(stack?.Name, stack?.Id, stack?.Status.Text, hasChanges, stack is null ? [] : [.. stack.ShownOutputs], RulesOf(aws)), Written.StackResult);

    /// <summary>All stacks.</summary>
    public static string Stacks(IReadOnlyList<Stack> stacks)
    {
        IReadOnlyList<StackSummary> results = [.. stacks.Select(static stack =>
            new StackSummary(stack.Name, stack.Id, stack.Status.Text, stack.Events is [.., var last] ? last.At : null,
                [.. stack.Resources.Select(static resource => resource.LogicalId)]))];
        return JsonSerializer.Serialize(results, Written.IReadOnlyListStackSummary);
    }

    private static IReadOnlyList<RuleResult> RulesOf(LocalAws aws)
    {
        var awsContext = AwsContext.From(aws.FunctionArn, aws.Region);
        var owners = new RuleOwners(aws.Stacks, awsContext);
        return
        [
            .. aws.Emulated.Ecr.Rules.Select(LocalAws.Live).Select(rule => new RuleResult(
                new PhysicalResourceId.Rule(rule.Instance).Format(awsContext),
                rule.Key.RegistryId,
                rule.Key.EcrRepositoryPrefix,
                rule.UpstreamRegistryUrl,
                rule.UpstreamRepositoryPrefix,
                rule.CredentialArn,
                rule.CustomRoleArn,
                rule.CreatedAt,
                [.. owners.From(rule).Select(static owner => new OwnerResult(owner.Stack.Name, owner.Resource.LogicalId))])),
        ];
    }
}

internal sealed record RuleResult(
    string PhysicalResourceId,
    string RegistryId,
    string EcrRepositoryPrefix,
    string UpstreamRegistryUrl,
    string UpstreamRepositoryPrefix,
    string? CredentialArn,
    string? CustomRoleArn,
    DateTimeOffset? CreatedAt,
    IReadOnlyList<OwnerResult> Resources);

internal sealed record OwnerResult(string StackName, string LogicalId);

internal sealed record ChangeResult(string LogicalId, string Type, string Change, string What, IReadOnlyList<PropertyChange> Properties);

internal sealed record StackResult(string? StackName, string? StackId, string? Status, bool HasChanges, IReadOnlyList<StackOutput> Outputs, IReadOnlyList<RuleResult> Rules);

internal sealed record StackSummary(string StackName, string StackId, string Status, DateTimeOffset? UpdatedAt, IReadOnlyList<string> Resources);

[JsonSerializable(typeof(IReadOnlyList<RuleResult>))]
[JsonSerializable(typeof(IReadOnlyList<StackSummary>))]
[JsonSerializable(typeof(IReadOnlyList<StackEvent>))]
[JsonSerializable(typeof(IReadOnlyList<ChangeResult>))]
[JsonSerializable(typeof(StackResult))]
internal sealed partial class ResultsJson : JsonSerializerContext;
