using System.Buffers;
using System.Text.Json;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>The response of an operation, with the operation's own members of the rule (ECR API model).</summary>
internal abstract record EcrOutput
{
    private EcrOutput()
    {
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    protected abstract void WriteMembers(Utf8JsonWriter writer);

    private static void WriteRule(Utf8JsonWriter writer, EmulatedRule rule, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case "createdAt":
                    writer.WriteNumber(member, EpochSeconds(rule.CreatedAt));
                    break;
                case "updatedAt":
                    writer.WriteNumber(member, EpochSeconds(rule.UpdatedAt));
                    break;
                default:
                    if (Text(rule, member) is { } text)
                    {
                        writer.WriteString(member, text);
                    }

                    break;
            }
        }
    }

    private static string? Text(EmulatedRule rule, string member) => member switch
    {
        "credentialArn" => rule.CredentialArn,
        "customRoleArn" => rule.CustomRoleArn,
        "ecrRepositoryPrefix" => rule.EcrRepositoryPrefix,
        "registryId" => rule.RegistryId,
        "upstreamRegistry" => rule.UpstreamRegistry,
        "upstreamRegistryUrl" => rule.UpstreamRegistryUrl,
        "upstreamRepositoryPrefix" => rule.UpstreamRepositoryPrefix,
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static decimal EpochSeconds(DateTimeOffset moment) => Math.Round((decimal)moment.ToUnixTimeMilliseconds() / 1000, 3);

    internal sealed record Created(EmulatedRule Rule) : EcrOutput
    {
        protected override void WriteMembers(Utf8JsonWriter writer) => WriteRule(
            writer, Rule, "ecrRepositoryPrefix", "upstreamRegistryUrl", "createdAt", "registryId", "upstreamRegistry", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix");
    }

    internal sealed record Updated(EmulatedRule Rule) : EcrOutput
    {
        protected override void WriteMembers(Utf8JsonWriter writer) => WriteRule(
            writer, Rule, "ecrRepositoryPrefix", "registryId", "updatedAt", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix");
    }

    internal sealed record Deleted(EmulatedRule Rule) : EcrOutput
    {
        protected override void WriteMembers(Utf8JsonWriter writer) => WriteRule(
            writer, Rule, "ecrRepositoryPrefix", "upstreamRegistryUrl", "createdAt", "registryId", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix");
    }

    internal sealed record Validated(EmulatedRule Rule, string? Failure) : EcrOutput
    {
        protected override void WriteMembers(Utf8JsonWriter writer)
        {
            WriteRule(writer, Rule, "ecrRepositoryPrefix", "registryId", "upstreamRegistryUrl", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix");
            writer.WriteBoolean("isValid", Failure is null);
            if (Failure is not null)
            {
                writer.WriteString("failure", Failure);
            }
        }
    }

    internal sealed record Page(IReadOnlyList<EmulatedRule> Rules, string? NextToken) : EcrOutput
    {
        protected override void WriteMembers(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("pullThroughCacheRules");
            foreach (var rule in Rules)
            {
                writer.WriteStartObject();
                WriteRule(
                    writer, rule, "ecrRepositoryPrefix", "upstreamRegistryUrl", "createdAt", "registryId", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix", "upstreamRegistry", "updatedAt");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (NextToken is not null)
            {
                writer.WriteString("nextToken", NextToken);
            }
        }
    }
}
