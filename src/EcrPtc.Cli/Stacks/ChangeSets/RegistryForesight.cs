using System.Globalization;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>
/// Predicts the errors of Amazon ECR in a deployment, for every type of resource: a rule beyond the registry's quota, a second rule for a
/// prefix by an AWS::ECR::PullThroughCacheRule, a secret that is missing or invalid, and a registry that the function may not manage.
/// </summary>
/// <param name="aws">The registry.</param>
/// <param name="awsContext">The registry of an AWS::ECR::PullThroughCacheRule.</param>
/// <param name="owners">The owners of the rules before the deployment.</param>
/// <param name="previews">The previews of the custom resources.</param>
/// <param name="changedSecrets">The ARNs of the secrets whose values the deployment changes.</param>
internal sealed class RegistryForesight(
    LocalAws aws, AwsContext awsContext, RuleOwners owners, IReadOnlyList<RulePreview> previews, IReadOnlyCollection<string> changedSecrets)
{
    private readonly Dictionary<string, int> counts = aws.Emulated.Ecr.Rules.GroupBy(static rule => rule.RegistryId)
        .ToDictionary(static registry => registry.Key, static registry => registry.Count());
    private readonly HashSet<RuleKey> native = [];

    /// <summary>Returns the change with its predicted error; called for the resources in the order of their creation.</summary>
    public ResourceChange Of(ResourceComparison resource, ResourceChange change)
    {
        if (change.Kind is ChangeKind.Fail or ChangeKind.Lose or ChangeKind.None or ChangeKind.Skip)
        {
            return change;
        }

        if (resource.Kind is ResourceKind.NativeRule && change.Kind is (ChangeKind.Create or ChangeKind.Replace) && NativeKeyOf(resource) is { } key)
        {
            return WhyExists(key, resource) is { } why ? change with { Kind = ChangeKind.Fail, What = why } : Counted(key, change);
        }

        return previews.FirstOrDefault(each => each.LogicalId == resource.LogicalId) is not { } preview ? change
            : (WhyNoAccess(preview.Desired) ?? WhyNoSecret(preview)) is { } refused ? change with { Kind = ChangeKind.Fail, What = refused }
            : preview is { Plan: Plan.Create, Desired.Key: var created } ? Counted(created, change)
            : change;
    }

    private string? WhyNoAccess(PullThroughCacheRule desired) =>
        desired.Key.RegistryId == awsContext.AccountId || aws.Emulated.Options.OtherAccountIds.Contains(desired.Key.RegistryId)
            ? null
            : $"The function may not manage the registry of account {desired.Key.RegistryId}. To emulate that account: --other-account {desired.Key.RegistryId}";

    private string? WhyNoSecret(RulePreview preview)
    {
        if (preview is not { Plan: Plan.Create or Plan.Replace or Plan.UpdateCredentials, Desired.CredentialArn: { } arn }
            || arn.Contains(TemplateComparison.MadeByDeployment, StringComparison.Ordinal) || changedSecrets.Contains(arn))
        {
            return null;
        }

        return aws.Secrets.TryGetValue(arn, out var state)
            ? state switch
            {
                SecretState.Unreadable => $"Amazon ECR isn't allowed to read the secret {arn}.",
                SecretState.Undecryptable => $"Amazon ECR can't decrypt the secret {arn}, which must be encrypted with the key aws/secretsmanager.",
                SecretState.Malformed when preview.Desired.ValidateUpstream => $"The secret {arn} must be a JSON object with the keys username and accessToken.",
                SecretState.BadCredentials when preview.Desired.ValidateUpstream => $"{preview.Desired.UpstreamRegistryUrl} rejects the credentials in the secret {arn}.",
                _ => null,
            }
            : $"Amazon ECR finds no secret {arn}. To create it in the emulated Secrets Manager: --secret {arn}";
    }

    private RuleKey? NativeKeyOf(ResourceComparison resource) =>
        resource.Properties.FirstOrDefault(static property => property.Name == NativeRule.Prefix)?.After is { } prefix && RuleKey.IsPrefix(prefix)
            ? new(awsContext.AccountId, RuleKey.Normalize(prefix))
            : null;

    private string? WhyExists(RuleKey key, ResourceComparison resource)
    {
        if (aws.Rule(key) is { } live)
        {
            var owner = owners.From(live).FirstOrDefault();
            return $"The rule {key} already exists{(owner is null ? "" : $": {owner.Resource.LogicalId} of stack {owner.Stack.Name} has it")}. A registry has one rule for a prefix.";
        }

        return previews.FirstOrDefault(preview => preview.Desired.Key == key) is { } twin
                ? $"The rule {key} also belongs to {twin.LogicalId} of this template. A registry has one rule for a prefix."
            : !native.Add(key) ? $"The rule {key} also belongs to another resource of this template, and {resource.LogicalId} can't have it too. A registry has one rule for a prefix."
            : null;
    }

    // A deployment deletes resources after it has created everything.
    private ResourceChange Counted(RuleKey key, ResourceChange change)
    {
        counts[key.RegistryId] = counts.GetValueOrDefault(key.RegistryId) + 1;
        var quota = aws.Emulated.Ecr.Quota;
        return counts[key.RegistryId] <= quota
            ? change
            : change with
            {
                Kind = ChangeKind.Fail,
                What = string.Create(CultureInfo.InvariantCulture, $"The registry {key.RegistryId} would have {counts[key.RegistryId]} pull through cache rules, and {quota} is the most that Amazon ECR allows."),
            };
    }
}
