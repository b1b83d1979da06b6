namespace EcrPtcLambda.Bench.Measures;

/// <summary>A stack of rules, all asked for at once.</summary>
/// <param name="Rules">How many.</param>
/// <param name="Unlimited">How long it took where ECR throttles nothing.</param>
/// <param name="Limited">How long it took under the rate.</param>
/// <param name="Least">How long the rate alone makes it take.</param>
/// <param name="Calls">How many calls to ECR that came to under the rate.</param>
/// <param name="Throttled">How many of them were throttled.</param>
internal sealed record StackResult(int Rules, TimeSpan Unlimited, TimeSpan Limited, TimeSpan Least, int Calls, int Throttled);
