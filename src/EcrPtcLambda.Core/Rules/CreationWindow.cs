using EcrPtcLambda.Common;

namespace EcrPtcLambda.Rules;

/// <summary>The time in which a Create of unknown effect may have made its rule.</summary>
/// <param name="Since">The time at which CloudFormation made the request.</param>
/// <param name="Until">The time at which the function gave up.</param>
internal sealed record CreationWindow(DateTimeOffset Since, DateTimeOffset Until)
{
    // A call that was given up may still be on its way: longer than the SDK waits for a response.
    private static readonly TimeSpan InFlightAllowance = TimeSpan.FromSeconds(30);

    /// <summary>Whether a rule that was created at <paramref name="moment"/> may be the Create's.</summary>
    public bool Contains(DateTimeOffset? moment) => moment is { } created && created >= Since - ClockTolerance.BetweenServices && created <= Until + InFlightAllowance;
}
