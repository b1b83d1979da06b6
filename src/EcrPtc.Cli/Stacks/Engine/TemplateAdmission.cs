using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>What CloudFormation refuses before it begins, whatever the resources are: its limits, and policies that a type doesn't have.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"/>
internal static class TemplateAdmission
{
    public const int MostResources = 500;

    public const int MostOutputs = 200;

    public const int MostParameters = 200;

    /// <summary>The most pull through cache rules of a registry.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"/>
    public const int RuleQuota = 50;

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    private static readonly string[] WithSnapshots =
    [
        "AWS::DocDB::DBCluster", "AWS::EC2::Volume", "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::Redshift::Cluster",
    ];

    /// <summary>Refuses a template.</summary>
    /// <exception cref="TemplateException">CloudFormation refuses it.</exception>
    public static void Check(Template template, TemplateEvaluator evaluator)
    {
        if (Problems(template, evaluator).ToList() is { Count: > 0 } problems)
        {
            throw new TemplateException(problems);
        }
    }

    /// <summary>Why CloudFormation refuses a template; empty where it doesn't.</summary>
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

        // Whether a resource exists is asked of those alone that matter: a condition that can't be told is another's to tell.
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

    /// <summary>Whether a rule of a template exceeds what ECR lets a registry have; told once, of the first.</summary>
    /// <param name="keys">What the template asks for up to this resource, which is the last.</param>
    public static IEnumerable<TemplateProblem> QuotaProblems(IReadOnlyList<RuleKey> keys, TemplateResource last)
    {
        if (keys.Count(key => key.RegistryId == keys[^1].RegistryId) == RuleQuota + 1)
        {
            yield return new(last.At, $"Amazon ECR allows {Text(RuleQuota)} pull through cache rules in a registry, and the template asks for more") { Kind = ProblemKind.Limit };
        }
    }

    private static TemplateProblem OverLimit(string what, Position at, int count, int most) =>
        new(at, $"Template format error: Number of {what}, {Text(count)}, is greater than maximum allowed, {Text(most)}") { Kind = ProblemKind.Limit };

    private static bool HasSnapshotInVain(TemplateResource resource) =>
        (resource.DeletionPolicy is DeletionPolicy.Snapshot || resource.UpdateReplacePolicy is UpdateReplacePolicy.Snapshot) && !WithSnapshots.Contains(resource.Type);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
