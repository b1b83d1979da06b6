using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

internal sealed class CreatePullThroughCacheRuleResponseUnmarshaller()
    : ResponseUnmarshaller<CreatePullThroughCacheRuleResponse>(
        nameof(ServerException),
        nameof(InvalidParameterException),
        nameof(ValidationException),
        nameof(PullThroughCacheRuleAlreadyExistsException),
        nameof(UnsupportedUpstreamRegistryException),
        nameof(LimitExceededException),
        nameof(UnableToAccessSecretException),
        nameof(SecretNotFoundException),
        nameof(UnableToDecryptSecretValueException))
{
    protected override void ReadMember(
        CreatePullThroughCacheRuleResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("createdAt", depth, ref reader))
        {
            response.CreatedAt = context.ReadTimestamp(ref reader);
        }
        else if (context.TestExpression("credentialArn", depth, ref reader))
        {
            response.CredentialArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("customRoleArn", depth, ref reader))
        {
            response.CustomRoleArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("ecrRepositoryPrefix", depth, ref reader))
        {
            response.EcrRepositoryPrefix = context.ReadString(ref reader);
        }
        else if (context.TestExpression("registryId", depth, ref reader))
        {
            response.RegistryId = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRegistry", depth, ref reader))
        {
            response.UpstreamRegistry = UpstreamRegistry.FindValue(context.ReadString(ref reader));
        }
        else if (context.TestExpression("upstreamRegistryUrl", depth, ref reader))
        {
            response.UpstreamRegistryUrl = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRepositoryPrefix", depth, ref reader))
        {
            response.UpstreamRepositoryPrefix = context.ReadString(ref reader);
        }
    }
}

internal sealed class DeletePullThroughCacheRuleResponseUnmarshaller()
    : ResponseUnmarshaller<DeletePullThroughCacheRuleResponse>(
        nameof(ServerException),
        nameof(InvalidParameterException),
        nameof(ValidationException),
        nameof(PullThroughCacheRuleNotFoundException))
{
    protected override void ReadMember(
        DeletePullThroughCacheRuleResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("createdAt", depth, ref reader))
        {
            response.CreatedAt = context.ReadTimestamp(ref reader);
        }
        else if (context.TestExpression("credentialArn", depth, ref reader))
        {
            response.CredentialArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("customRoleArn", depth, ref reader))
        {
            response.CustomRoleArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("ecrRepositoryPrefix", depth, ref reader))
        {
            response.EcrRepositoryPrefix = context.ReadString(ref reader);
        }
        else if (context.TestExpression("registryId", depth, ref reader))
        {
            response.RegistryId = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRegistryUrl", depth, ref reader))
        {
            response.UpstreamRegistryUrl = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRepositoryPrefix", depth, ref reader))
        {
            response.UpstreamRepositoryPrefix = context.ReadString(ref reader);
        }
    }
}

internal sealed class DescribePullThroughCacheRulesResponseUnmarshaller()
    : ResponseUnmarshaller<DescribePullThroughCacheRulesResponse>(
        nameof(ServerException),
        nameof(InvalidParameterException),
        nameof(ValidationException),
        nameof(PullThroughCacheRuleNotFoundException))
{
    protected override void ReadMember(
        DescribePullThroughCacheRulesResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("nextToken", depth, ref reader))
        {
            response.NextToken = context.ReadString(ref reader);
        }
        else if (context.TestExpression("pullThroughCacheRules", depth, ref reader))
        {
            response.PullThroughCacheRules = new JsonListUnmarshaller<PullThroughCacheRule, PullThroughCacheRuleUnmarshaller>(new())
                .Unmarshall(context, ref reader);
        }
    }
}

internal sealed class UpdatePullThroughCacheRuleResponseUnmarshaller()
    : ResponseUnmarshaller<UpdatePullThroughCacheRuleResponse>(
        nameof(ServerException),
        nameof(InvalidParameterException),
        nameof(ValidationException),
        nameof(UnableToAccessSecretException),
        nameof(PullThroughCacheRuleNotFoundException),
        nameof(SecretNotFoundException),
        nameof(UnableToDecryptSecretValueException))
{
    protected override void ReadMember(
        UpdatePullThroughCacheRuleResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("credentialArn", depth, ref reader))
        {
            response.CredentialArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("customRoleArn", depth, ref reader))
        {
            response.CustomRoleArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("ecrRepositoryPrefix", depth, ref reader))
        {
            response.EcrRepositoryPrefix = context.ReadString(ref reader);
        }
        else if (context.TestExpression("registryId", depth, ref reader))
        {
            response.RegistryId = context.ReadString(ref reader);
        }
        else if (context.TestExpression("updatedAt", depth, ref reader))
        {
            response.UpdatedAt = context.ReadTimestamp(ref reader);
        }
        else if (context.TestExpression("upstreamRepositoryPrefix", depth, ref reader))
        {
            response.UpstreamRepositoryPrefix = context.ReadString(ref reader);
        }
    }
}

internal sealed class ValidatePullThroughCacheRuleResponseUnmarshaller()
    : ResponseUnmarshaller<ValidatePullThroughCacheRuleResponse>(
        nameof(ServerException),
        nameof(InvalidParameterException),
        nameof(ValidationException),
        nameof(PullThroughCacheRuleNotFoundException))
{
    protected override void ReadMember(
        ValidatePullThroughCacheRuleResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader)
    {
        if (context.TestExpression("credentialArn", depth, ref reader))
        {
            response.CredentialArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("customRoleArn", depth, ref reader))
        {
            response.CustomRoleArn = context.ReadString(ref reader);
        }
        else if (context.TestExpression("ecrRepositoryPrefix", depth, ref reader))
        {
            response.EcrRepositoryPrefix = context.ReadString(ref reader);
        }
        else if (context.TestExpression("failure", depth, ref reader))
        {
            response.Failure = context.ReadString(ref reader);
        }
        else if (context.TestExpression("isValid", depth, ref reader))
        {
            response.IsValid = context.ReadBoolean(ref reader);
        }
        else if (context.TestExpression("registryId", depth, ref reader))
        {
            response.RegistryId = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRegistryUrl", depth, ref reader))
        {
            response.UpstreamRegistryUrl = context.ReadString(ref reader);
        }
        else if (context.TestExpression("upstreamRepositoryPrefix", depth, ref reader))
        {
            response.UpstreamRepositoryPrefix = context.ReadString(ref reader);
        }
    }
}
