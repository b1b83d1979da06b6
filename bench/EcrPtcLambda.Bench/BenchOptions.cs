namespace EcrPtcLambda.Bench;

/// <summary>The options of a benchmark run.</summary>
/// <param name="Rounds">The number of cold starts of each candidate.</param>
/// <param name="WarmEvents">The number of events for the warm process. 0 to skip this part.</param>
/// <param name="StackSizes">The numbers of rules in the stacks. Empty to skip this part.</param>
/// <param name="Only">The names of the candidates to measure. Empty for all.</param>
internal sealed record BenchOptions(int Rounds, int WarmEvents, IReadOnlyList<int> StackSizes, IReadOnlyCollection<string> Only);
