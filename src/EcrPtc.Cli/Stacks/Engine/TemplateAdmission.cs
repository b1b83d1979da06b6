using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>The checks that CloudFormation makes before an operation: its limits, and policies that a type doesn't have.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"/>
internal static class TemplateAdmission
{
    public const int MostResources = 500;

    public const int MostOutputs = 200;

    public const int MostParameters = 200;

    /// <summary>The maximum number of pull through cache rules in a registry.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"/>
    public const int RuleQuota = 50;

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    private static readonly string[] WithSnapshots =
    [
        "AWS::DocDB::DBCluster", "AWS::EC2::Volume", "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::Redshift::Cluster",
    ];

    /// <summary>Rejects a template that fails the checks.</summary>
    /// <exception cref="TemplateException">CloudFormation rejects it.</exception>
    public static void Check(Template template, TemplateEvaluator evaluator)
    {
        if (Problems(template, evaluator).ToList() is { Count: > 0 } problems)
        {
            throw new TemplateException(problems);
        }
    }

    /// <summary>The reasons why CloudFormation rejects a template; empty if it doesn't.</summary>
    public static IEnumerable<TemplateProblem> Problems(Template template, TemplateEvaluator evaluator)
    {
        if (template.Parameters.Count > MostParameters)
        {
            yield return OverLimit("parameters", template.Parameters[MostParameters].At, template.Parameters.Count, MostParameters);
        }

        if (template.Resources.Count > MostResources)
        {
            yield return OverLimit("resources", template.Resources[MostResources].At, template.Resources.Count, MostResources);
        }

        if (template.Outputs.Count > MostOutputs)
        {
            yield return OverLimit("outputs", template.Outputs[MostOutputs].At, template.Outputs.Count, MostOutputs);
        }

        // Only the conditions of the resources that matter are evaluated: an undecided condition is reported elsewhere.
        foreach (var resource in template.Resources.Where(HasSnapshotInVain).Where(evaluator.Exists))
        {
            if (resource.DeletionPolicy is DeletionPolicy.Snapshot)
            {
                yield return new(resource.At, $"Template error: resource type {resource.Type} does not support deletion policy Snapshot") { Kind = ProblemKind.Policy };
            }

            if (resource.UpdateReplacePolicy is UpdateReplacePolicy.Snapshot)
            {
                yield return new(resource.At, $"Template error: resource type {resource.Type} does not support update replace policy Snapshot") { Kind = ProblemKind.Policy };
            }
        }
    }

    /// <summary>Whether a rule exceeds the quota of a registry; true only for the first such rule.</summary>
    /// <param name="keys">The rules of the template up to and including this resource.</param>
    public static IEnumerable<TemplateProblem> QuotaProblems(IReadOnlyList<RuleKey> keys, TemplateResource last)
    {
        if (keys.Count(key => key.RegistryId == keys[^1].RegistryId) == RuleQuota + 1)
        {
            yield return new(last.At, $"Amazon ECR allows {Text(RuleQuota)} pull through cache rules in a registry, and the template has more") { Kind = ProblemKind.Limit };
        }
    }

    private static TemplateProblem OverLimit(string what, Position at, int count, int most) =>
        new(at, $"Template format error: Number of {what}, {Text(count)}, is greater than maximum allowed, {Text(most)}") { Kind = ProblemKind.Limit };

    private static bool HasSnapshotInVain(TemplateResource resource) =>
        (resource.DeletionPolicy is DeletionPolicy.Snapshot || resource.UpdateReplacePolicy is UpdateReplacePolicy.Snapshot) && !WithSnapshots.Contains(resource.Type);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
