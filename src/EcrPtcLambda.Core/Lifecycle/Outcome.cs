using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>How a request ended, before anything is sent.</summary>
/// <param name="PhysicalResourceId">What the answer names: never empty.</param>
internal abstract record Outcome(string PhysicalResourceId)
{
    /// <param name="Rule">The rule as it is now; null after a Delete, whose answer carries no data.</param>
    internal sealed record Succeeded(string PhysicalResourceId, LiveRule? Rule) : Outcome(PhysicalResourceId);

    /// <param name="Reason">For the reader of the stack's events: what failed, on which rule, why, and what to do.</param>
    /// <param name="ExceptionName">What failures are counted by: ECR's name of the exception, or ours for a failure that isn't ECR's.</param>
    internal sealed record Failed(string PhysicalResourceId, string Reason, string ExceptionName) : Outcome(PhysicalResourceId);

    /// <summary>Returns the response that tells CloudFormation this outcome.</summary>
    /// <param name="identity">The IDs of the request.</param>
    /// <param name="awsContext">Where the function runs; null only for an outcome without a rule.</param>
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
