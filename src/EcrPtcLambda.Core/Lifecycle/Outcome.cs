using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>The result of a request, before the response is sent.</summary>
/// <param name="PhysicalResourceId">The ID in the response. Never empty.</param>
internal abstract record Outcome(string PhysicalResourceId)
{
    /// <param name="Rule">The rule after the request. Null after a Delete, whose response contains no data.</param>
    internal sealed record Succeeded(string PhysicalResourceId, LiveRule? Rule) : Outcome(PhysicalResourceId);

    /// <param name="Reason">The text for the stack's events: what failed, for which rule, why, and the remedy.</param>
    /// <param name="ExceptionName">
    /// The name in the metrics: Amazon ECR's name of the exception, or the function's own for other errors.
    /// </param>
    internal sealed record Failed(string PhysicalResourceId, string Reason, string ExceptionName) : Outcome(PhysicalResourceId);

    /// <summary>Returns the response that reports this outcome to CloudFormation.</summary>
    /// <param name="identity">The IDs of the request.</param>
    /// <param name="awsContext">The function's account and Region. Null only for an outcome without a rule.</param>
    public CustomResourceResponse ToResponse(RequestIdentity identity, AwsContext? awsContext) => new()
    {
        Status = this is Succeeded ? "SUCCESS" : "FAILED",
        Reason = (this as Failed)?.Reason,
        PhysicalResourceId = PhysicalResourceId,
        StackId = identity.StackId,
        RequestId = identity.RequestId,
        LogicalResourceId = identity.LogicalResourceId,
        NoEcho = this is Succeeded { Rule: not null } ? false : null,
        Data = this is Succeeded { Rule: { } rule } ? RuleAttributes.From(rule, awsContext!) : null,
    };
}
