using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

internal sealed class PullThroughCacheRuleUnmarshaller : IJsonUnmarshaller<PullThroughCacheRule, JsonUnmarshallerContext>
{
    public PullThroughCacheRule Unmarshall(JsonUnmarshallerContext input, ref StreamingUtf8JsonReader reader)
    {
        input.Read(ref reader);
        if (input.CurrentTokenType == JsonTokenType.Null)
        {
            // AWSSDK.Core knows no nullable annotations; a null among the rules stays one.
            return null!;
        }

        // Of what is no list of rules, AWSSDK.Core's reader of lists would go on to read rules for ever.
        if (input.CurrentTokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A rule is not an object.");
        }

        var rule = new PullThroughCacheRule();
        var depth = input.CurrentDepth;
        while (input.ReadAtDepth(depth, ref reader))
        {
            ReadMember(rule, input, depth, ref reader);
        }

        return rule;
    }

    private static void ReadMember(
        PullThroughCacheRule rule, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("createdAt", depth, ref reader))
        {
            rule.CreatedAt = context.ReadTimestamp(ref reader);
        }
        else if (context.TestExpression("credentialArn", depth, ref reader))
        {
            rule.CredentialArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("customRoleArn", depth, ref reader))
        {
            rule.CustomRoleArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("ecrRepositoryPrefix", depth, ref reader))
        {
            rule.EcrRepositoryPrefix = context.ReadString(ref reader);
        }
        else if (context.TestExpression("registryId", depth, ref reader))
        {
            rule.RegistryId = context.ReadString(ref reader);
        }
        else if (context.TestExpression("updatedAt", depth, ref reader))
        {
            rule.UpdatedAt = context.ReadTimestamp(ref reader);
        }
        else if (context.TestExpression("upstreamRegistry", depth, ref reader))
        {
            rule.UpstreamRegistry = UpstreamRegistry.FindValue(context.ReadString(ref reader));
        }
        else if (context.TestExpression("upstreamRegistryUrl", depth, ref reader))
        {
            rule.UpstreamRegistryUrl = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRepositoryPrefix", depth, ref reader))
        {
            rule.UpstreamRepositoryPrefix = context.ReadString(ref reader);
        }
    }
}
