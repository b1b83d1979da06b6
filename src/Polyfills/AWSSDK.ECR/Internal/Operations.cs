using System.Text.Json;
using Amazon.ECR.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Internal;

/// <summary>How each operation is written and read.</summary>
internal static class Operations
{
    public static InvokeOptions CreatePullThroughCacheRule() => new()
    {
        RequestMarshaller = new JsonRequestMarshaller<CreatePullThroughCacheRuleRequest>(nameof(CreatePullThroughCacheRule), (writer, request) =>
        {
            Write(writer, "credentialArn", request.CredentialArn);
            Write(writer, "customRoleArn", request.CustomRoleArn);
            Write(writer, "ecrRepositoryPrefix", request.EcrRepositoryPrefix);
            Write(writer, "registryId", request.RegistryId);
            Write(writer, "upstreamRegistry", request.UpstreamRegistry?.Value);
            Write(writer, "upstreamRegistryUrl", request.UpstreamRegistryUrl);
            Write(writer, "upstreamRepositoryPrefix", request.UpstreamRepositoryPrefix);
        }),
        ResponseUnmarshaller = new JsonMembersUnmarshaller<CreatePullThroughCacheRuleResponse>(() => new(), Read),
    };

    public static InvokeOptions DeletePullThroughCacheRule() => new()
    {
        RequestMarshaller = new JsonRequestMarshaller<DeletePullThroughCacheRuleRequest>(nameof(DeletePullThroughCacheRule), (writer, request) =>
        {
            Write(writer, "ecrRepositoryPrefix", request.EcrRepositoryPrefix);
            Write(writer, "registryId", request.RegistryId);
        }),
        ResponseUnmarshaller = new JsonMembersUnmarshaller<DeletePullThroughCacheRuleResponse>(() => new(), Read),
    };

    public static InvokeOptions DescribePullThroughCacheRules() => new()
    {
        RequestMarshaller = new JsonRequestMarshaller<DescribePullThroughCacheRulesRequest>(nameof(DescribePullThroughCacheRules), (writer, request) =>
        {
            if (request.IsSetEcrRepositoryPrefixes())
            {
                writer.WriteStartArray("ecrRepositoryPrefixes");
                foreach (var prefix in request.EcrRepositoryPrefixes)
                {
                    writer.WriteStringValue(prefix);
                }

                writer.WriteEndArray();
            }

            if (request.IsSetMaxResults())
            {
                writer.WriteNumber("maxResults", request.MaxResults.Value);
            }

            Write(writer, "nextToken", request.NextToken);
            Write(writer, "registryId", request.RegistryId);
        }),
        ResponseUnmarshaller = new JsonMembersUnmarshaller<DescribePullThroughCacheRulesResponse>(() => new(), Read),
    };

    public static InvokeOptions UpdatePullThroughCacheRule() => new()
    {
        RequestMarshaller = new JsonRequestMarshaller<UpdatePullThroughCacheRuleRequest>(nameof(UpdatePullThroughCacheRule), (writer, request) =>
        {
            Write(writer, "credentialArn", request.CredentialArn);
            Write(writer, "customRoleArn", request.CustomRoleArn);
            Write(writer, "ecrRepositoryPrefix", request.EcrRepositoryPrefix);
            Write(writer, "registryId", request.RegistryId);
        }),
        ResponseUnmarshaller = new JsonMembersUnmarshaller<UpdatePullThroughCacheRuleResponse>(() => new(), Read),
    };

    public static InvokeOptions ValidatePullThroughCacheRule() => new()
    {
        RequestMarshaller = new JsonRequestMarshaller<ValidatePullThroughCacheRuleRequest>(nameof(ValidatePullThroughCacheRule), (writer, request) =>
        {
            Write(writer, "ecrRepositoryPrefix", request.EcrRepositoryPrefix);
            Write(writer, "registryId", request.RegistryId);
        }),
        ResponseUnmarshaller = new JsonMembersUnmarshaller<ValidatePullThroughCacheRuleResponse>(() => new(), Read),
    };

