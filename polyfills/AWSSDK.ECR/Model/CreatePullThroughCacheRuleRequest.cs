namespace Amazon.ECR.Model;

/// <summary>A request to create a rule. The prefix and the upstream URL are required.</summary>
public class CreatePullThroughCacheRuleRequest : AmazonECRRequest
{
    /// <summary>
    /// ARN of the Secrets Manager secret with the upstream registry's credentials, 50 to 612 characters; its name
    /// begins with <c>ecr-pullthroughcache/</c>.
    /// </summary>
    public string? CredentialArn { get; set; }

    /// <summary>ARN of the IAM role ECR assumes to reach an upstream ECR registry, at most 2,048 characters.</summary>
    public string? CustomRoleArn { get; set; }

    /// <summary>
    /// Repository prefix in the private registry, 2 to 30 characters; ECR assumes a <c>/</c> after it. <c>ROOT</c> stands
    /// for all repositories no other rule matches.
    /// </summary>
    public string? EcrRepositoryPrefix { get; set; }

    /// <summary>Twelve-digit account id of the registry; the caller's account when not given.</summary>
    public string? RegistryId { get; set; }

    /// <summary>Name of the kind of upstream registry.</summary>
    public UpstreamRegistry? UpstreamRegistry { get; set; }

    /// <summary>Host of the upstream registry, such as <c>registry-1.docker.io</c>, without a scheme.</summary>
    public string? UpstreamRegistryUrl { get; set; }

    /// <summary>Repository prefix upstream, 2 to 30 characters; <c>ROOT</c> when not given.</summary>
    public string? UpstreamRepositoryPrefix { get; set; }
}
