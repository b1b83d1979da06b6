using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.ECR.Internal;

/// <summary>Knows the ECR endpoints of every partition; the same rules as the published rule set.</summary>
/// <remarks>See https://docs.aws.amazon.com/general/latest/gr/ecr.html.</remarks>
public class AmazonECREndpointProvider : IEndpointProvider
{
    /// <summary>Resolves the endpoint for a set of ECR endpoint parameters.</summary>
    /// <exception cref="AmazonClientException">The parameters contradict each other, or no region is given.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);

        var dualStack = Flag(parameters, "UseDualStack");
        var fips = Flag(parameters, "UseFIPS");

        if (parameters["Endpoint"] is string configured)
        {
            return (fips, dualStack) switch
            {
                (true, _) => throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported"),
                (_, true) => throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported"),
                _ => new Endpoint(configured),
            };
        }

        return parameters["Region"] is string region
            ? new Endpoint($"https://{Host(region, Fn.Partition(region), fips, dualStack)}")
            : throw new AmazonClientException("Invalid Configuration: Missing Region");
    }

    private static string Host(string region, Partition partition, bool fips, bool dualStack) => (fips, dualStack) switch
    {
        (true, true) when !partition.supportsFIPS || !partition.supportsDualStack =>
            throw new AmazonClientException("FIPS and DualStack are enabled, but this partition does not support one or both"),
        (true, false) when !partition.supportsFIPS =>
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS"),
        (false, true) when !partition.supportsDualStack =>
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack"),

        (true, true) => partition.name is "aws" or "aws-us-gov"
            ? $"ecr-fips.{region}.api.aws"
            : $"api.ecr-fips.{region}.{partition.dualStackDnsSuffix}",
        (true, false) => partition.name is "aws" or "aws-us-gov"
            ? $"ecr-fips.{region}.amazonaws.com"
            : $"api.ecr-fips.{region}.{partition.dnsSuffix}",
        (false, true) => partition.name switch
        {
            "aws" or "aws-us-gov" => $"ecr.{region}.api.aws",
            "aws-cn" => $"ecr.{region}.api.amazonwebservices.com.cn",
            _ => $"api.ecr.{region}.{partition.dualStackDnsSuffix}",
        },
        (false, false) => $"api.ecr.{region}.{partition.dnsSuffix}",
    };

    private static bool Flag(EndpointParameters parameters, string name) =>
        parameters[name] as bool? ?? throw new AmazonClientException($"{name} parameter must be set for endpoint resolution");
}
