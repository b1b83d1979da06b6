using System.Text.Json;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtc.Cli.Resources;

/// <summary>
/// AWS::SecretsManager::Secret with a name that ECR reads. Its state follows from its SecretString: a JSON object with
/// <c>username</c> and <c>accessToken</c> is good, and <c>rejected</c> as the accessToken is one that the upstream rejects.
/// </summary>
internal sealed class Secret(LocalAws aws) : IResourceProvider
{
    /// <summary>The access token that the emulated upstream rejects.</summary>
    public const string RejectedToken = "rejected";

    private const int SuffixLength = 6;

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        // The suffix depends on the stack, so an equal ARN is from an interrupted operation of this stack.
        var arn = ArnOf(request);
        if (aws.Secrets.Keys.Any(each => each != arn && each.StartsWith(arn[..^SuffixLength], StringComparison.Ordinal) && each.Length == arn.Length))
        {
            return Failed(request.MadeUpId, $"The operation failed because the secret {Name(request.Properties)} already exists.");
        }

        aws.PutSecret(arn, StateOf(request.Properties));
        return Succeeded(arn);
    }

    /// <summary>Updates the secret in place, or creates a new secret if the name changes.</summary>
    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => CreateAsync(request, cancellationToken);

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        aws.RemoveSecret(request.PhysicalId!);
        return Succeeded(request.PhysicalId!);
    }

    private string ArnOf(ResourceRequest request)
    {
        var name = Name(request.Properties)!;
        return $"arn:{aws.Partition}:secretsmanager:{aws.Region}:{aws.AccountId}:secret:{name}-{Suffix.From($"{request.Stack.Id}/{name}", SuffixLength)}";
    }

    private static SecretState StateOf(JsonElement properties)
    {
        try
        {
            using var value = JsonDocument.Parse(properties.TextOf("SecretString") ?? "");
            return (value.RootElement.TextOf("username"), value.RootElement.TextOf("accessToken")) switch
            {
                (null or "", _) or (_, null or "") => SecretState.Malformed,
                (_, RejectedToken) => SecretState.BadCredentials,
                _ => SecretState.Good,
            };
        }
        catch (JsonException)
        {
            return SecretState.Malformed;
        }
    }

    private static string? Name(JsonElement properties) => properties.TextOf("Name");

    private static Task<ProviderResponse> Succeeded(string arn) =>
        Task.FromResult<ProviderResponse>(new ProviderResponse.Succeeded(arn, new Dictionary<string, string> { ["Id"] = arn }));

    private static Task<ProviderResponse> Failed(string id, string reason) => Task.FromResult<ProviderResponse>(new ProviderResponse.Failed(id, reason));
}
