using System.Text.Json;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtc.Cli.State;
using EcrPtcLambda.Ecr;

namespace EcrPtc.Cli.Resources;

/// <summary>
/// AWS::ECR::PullThroughCacheRule, CloudFormation's own resource for a rule. Every property requires a replacement, which CloudFormation can't
/// create under the same prefix. Ref returns the prefix.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-pullthroughcacherule.html"/>
internal sealed class NativeRule(LocalAws aws) : IResourceProvider
{
    public const string Prefix = "EcrRepositoryPrefix";

    /// <summary>The prefix in the properties, or null.</summary>
    public static string? PrefixOf(JsonElement properties) => properties.TextOf(Prefix);

    /// <summary>The error message of CloudFormation for a rule that can't be replaced under the same prefix.</summary>
    public static string WhyNotReplaced(string prefix) =>
        $"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {prefix} and update the stack again.";

    public async Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = Connect();
            var created = await connection.Client.CreatePullThroughCacheRuleAsync(
                new()
                {
                    EcrRepositoryPrefix = PrefixOf(request.Properties),
                    UpstreamRegistryUrl = request.Properties.TextOf("UpstreamRegistryUrl"),
                    UpstreamRegistry = request.Properties.TextOf("UpstreamRegistry"),
                    UpstreamRepositoryPrefix = request.Properties.TextOf("UpstreamRepositoryPrefix"),
                    CredentialArn = request.Properties.TextOf("CredentialArn"),
                    CustomRoleArn = request.Properties.TextOf("CustomRoleArn"),
                },
                cancellationToken);
            return new ProviderResponse.Succeeded(created.EcrRepositoryPrefix!, new Dictionary<string, string>());
        }
        catch (AmazonECRException exception)
        {
            return Failed(request, request.PhysicalId ?? "", exception);
        }
    }

    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(request.Properties);
        return prefix is not null && prefix == request.RestoredId
                ? Task.FromResult<ProviderResponse>(new ProviderResponse.Succeeded(prefix, new Dictionary<string, string>()))
            : prefix == request.PhysicalId
                ? Task.FromResult<ProviderResponse>(new ProviderResponse.Failed(prefix!, WhyNotReplaced(prefix!), IsUntouched: true))
            : CreateAsync(request, cancellationToken);
    }

    public async Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var prefix = request.PhysicalId!;
        try
        {
            using var connection = Connect();
            await connection.Client.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix }, cancellationToken);
        }
        catch (PullThroughCacheRuleNotFoundException)
        {
        }
        catch (AmazonECRException exception)
        {
            return Failed(request, prefix, exception);
        }

        return new ProviderResponse.Succeeded(prefix, new Dictionary<string, string>());
    }

    private EcrConnection Connect()
    {
        var options = aws.Emulated.Options;
        return new(
            aws.Emulated.CreateHandler(), options.Clock, aws.Region, new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken));
    }

    private static ProviderResponse.Failed Failed(ResourceRequest request, string id, AmazonECRException exception) => new(
        id,
        $"Resource handler returned message: \"{exception.Message} (Service: Ecr, Status Code: 400)\" (RequestToken: {request.Pending.RequestId}, HandlerErrorCode: {HandlerErrorCode(exception)})",
        IsUntouched: true);

    // https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
    private static string HandlerErrorCode(AmazonECRException exception) => exception switch
    {
        PullThroughCacheRuleAlreadyExistsException => "AlreadyExists",
        LimitExceededException => "ServiceLimitExceeded",
        { ErrorCode: "AccessDeniedException" } => "AccessDenied",
        { StatusCode: >= System.Net.HttpStatusCode.InternalServerError } => "ServiceInternalError",
        _ => "InvalidRequest",
    };
}