    private static void Read(CreatePullThroughCacheRuleResponse target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "createdAt":
                target.CreatedAt = Moment(context, ref reader);
                break;
            case "credentialArn":
                target.CredentialArn = Text(context, ref reader);
                break;
            case "customRoleArn":
                target.CustomRoleArn = Text(context, ref reader);
                break;
            case "ecrRepositoryPrefix":
                target.EcrRepositoryPrefix = Text(context, ref reader);
                break;
            case "registryId":
                target.RegistryId = Text(context, ref reader);
                break;
            case "upstreamRegistry":
                target.UpstreamRegistry = Text(context, ref reader);
                break;
            case "upstreamRegistryUrl":
                target.UpstreamRegistryUrl = Text(context, ref reader);
                break;
            case "upstreamRepositoryPrefix":
                target.UpstreamRepositoryPrefix = Text(context, ref reader);
                break;
        }
    }

    private static void Read(DeletePullThroughCacheRuleResponse target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "createdAt":
                target.CreatedAt = Moment(context, ref reader);
                break;
            case "credentialArn":
                target.CredentialArn = Text(context, ref reader);
                break;
            case "customRoleArn":
                target.CustomRoleArn = Text(context, ref reader);
                break;
            case "ecrRepositoryPrefix":
                target.EcrRepositoryPrefix = Text(context, ref reader);
                break;
            case "registryId":
                target.RegistryId = Text(context, ref reader);
                break;
            case "upstreamRegistryUrl":
                target.UpstreamRegistryUrl = Text(context, ref reader);
                break;
            case "upstreamRepositoryPrefix":
                target.UpstreamRepositoryPrefix = Text(context, ref reader);
                break;
        }
    }

    private static void Read(DescribePullThroughCacheRulesResponse target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "nextToken":
                target.NextToken = Text(context, ref reader);
                break;
            case "pullThroughCacheRules":
                target.PullThroughCacheRules = new JsonListUnmarshaller<PullThroughCacheRule, RuleUnmarshaller>(new()).Unmarshall(context, ref reader);
                break;
        }
    }

    private static void Read(UpdatePullThroughCacheRuleResponse target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "credentialArn":
                target.CredentialArn = Text(context, ref reader);
                break;
            case "customRoleArn":
                target.CustomRoleArn = Text(context, ref reader);
                break;
            case "ecrRepositoryPrefix":
                target.EcrRepositoryPrefix = Text(context, ref reader);
                break;
            case "registryId":
                target.RegistryId = Text(context, ref reader);
                break;
            case "updatedAt":
                target.UpdatedAt = Moment(context, ref reader);
                break;
            case "upstreamRepositoryPrefix":
                target.UpstreamRepositoryPrefix = Text(context, ref reader);
                break;
        }
    }

    private static void Read(ValidatePullThroughCacheRuleResponse target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "credentialArn":
                target.CredentialArn = Text(context, ref reader);
                break;
            case "customRoleArn":
                target.CustomRoleArn = Text(context, ref reader);
                break;
            case "ecrRepositoryPrefix":
                target.EcrRepositoryPrefix = Text(context, ref reader);
                break;
            case "failure":
                target.Failure = Text(context, ref reader);
                break;
            case "isValid":
                target.IsValid = NullableBoolUnmarshaller.Instance.Unmarshall(context, ref reader);
                break;
            case "registryId":
                target.RegistryId = Text(context, ref reader);
                break;
            case "upstreamRegistryUrl":
                target.UpstreamRegistryUrl = Text(context, ref reader);
                break;
            case "upstreamRepositoryPrefix":
                target.UpstreamRepositoryPrefix = Text(context, ref reader);
                break;
        }
    }

    private static void Read(PullThroughCacheRule target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        switch (name)
        {
            case "createdAt":
                target.CreatedAt = Moment(context, ref reader);
                break;
            case "credentialArn":
                target.CredentialArn = Text(context, ref reader);
                break;
            case "customRoleArn":
                target.CustomRoleArn = Text(context, ref reader);
                break;
            case "ecrRepositoryPrefix":
                target.EcrRepositoryPrefix = Text(context, ref reader);
                break;
            case "registryId":
                target.RegistryId = Text(context, ref reader);
                break;
            case "updatedAt":
                target.UpdatedAt = Moment(context, ref reader);
                break;
            case "upstreamRegistry":
                target.UpstreamRegistry = Text(context, ref reader);
                break;
            case "upstreamRegistryUrl":
                target.UpstreamRegistryUrl = Text(context, ref reader);
                break;
            case "upstreamRepositoryPrefix":
                target.UpstreamRepositoryPrefix = Text(context, ref reader);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, string value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Text(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
        StringUnmarshaller.Instance.Unmarshall(context, ref reader);

    private static DateTime? Moment(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
        NullableDateTimeUnmarshaller.Instance.Unmarshall(context, ref reader);

    private sealed class RuleUnmarshaller : IJsonUnmarshaller<PullThroughCacheRule, JsonUnmarshallerContext>
    {
        public PullThroughCacheRule Unmarshall(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
        {
            var rule = new PullThroughCacheRule();
            if (context.IsEmptyResponse)
            {
                return null;
            }

            context.Read(ref reader);
            if (context.CurrentTokenType is JsonTokenType.Null)
            {
                return null;
            }

            JsonMembers.Read(rule, Read, context, ref reader);
            return rule;
        }
    }
}
