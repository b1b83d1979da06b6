using Amazon;

namespace EcrPtcLambda.Rules;

/// <summary>Where the function runs: the account whose registry is meant when a template names none, and the Region of every rule it manages.</summary>
/// <param name="AccountId">The function's own account, 12 digits.</param>
/// <param name="Region">The function's Region, such as <c>eu-west-1</c>.</param>
/// <param name="Partition">The Region's partition, such as <c>aws-cn</c>.</param>
/// <param name="DnsSuffix">The partition's DNS suffix, such as <c>amazonaws.com.cn</c>.</param>
internal sealed record AwsContext(string AccountId, string Region, string Partition, string DnsSuffix)
{
    /// <summary>Reads the account from the function's ARN and the Region from the environment, or else from that ARN.</summary>
    /// <exception cref="InvalidOperationException">The ARN is not a Lambda function's.</exception>
    public static AwsContext From(string? invokedFunctionArn, string? region)
    {
        if (!Arn.TryParse(invokedFunctionArn ?? "", out var arn) || arn.Service != "lambda" || arn.AccountId.Length != 12)
        {
            throw new InvalidOperationException("The account can't be told: the invoked function's ARN is not a Lambda function's.");
        }

        var endpoint = RegionEndpoint.GetBySystemName(string.IsNullOrEmpty(region) ? arn.Region : region);
        return new(arn.AccountId, endpoint.SystemName, endpoint.PartitionName, endpoint.PartitionDnsSuffix);
    }

    /// <summary>What an image name begins with when it is pulled through <paramref name="key"/>.</summary>
    public string RepositoryUri(RuleKey key) =>
        key.EcrRepositoryPrefix == RuleKey.Root
            ? $"{key.RegistryId}.dkr.ecr.{Region}.{DnsSuffix}"
            : $"{key.RegistryId}.dkr.ecr.{Region}.{DnsSuffix}/{key.EcrRepositoryPrefix.TrimEnd('/')}";
}
