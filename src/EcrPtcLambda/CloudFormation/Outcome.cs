using EcrPtcLambda.Rules;

namespace EcrPtcLambda.CloudFormation;

/// <summary>How a request ended, before anything is sent.</summary>
/// <param name="PhysicalResourceId">What the answer names: never empty.</param>
internal abstract record Outcome(string PhysicalResourceId)
{
    /// <param name="Rule">The rule as it is now; null after a Delete, whose answer carries no data.</param>
    internal sealed record Succeeded(string PhysicalResourceId, LiveRule? Rule) : Outcome(PhysicalResourceId);

    /// <param name="Reason">For the reader of the stack's events: what failed, on which rule, why, and what to do.</param>
    /// <param name="ExceptionName">What failures are counted by: ECR's name of the exception, or ours for a failure that isn't ECR's.</param>
    internal sealed record Failed(string PhysicalResourceId, string Reason, string ExceptionName) : Outcome(PhysicalResourceId);
}
