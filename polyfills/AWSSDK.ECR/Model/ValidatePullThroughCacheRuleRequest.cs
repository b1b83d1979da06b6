namespace Amazon.ECR.Model;

/// <summary>A request to validate the rule of a prefix. The prefix is required.</summary>
public class ValidatePullThroughCacheRuleRequest : AmazonECRRequest
{
    /// <summary>
    /// Repository prefix in the private registry, 2 to 30 characters; ECR assumes a <c>/</c> after it. <c>ROOT</c> stands
    /// for all repositories no other rule matches.
    /// </summary>
    public string? EcrRepositoryPrefix { get; set; }

    /// <summary>Twelve-digit account id of the registry; the caller's account when not given.</summary>
    public string? RegistryId { get; set; }
}
