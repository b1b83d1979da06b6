using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Tests.Support;

/// <summary>The values that tests begin with.</summary>
internal static class Given
{
    public const string Account = "123456789012";

    public const string OtherAccount = "210987654321";

    public const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";

    public const string RequestId = "7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f";

    public const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    public const string OtherSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl";

    public const string Role = "arn:aws:iam::123456789012:role/ecr-upstream";

    public static readonly AwsContext Context = new(Account, "us-east-1", "aws", "amazonaws.com");

    public static readonly DateTimeOffset Now = new(2026, 8, 22, 12, 0, 0, TimeSpan.Zero);

    public static JsonElement Properties(string json) => JsonDocument.Parse(json).RootElement;

    public static JsonElement Properties(params (string Name, string Value)[] properties)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("ServiceToken", "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc");
            foreach (var (name, value) in properties)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    public static PullThroughCacheRule DockerHub { get; } = new(
        new(Account, "docker-hub"), "registry-1.docker.io", "docker-hub", Secret, null, RuleKey.Root, true, OnExisting.Fail);

    public static PullThroughCacheRule EcrPublic { get; } = new(
        new(Account, "ecr-public"), "public.ecr.aws", "ecr-public", null, null, RuleKey.Root, true, OnExisting.Fail);

    public static LiveRule Live(PullThroughCacheRule rule, DateTimeOffset? createdAt = null, DateTimeOffset? updatedAt = null) => new(
        rule.Key, rule.UpstreamRegistryUrl, rule.UpstreamRegistry, rule.CredentialArn, rule.CustomRoleArn, rule.UpstreamRepositoryPrefix,
        createdAt ?? Now.AddDays(-30), updatedAt);

    public static RequestTimestamp Timestamp { get; } = new(Now, IsKnown: true);
}
