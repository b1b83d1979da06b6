using System.Text.Json;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

internal sealed class CreatePullThroughCacheRuleRequestMarshaller()
    : RequestMarshaller<CreatePullThroughCacheRuleRequest>("CreatePullThroughCacheRule")
{
    protected override void Write(CreatePullThroughCacheRuleRequest request, Utf8JsonWriter writer)
    {
        writer.WriteIfSet("credentialArn", request.CredentialArn);
        writer.WriteIfSet("customRoleArn", request.CustomRoleArn);
        writer.WriteIfSet("ecrRepositoryPrefix", request.EcrRepositoryPrefix);
        writer.WriteIfSet("registryId", request.RegistryId);
        writer.WriteIfSet("upstreamRegistry", UpstreamRegistry.FindValue(request.UpstreamRegistry?.Value)?.Value);
        writer.WriteIfSet("upstreamRegistryUrl", request.UpstreamRegistryUrl);
        writer.WriteIfSet("upstreamRepositoryPrefix", request.UpstreamRepositoryPrefix);
    }
}

internal sealed class DeletePullThroughCacheRuleRequestMarshaller()
    : RequestMarshaller<DeletePullThroughCacheRuleRequest>("DeletePullThroughCacheRule")
{
    protected override void Write(DeletePullThroughCacheRuleRequest request, Utf8JsonWriter writer)
    {
        writer.WriteIfSet("ecrRepositoryPrefix", request.EcrRepositoryPrefix);
        writer.WriteIfSet("registryId", request.RegistryId);
    }
}

internal sealed class DescribePullThroughCacheRulesRequestMarshaller()
    : RequestMarshaller<DescribePullThroughCacheRulesRequest>("DescribePullThroughCacheRules")
{
    protected override void Write(DescribePullThroughCacheRulesRequest request, Utf8JsonWriter writer)
    {
        if (request.IsSetEcrRepositoryPrefixes())
        {
            writer.WriteStartArray("ecrRepositoryPrefixes");
            foreach (var prefix in request.EcrRepositoryPrefixes!)
            {
                writer.WriteStringValue(prefix);
            }

            writer.WriteEndArray();
        }

        if (request.MaxResults is { } maxResults)
        {
            writer.WriteNumber("maxResults", maxResults);
        }

        writer.WriteIfSet("nextToken", request.NextToken);
        writer.WriteIfSet("registryId", request.RegistryId);
    }
}

internal sealed class UpdatePullThroughCacheRuleRequestMarshaller()
    : RequestMarshaller<UpdatePullThroughCacheRuleRequest>("UpdatePullThroughCacheRule")
{
    protected override void Write(UpdatePullThroughCacheRuleRequest request, Utf8JsonWriter writer)
    {
        writer.WriteIfSet("credentialArn", request.CredentialArn);
        writer.WriteIfSet("customRoleArn", request.CustomRoleArn);
        writer.WriteIfSet("ecrRepositoryPrefix", request.EcrRepositoryPrefix);
        writer.WriteIfSet("registryId", request.RegistryId);
    }
}

internal sealed class ValidatePullThroughCacheRuleRequestMarshaller()
    : RequestMarshaller<ValidatePullThroughCacheRuleRequest>("ValidatePullThroughCacheRule")
{
    protected override void Write(ValidatePullThroughCacheRuleRequest request, Utf8JsonWriter writer)
    {
        writer.WriteIfSet("ecrRepositoryPrefix", request.EcrRepositoryPrefix);
        writer.WriteIfSet("registryId", request.RegistryId);
    }
}
