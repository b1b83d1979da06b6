namespace EcrPtcLambda.Bench.Measures;

/// <summary>The result of a stack of rules that are all requested at once.</summary>
/// <param name="Rules">The number of rules.</param>
/// <param name="Unlimited">The duration without throttling.</param>
/// <param name="Limited">The duration with the rate limit.</param>
/// <param name="Least">The minimum duration that the rate limit allows.</param>
/// <param name="Calls">The number of calls to Amazon ECR with the rate limit.</param>
/// <param name="Throttled">The number of throttled calls.</param>
internal sealed record StackResult(int Rules, TimeSpan Unlimited, TimeSpan Limited, TimeSpan Least, int Calls, int Throttled);
