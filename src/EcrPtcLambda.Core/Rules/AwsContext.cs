using Amazon;

namespace EcrPtcLambda.Rules;

/// <summary>The function's environment: the account of the default registry, and the Region of every rule.</summary>
/// <param name="AccountId">The function's own account, 12 digits.</param>
/// <param name="Region">The function's Region, such as <c>eu-west-1</c>.</param>
/// <param name="Partition">The Region's partition, such as <c>aws-cn</c>.</param>
/// <param name="DnsSuffix">The partition's DNS suffix, such as <c>amazonaws.com.cn</c>.</param>
internal sealed record AwsContext(string AccountId, string Region, string Partition, string DnsSuffix)
{
    /// <summary>Reads the account from the function's ARN, and the Region from the environment or, if it isn't set, from the ARN.</summary>
    /// <exception cref="InvalidOperationException">The ARN is not the ARN of a Lambda function.</exception>
    public static AwsContext From(string? invokedFunctionArn, string? region)
    {
        if (!Arn.TryParse(invokedFunctionArn ?? "", out var arn) || arn.Service != "lambda" || arn.AccountId.Length != 12)
        {
            throw new InvalidOperationException("The account ID can't be determined: the invoked function's ARN is not the ARN of a Lambda function.");
        }

        var endpoint = RegionEndpoint.GetBySystemName(string.IsNullOrEmpty(region) ? arn.Region : region);
        return new(arn.AccountId, endpoint.SystemName, endpoint.PartitionName, endpoint.PartitionDnsSuffix);
    }

    /// <summary>
    /// True if AWS documents that rules can't be created in the Region: those of China and AWS GovCloud (US). The documentation doesn't exclude
    /// other partitions.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html"/>
    public bool IsWithoutRules => Region is "cn-north-1" or "cn-northwest-1" or "us-gov-east-1" or "us-gov-west-1";

    /// <summary>Returns the prefix of image names that are pulled through <paramref name="key"/>.</summary>
    public string RepositoryUri(RuleKey key) =>
        key.EcrRepositoryPrefix == RuleKey.Root
            ? $"{key.RegistryId}.dkr.ecr.{Region}.{DnsSuffix}"
            : $"{key.RegistryId}.dkr.ecr.{Region}.{DnsSuffix}/{key.EcrRepositoryPrefix.TrimEnd('/')}";
}
