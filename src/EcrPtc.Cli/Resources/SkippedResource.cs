using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Resources;

/// <summary>A type that the local stack doesn't make. It has an ID and an ARN in AWS's forms, of which the template sees what is the same for every such resource.</summary>
internal sealed class SkippedResource(LocalAws aws) : IResourceProvider
{
    public bool IsSkipped => true;

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => AnswerAsync(request);

    // A secret whose new name is none that ECR reads: another secret replaces it, which isn't made here.
    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request.OldProperties is { } before && ResourceType.KindOf(request.Type, before) is ResourceKind.Secret ? request with { PhysicalId = null } : request);

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => AnswerAsync(request);

    private Task<ProviderResponse> AnswerAsync(ResourceRequest request)
    {
        var id = request.PhysicalId ?? request.MadeUpId;
        return Task.FromResult<ProviderResponse>(new ProviderResponse.Succeeded(id, new Dictionary<string, string> { ["Arn"] = Arn(request.Type, id) }));
    }

    private string Arn(string type, string id) => type switch
    {
        // The function that serves the stack is the local one, whichever resource of the template is meant to be it.
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => aws.FunctionArn,
        "AWS::IAM::Role" => $"arn:{aws.Partition}:iam::{aws.AccountId}:role/{id}",
        _ => $"arn:{aws.Partition}:{type.Split("::").ElementAtOrDefault(1)?.ToLowerInvariant()}:{aws.Region}:{aws.AccountId}:{type.Split("::")[^1].ToLowerInvariant()}/{id}",
    };
}
