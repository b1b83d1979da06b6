using System.Text.Json;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Compares the resources of a template with those of a stack.</summary>
internal sealed class TemplateComparison(LocalAws aws)
{
    /// <summary>The placeholder for a value that is known only after the deployment.</summary>
    public const string MadeByDeployment = "made-by-the-deployment";

    private readonly AwsContext awsContext = AwsContext.From(aws.FunctionArn, aws.Region);

    /// <param name="resource">The resource in the template.</param>
    /// <param name="before">The resource in the stack; null if it is new.</param>
    /// <param name="resolved">The values of the template's properties, as far as they are known.</param>
    public ResourceComparison Compare(TemplateResource resource, StackResource? before, IReadOnlyList<ResolvedProperty> resolved)
    {
        var after = StackTemplate.Properties([.. resolved.Where(property => property.IsKnown)]);
        var kind = StackTemplate.KindOf(resource, resolved);
        return new(
            resource,
            before,
            kind,
            PropertyChanges(before?.Properties, after, [.. resolved.Where(property => !property.IsKnown).Select(property => property.Name)]),
            before is null ? [] : PolicyChanges(resource, before),
            kind is ResourceKind.Custom && WithStandIns(resolved) is { } whole ? RuleValidator.Validate(StackTemplate.Properties(whole), awsContext) : null)
        {
            LacksServiceToken = kind is ResourceKind.Custom && resolved.All(static property => property.Name != "ServiceToken" && !Intrinsics.IsFunction(property.Name)),
        };
    }

    // The plan depends on a change of the secret or role and not on its value, so a placeholder serves until it exists.
    private List<ResolvedProperty>? WithStandIns(IReadOnlyList<ResolvedProperty> resolved)
    {
        var whole = resolved.Select(property => property switch
        {
            { IsKnown: true } => property,
            { Name: RuleProperties.CredentialArn } => property with { Value = $"arn:{aws.Partition}:secretsmanager:{aws.Region}:{aws.AccountId}:secret:{ResourceType.SecretNamePrefix}{MadeByDeployment}-000000", Need = null },
            { Name: RuleProperties.CustomRoleArn } => property with { Value = $"arn:{aws.Partition}:iam::{aws.AccountId}:role/{MadeByDeployment}", Need = null },
            { Name: "ServiceToken" } => property with { Value = aws.FunctionArn, Need = null },
            _ => property,
        }).ToList();
        return whole.TrueForAll(property => property.IsKnown) ? whole : null;
    }

    private static List<PropertyChange> PropertyChanges(JsonElement? before, JsonElement after, IReadOnlyList<string> unknown)
    {
        var old = Texts(before);
        var now = Texts(after);
        foreach (var name in unknown)
        {
            now[name] = Need.StandIn;
        }

        return [.. now.Keys.Union(old.Keys).Select(name => new PropertyChange(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name))).Where(IsChange)];
    }

    private static List<PropertyChange> PolicyChanges(TemplateResource resource, StackResource before) =>
    [
        .. new PropertyChange[]
        {
            new(nameof(resource.DeletionPolicy), before.DeletionPolicy.ToString(), resource.DeletionPolicy.ToString()),
            new(nameof(resource.UpdateReplacePolicy), before.UpdateReplacePolicy.ToString(), resource.UpdateReplacePolicy.ToString()),
        }.Where(IsChange),
    ];

    private static bool IsChange(PropertyChange change) => change.Before != change.After;

    private static Dictionary<string, string> Texts(JsonElement? properties) => properties is not { } element
        ? []
        : element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString());
}
