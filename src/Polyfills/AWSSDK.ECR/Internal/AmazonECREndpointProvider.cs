using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.ECR.Internal;

/// <summary>ECR's endpoint rule set.</summary>
public class AmazonECREndpointProvider : IEndpointProvider
{
    /// <summary>The endpoint for a Region, or the configured one.</summary>
    /// <exception cref="AmazonClientException">The parameters name no endpoint.</exception>
    public Amazon.Runtime.Endpoints.Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var (fips, dualStack) = (parameters["UseFIPS"] is true, parameters["UseDualStack"] is true);
        if (parameters["Endpoint"] is string { Length: > 0 } endpoint)
        {
            return (fips, dualStack) switch
            {
                (true, _) => throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported"),
                (_, true) => throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported"),
                _ => new(endpoint),
            };
        }

        if (parameters["Region"] is not string { Length: > 0 } region || Fn.Partition(region) is not { } partition)
        {
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        }

        return new(Url(region, partition, fips, dualStack));
    }

    private static string Url(string region, Partition partition, bool fips, bool dualStack) => (fips, dualStack) switch
    {
        (true, true) when partition is not { supportsFIPS: true, supportsDualStack: true } =>
            throw new AmazonClientException("FIPS and DualStack are enabled, but this partition does not support one or both"),
        (true, true) when partition.name is "aws" or "aws-us-gov" => $"https://ecr-fips.{region}.api.aws",
        (true, true) => $"https://api.ecr-fips.{region}.{partition.dualStackDnsSuffix}",
        (true, false) when !partition.supportsFIPS => throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS"),
        (true, false) when partition.name is "aws" or "aws-us-gov" => $"https://ecr-fips.{region}.amazonaws.com",
        (true, false) => $"https://api.ecr-fips.{region}.{partition.dnsSuffix}",
        (false, true) when !partition.supportsDualStack =>
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack"),
        (false, true) when partition.name is "aws" or "aws-us-gov" => $"https://ecr.{region}.api.aws",
        (false, true) when partition.name is "aws-cn" => $"https://ecr.{region}.api.amazonwebservices.com.cn",
        (false, true) => $"https://api.ecr.{region}.{partition.dualStackDnsSuffix}",
        (false, false) => $"https://api.ecr.{region}.{partition.dnsSuffix}",
    };
}
