namespace Amazon.ECR.Model;

/// <summary>Makes a pull through cache rule.</summary>
public partial class CreatePullThroughCacheRuleRequest : AmazonECRRequest
{
    /// <summary>The ARN of the Secrets Manager secret with which ECR logs in upstream: 50 to 612 characters.</summary>
    public string CredentialArn { get; set; }

    /// <summary>The ARN of the IAM role with which ECR pulls from another account's ECR: 2048 characters at most.</summary>
    public string CustomRoleArn { get; set; }

    /// <summary>The prefix of the repositories that the rule caches into: 2 to 30 characters.</summary>
    public string EcrRepositoryPrefix { get; set; }

    /// <summary>The account of the registry, 12 digits; the caller's where none is given.</summary>
    public string RegistryId { get; set; }

    /// <summary>The upstream registry's name.</summary>
    public UpstreamRegistry UpstreamRegistry { get; set; }

    /// <summary>The upstream registry's host name.</summary>
    public string UpstreamRegistryUrl { get; set; }

    /// <summary>The prefix of the upstream's repositories that the rule caches; ROOT for all.</summary>
    public string UpstreamRepositoryPrefix { get; set; }

    internal bool IsSetCredentialArn() => CredentialArn != null;

    internal bool IsSetCustomRoleArn() => CustomRoleArn != null;

    internal bool IsSetEcrRepositoryPrefix() => EcrRepositoryPrefix != null;

    internal bool IsSetRegistryId() => RegistryId != null;

    internal bool IsSetUpstreamRegistry() => UpstreamRegistry != null;

    internal bool IsSetUpstreamRegistryUrl() => UpstreamRegistryUrl != null;

    internal bool IsSetUpstreamRepositoryPrefix() => UpstreamRepositoryPrefix != null;
}
