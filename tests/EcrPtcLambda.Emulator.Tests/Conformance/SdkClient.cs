using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.Tests.Support;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>Carries the steps out with the SDK for .NET: one JSON line for each, as the scripts do.</summary>
internal static class SdkClient
{
    public static async Task<IReadOnlyList<string>> RunAsync(EmulatedAwsServer server)
    {
        using var handler = new SocketsHttpHandler();
        using var ecr = EcrClients.Create(handler, server: server);
        List<string> lines = [];
        foreach (var step in Step.All)
        {
            lines.Add((await CarryOutAsync(ecr, step)).ToJsonString());
        }

        return lines;
    }

    private static async Task<JsonObject> CarryOutAsync(AmazonECRClient ecr, Step step)
    {
        try
        {
            var (response, fields) = await CallAsync(ecr, step);
            return new() { ["step"] = step.Name, ["ok"] = true, ["status"] = (int)response.HttpStatusCode, ["fields"] = fields };
        }
        catch (AmazonECRException error)
        {
            return new()
            {
                ["step"] = step.Name,
                ["ok"] = false,
                ["status"] = (int)error.StatusCode,
                ["code"] = error.ErrorCode,
                ["class"] = error.GetType().Name,
                ["message"] = error.Message,
            };
        }
    }

    private static async Task<(AmazonWebServiceResponse Response, JsonObject Fields)> CallAsync(AmazonECRClient ecr, Step step)
    {
        var input = step.Input;
        switch (step.Operation)
        {
            case "CreatePullThroughCacheRule":
                var created = await ecr.CreatePullThroughCacheRuleAsync(new()
                {
                    RegistryId = Text(input, "registryId"),
                    EcrRepositoryPrefix = Text(input, "ecrRepositoryPrefix"),
                    UpstreamRegistry = Text(input, "upstreamRegistry") is { } upstream ? new UpstreamRegistry(upstream) : null,
                    UpstreamRegistryUrl = Text(input, "upstreamRegistryUrl"),
                    CredentialArn = Text(input, "credentialArn"),
                    CustomRoleArn = Text(input, "customRoleArn"),
                    UpstreamRepositoryPrefix = Text(input, "upstreamRepositoryPrefix"),
                });
                return (created, Fields(
                    ("registryId", created.RegistryId),
                    ("ecrRepositoryPrefix", created.EcrRepositoryPrefix),
                    ("upstreamRegistry", created.UpstreamRegistry?.Value),
                    ("upstreamRegistryUrl", created.UpstreamRegistryUrl),
                    ("credentialArn", created.CredentialArn),
                    ("customRoleArn", created.CustomRoleArn),
                    ("upstreamRepositoryPrefix", created.UpstreamRepositoryPrefix),
                    ("createdAt", Milliseconds(created.CreatedAt))));
            case "DescribePullThroughCacheRules":
                var described = await ecr.DescribePullThroughCacheRulesAsync(new()
                {
                    RegistryId = Text(input, "registryId"),
                    EcrRepositoryPrefixes = input.TryGetProperty("ecrRepositoryPrefixes", out var prefixes) ? [.. prefixes.EnumerateArray().Select(prefix => prefix.GetString()!)] : null,
                    MaxResults = input.TryGetProperty("maxResults", out var maxResults) ? maxResults.GetInt32() : null,
                    NextToken = Text(input, "nextToken"),
                });
                return (described, Fields(
                    ("nextToken", described.NextToken),
                    ("pullThroughCacheRules", new JsonArray([.. described.PullThroughCacheRules!.Select(Fields)]))));
            case "UpdatePullThroughCacheRule":
                var updated = await ecr.UpdatePullThroughCacheRuleAsync(new()
                {
                    RegistryId = Text(input, "registryId"),
                    EcrRepositoryPrefix = Text(input, "ecrRepositoryPrefix"),
                    CredentialArn = Text(input, "credentialArn"),
                    CustomRoleArn = Text(input, "customRoleArn"),
                });
                return (updated, Fields(
                    ("registryId", updated.RegistryId),
                    ("ecrRepositoryPrefix", updated.EcrRepositoryPrefix),
                    ("credentialArn", updated.CredentialArn),
                    ("customRoleArn", updated.CustomRoleArn),
                    ("upstreamRepositoryPrefix", updated.UpstreamRepositoryPrefix),
                    ("updatedAt", Milliseconds(updated.UpdatedAt))));
            case "DeletePullThroughCacheRule":
                var deleted = await ecr.DeletePullThroughCacheRuleAsync(
                    new() { RegistryId = Text(input, "registryId"), EcrRepositoryPrefix = Text(input, "ecrRepositoryPrefix") });
                return (deleted, Fields(
                    ("registryId", deleted.RegistryId),
                    ("ecrRepositoryPrefix", deleted.EcrRepositoryPrefix),
                    ("upstreamRegistryUrl", deleted.UpstreamRegistryUrl),
                    ("credentialArn", deleted.CredentialArn),
                    ("customRoleArn", deleted.CustomRoleArn),
                    ("upstreamRepositoryPrefix", deleted.UpstreamRepositoryPrefix),
                    ("createdAt", Milliseconds(deleted.CreatedAt))));
            case "ValidatePullThroughCacheRule":
                var validated = await ecr.ValidatePullThroughCacheRuleAsync(
                    new() { RegistryId = Text(input, "registryId"), EcrRepositoryPrefix = Text(input, "ecrRepositoryPrefix") });
                return (validated, Fields(
                    ("registryId", validated.RegistryId),
                    ("ecrRepositoryPrefix", validated.EcrRepositoryPrefix),
                    ("upstreamRegistryUrl", validated.UpstreamRegistryUrl),
                    ("credentialArn", validated.CredentialArn),
                    ("customRoleArn", validated.CustomRoleArn),
                    ("upstreamRepositoryPrefix", validated.UpstreamRepositoryPrefix),
                    ("isValid", validated.IsValid),
                    ("failure", validated.Failure)));
            default:
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No client has {step.Operation}"));
        }
    }

    private static JsonObject Fields(PullThroughCacheRule rule) => Fields(
        ("registryId", rule.RegistryId),
        ("ecrRepositoryPrefix", rule.EcrRepositoryPrefix),
        ("upstreamRegistry", rule.UpstreamRegistry?.Value),
        ("upstreamRegistryUrl", rule.UpstreamRegistryUrl),
        ("credentialArn", rule.CredentialArn),
        ("customRoleArn", rule.CustomRoleArn),
        ("upstreamRepositoryPrefix", rule.UpstreamRepositoryPrefix),
        ("createdAt", Milliseconds(rule.CreatedAt)),
        ("updatedAt", Milliseconds(rule.UpdatedAt)));

    private static JsonObject Fields(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                fields[name] = value;
            }
        }

        return fields;
    }

    private static long? Milliseconds(DateTime? moment) =>
        moment is { } value ? new DateTimeOffset(value.ToUniversalTime()).ToUnixTimeMilliseconds() : null;

    private static string? Text(JsonElement input, string name) => input.TryGetProperty(name, out var value) ? value.GetString() : null;
}
