namespace EcrPtcLambda.Common;

/// <summary>The tolerated difference between the clocks of two AWS services.</summary>
internal static class ClockTolerance
{
    /// <summary>Between CloudFormation's clock, which signs requests, and Amazon ECR's, which dates rules: 2 seconds.</summary>
    public static TimeSpan BetweenServices { get; } = TimeSpan.FromSeconds(2);
}
