using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtc.Cli.State;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Commands;

/// <summary>
/// Sets the physical ID of an event from a file, as CloudFormation would. A file names a rule from another time: the rule is created in the
/// emulated registry, or the ID is replaced by the last one that the function returned for the same resource.
/// </summary>
internal sealed class EventIdentity(LocalAws aws)
{
    private const string PhysicalId = "PhysicalResourceId";

    private readonly AwsContext awsContext = AwsContext.From(aws.FunctionArn, aws.Region);

    /// <param name="event">The event; its PhysicalResourceId is set, or removed from a Create.</param>
    /// <param name="given">The ID that the user gave, which is sent unchanged; null for none.</param>
    /// <returns>A description of the change for the user; null if nothing was changed.</returns>
    public string? Prepare(JsonObject @event, string? given)
    {
        if (@event.TextOf("RequestType") is not ("Update" or "Delete"))
        {
            @event.Remove(PhysicalId);
            return null;
        }

        if (given is not null)
        {
            @event[PhysicalId] = given;
            return null;
        }

        return @event.TextOf(PhysicalId) is { } text ? PrepareNamed(@event, text) : PrepareUnnamed(@event);
    }

    /// <summary>Keeps the physical ID of a response, as CloudFormation does.</summary>
    /// <param name="event">The event.</param>
    /// <param name="isSuccess">Whether the response is a success.</param>
    /// <param name="id">The physical ID of the response.</param>
    public void Keep(JsonObject @event, bool isSuccess, string? id)
    {
        if (@event.TextOf("StackId") is { } stackId && @event.TextOf("LogicalResourceId") is { } logicalId)
        {
            switch (@event.TextOf("RequestType"))
            {
                case "Create" when isSuccess:
                case "Update":
                    aws.PutReturnedId(stackId, logicalId, id);
                    break;
                case "Delete" when isSuccess:
                    aws.PutReturnedId(stackId, logicalId, null);
                    break;
            }
        }
    }

    private string? PrepareNamed(JsonObject @event, string text)
    {
        if (PhysicalResourceId.Parse(text, awsContext) is not PhysicalResourceId.Rule { Instance: var instance })
        {
            return null;
        }

        var live = aws.Rule(instance.Key);
        if (live is not null && instance.Is(live))
        {
            return null;
        }

        if (LastReturned(@event) is { } returned)
        {
            @event[PhysicalId] = returned;
            return $"{PhysicalId}: {returned}, which the function last returned for {@event.TextOf("LogicalResourceId")}, in place of the file's {text}.";
        }

        return live is null ? PutRule(@event, instance)
            : $"The emulated registry has another rule, {IdOf(live.Instance)}, under the prefix of {text}. To send its ID: --physical-resource-id {IdOf(live.Instance)}";
    }

    // A Create that the user turns into an Update or a Delete.
    private string? PrepareUnnamed(JsonObject @event)
    {
        if (LastReturned(@event) is { } returned)
        {
            @event[PhysicalId] = returned;
            return $"{PhysicalId}: {returned}, which the function last returned for {@event.TextOf("LogicalResourceId")}.";
        }

        if (OldRule(@event) is not { Key: var key })
        {
            return null;
        }

        if (aws.Rule(key) is { } live)
        {
            var id = IdOf(live.Instance);
            @event[PhysicalId] = id;
            return $"{PhysicalId}: {id}, the rule that the emulated registry has.";
        }

        var instance = new RuleInstance(key, SampleEvents.CreatedAt);
        @event[PhysicalId] = IdOf(instance);
        return PutRule(@event, instance);
    }

    private string? LastReturned(JsonObject @event) =>
        @event.TextOf("StackId") is { } stackId && @event.TextOf("LogicalResourceId") is { } logicalId ? aws.ReturnedId(stackId, logicalId) : null;

    private string? PutRule(JsonObject @event, RuleInstance instance)
    {
        if (OldRule(@event) is not { } rule)
        {
            return null;
        }

        aws.PutRule(new(
            instance.Key.RegistryId,
            instance.Key.EcrRepositoryPrefix,
            rule.UpstreamRegistryUrl,
            rule.UpstreamRegistry,
            rule.CredentialArn,
            rule.CustomRoleArn,
            rule.UpstreamRepositoryPrefix,
            instance.CreatedAt,
            instance.CreatedAt));
        return $"The rule {IdOf(instance)} is put into the emulated registry first: the event takes it to be there.";
    }

    // The rule of the resource before the event.
    private PullThroughCacheRule? OldRule(JsonObject @event) => RuleOf(@event["OldResourceProperties"]) ?? RuleOf(@event["ResourceProperties"]);

    private PullThroughCacheRule? RuleOf(JsonNode? properties)
    {
        if (properties is not JsonObject)
        {
            return null;
        }

        using var document = JsonDocument.Parse(properties.ToJsonString());
        return RuleValidator.Validate(document.RootElement, awsContext) is ValidatedRule.Valid { Rule: var rule } ? rule : null;
    }

    private string IdOf(RuleInstance instance) => new PhysicalResourceId.Rule(instance).Format(awsContext);
}
