using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Resources;

/// <summary>
/// A resource of a type that the local stack doesn't create. It has an ID and an ARN in AWS's forms; the template gets only those attributes
/// that every such resource has.
/// </summary>
internal sealed class SkippedResource(LocalAws aws) : IResourceProvider
{
    public bool IsSkipped => true;

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => RespondAsync(request);

    // ECR doesn't read secrets of the new name: another secret replaces this one, and isn't created here.
    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        RespondAsync(request.OldProperties is { } before && ResourceType.KindOf(request.Type, before) is ResourceKind.Secret ? request with { PhysicalId = null } : request);

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => RespondAsync(request);

    private Task<ProviderResponse> RespondAsync(ResourceRequest request)
    {
        var id = request.PhysicalId ?? request.MadeUpId;
        return Task.FromResult<ProviderResponse>(new ProviderResponse.Succeeded(id, new Dictionary<string, string> { ["Arn"] = Arn(request.Type, id) }));
    }

    private string Arn(string type, string id) => type switch
    {
        // The local function serves the stack, whichever function resource the template declares.
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => aws.FunctionArn,
        "AWS::IAM::Role" => $"arn:{aws.Partition}:iam::{aws.AccountId}:role/{id}",
        _ => $"arn:{aws.Partition}:{type.Split("::").ElementAtOrDefault(1)?.ToLowerInvariant()}:{aws.Region}:{aws.AccountId}:{type.Split("::")[^1].ToLowerInvariant()}/{id}",
    };
}
