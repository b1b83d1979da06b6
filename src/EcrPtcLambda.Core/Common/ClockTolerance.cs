namespace EcrPtcLambda.Common;

/// <summary>The difference that is tolerated between two clocks of AWS.</summary>
internal static class ClockTolerance
{
    /// <summary>Between CloudFormation's clock, which signs requests, and Amazon ECR's, which dates rules: 2 seconds.</summary>
    public static TimeSpan BetweenServices { get; } = TimeSpan.FromSeconds(2);
}
