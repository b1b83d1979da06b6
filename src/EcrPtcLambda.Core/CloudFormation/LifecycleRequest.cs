using System.Text.Json;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>A validated request from CloudFormation.</summary>
/// <param name="PhysicalResourceId">
/// The ID from the last response, or one that CloudFormation generated. Null if the event has none.
/// </param>
internal abstract record LifecycleRequest(string? PhysicalResourceId)
{
    /// <param name="Properties">The properties in the template.</param>
    internal sealed record Create(JsonElement Properties) : LifecycleRequest(PhysicalResourceId: null);

    /// <summary>
    /// The previous state is read from Amazon ECR, not from the event: OldResourceProperties may never have been applied.
    /// </summary>
    /// <param name="PhysicalId">The ID from the last response.</param>
    /// <param name="Properties">The properties in the new template, or in the previous template during a rollback.</param>
    /// <param name="OldProperties">The properties of an earlier attempt. They only decide whether the rule is described again.</param>
    internal sealed record Update(string PhysicalId, JsonElement Properties, JsonElement OldProperties) : LifecycleRequest(PhysicalId);

    /// <summary>
    /// The ID identifies the rule. The properties need not be valid, so that a stack whose template never worked can be deleted.
    /// </summary>
    /// <param name="PhysicalResourceId">Identifies the rule, if any.</param>
    /// <param name="Properties">Only used to distinguish a generated ID from a rule's ID.</param>
    internal sealed record Delete(string? PhysicalResourceId, JsonElement Properties) : LifecycleRequest(PhysicalResourceId);

    /// <param name="PhysicalResourceId">The ID that the response returns.</param>
    /// <param name="Reason">The reason that the event is invalid.</param>
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
