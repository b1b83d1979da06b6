using System.Text.Json;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>What CloudFormation asks for, once it is known to make sense.</summary>
/// <param name="PhysicalResourceId">The id of the last answer, or one that CloudFormation made up; null where the event has none.</param>
internal abstract record LifecycleRequest(string? PhysicalResourceId)
{
    /// <param name="Properties">What the template says.</param>
    internal sealed record Create(JsonElement Properties) : LifecycleRequest(PhysicalResourceId: null);

    /// <summary>What was there before is looked up in ECR, not in the event: OldResourceProperties may never have come true.</summary>
    /// <param name="PhysicalId">The id of the last answer.</param>
    /// <param name="Properties">What the template says now; in a rollback, what it said before.</param>
    /// <param name="OldProperties">What may have been tried before: a reason to look twice, and nothing else.</param>
    internal sealed record Update(string PhysicalId, JsonElement Properties, JsonElement OldProperties) : LifecycleRequest(PhysicalId);

    /// <summary>The id names the rule; the properties need not be valid, or a template that never worked could not be torn down.</summary>
    /// <param name="PhysicalResourceId">Names the rule, if it names one.</param>
    /// <param name="Properties">Consulted only to tell a made-up id from a rule's.</param>
    internal sealed record Delete(string? PhysicalResourceId, JsonElement Properties) : LifecycleRequest(PhysicalResourceId);

    /// <param name="PhysicalResourceId">What the answer echoes.</param>
    /// <param name="Reason">Why the event asks for nothing that can be done.</param>
    internal sealed record Invalid(string? PhysicalResourceId, string Reason) : LifecycleRequest(PhysicalResourceId);

    public static LifecycleRequest From(CustomResourceEvent @event)
    {
        var id = JsonText.Read(@event.PhysicalResourceId);
        if (@event.ParseError is { } malformation)
        {
            return new Invalid(id, $"The event is not valid JSON: {malformation}");
        }

        return (JsonText.Read(@event.RequestType), id) switch
        {
            ("Create", _) => new Create(@event.ResourceProperties),
            ("Update", { } physicalResourceId) => new Update(physicalResourceId, @event.ResourceProperties, @event.OldResourceProperties),
            ("Update", null) => new Invalid(id, "The event is an Update without a PhysicalResourceId."),
            ("Delete", _) => new Delete(id, @event.ResourceProperties),
            (null, _) => new Invalid(id, "The event has no RequestType; it must be Create, Update or Delete."),
            ({ } other, _) => new Invalid(id, $"The event's RequestType is \"{(other.Length > 40 ? $"{other[..40]}…" : other)}\"; it must be Create, Update or Delete."),
        };
    }
}
