using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Fuzz;

/// <summary>Uses the input as an event, which must be parsed and validated or rejected with a reason.</summary>
internal sealed class EventTarget : IFuzzTarget
{
    private static readonly AwsContext AwsContext = new("123456789012", "us-east-1", "aws", "amazonaws.com");

    private readonly SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext> serializer = new();

    public void Feed(byte[] input)
    {
        var @event = EventReader.Read(input, serializer);
        switch (LifecycleRequest.From(@event))
        {
            case LifecycleRequest.Invalid unintelligible:
                BrokenPromiseException.Unless(unintelligible.Reason.Length > 0, "an unintelligible event has no Reason");
                break;
            case LifecycleRequest.Create create:
                Validate(create.Properties);
                break;
            case LifecycleRequest.Update update:
                Validate(update.Properties);
                Validate(update.OldProperties);
                Parse(update.PhysicalId);
                break;
            case LifecycleRequest.Delete delete:
                Validate(delete.Properties);
                Parse(delete.PhysicalResourceId);
                break;
        }
    }

    public void Dispose()
    {
    }

    private static void Validate(JsonElement properties)
    {
        switch (RuleValidator.Validate(properties, AwsContext))
        {
            case ValidatedRule.Invalid invalid:
                BrokenPromiseException.Unless(invalid.Errors.Count > 0 && invalid.Reason.Length > 0, "invalid properties have no problem");
                break;
            case ValidatedRule.Valid { Rule.Key: var key }:
                BrokenPromiseException.Unless(RuleKey.IsPrefix(key.EcrRepositoryPrefix) && RuleKey.IsRegistryId(key.RegistryId), $"{key} is no key of a rule");
                var id = new PhysicalResourceId.Rule(new(key, DateTimeOffset.UnixEpoch));
                BrokenPromiseException.Unless(PhysicalResourceId.Parse(id.Format(AwsContext), AwsContext) == id, $"the id of {key} names another rule, or none");
                break;
        }
    }

    private static void Parse(string? id)
    {
        var parsed = PhysicalResourceId.Parse(id, AwsContext);
        BrokenPromiseException.Unless(PhysicalResourceId.Parse(parsed.Format(AwsContext), AwsContext) == parsed, $"an id is written as {parsed.Format(AwsContext)}, which names another rule");
        if (parsed is PhysicalResourceId.Rule { Instance.Key: var key })
        {
            BrokenPromiseException.Unless(RuleKey.IsPrefix(key.EcrRepositoryPrefix) && RuleKey.IsRegistryId(key.RegistryId), $"an id names {key}, which no rule can have");
        }
    }
}
