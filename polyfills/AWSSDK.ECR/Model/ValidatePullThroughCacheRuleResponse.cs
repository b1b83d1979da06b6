using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The result of validating a rule whose upstream requires authentication.</summary>
public class ValidatePullThroughCacheRuleResponse : AmazonWebServiceResponse
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

    /// <summary>The reason that the rule is invalid. Null if it is valid.</summary>
    public string? Failure { get; set; }

    /// <summary>True if Amazon ECR could read the secret and log in to the upstream registry with it.</summary>
    public bool? IsValid { get; set; }

    /// <summary>Twelve-digit account id of the registry; the caller's account when not given.</summary>
    public string? RegistryId { get; set; }

    /// <summary>Host of the upstream registry, such as <c>registry-1.docker.io</c>, without a scheme.</summary>
    public string? UpstreamRegistryUrl { get; set; }

    /// <summary>Repository prefix upstream, 2 to 30 characters; <c>ROOT</c> when not given.</summary>
    public string? UpstreamRepositoryPrefix { get; set; }
}
