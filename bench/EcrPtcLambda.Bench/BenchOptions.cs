namespace EcrPtcLambda.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">How many cold starts of each candidate.</param>
/// <param name="WarmEvents">How many events the product's warm process gets; 0 for no warm part.</param>
/// <param name="StackSizes">How many rules the stacks have; none for no such part.</param>
/// <param name="Only">The names of the candidates that are measured; all where it is empty.</param>
internal sealed record BenchOptions(int Rounds, int WarmEvents, IReadOnlyList<int> StackSizes, IReadOnlyCollection<string> Only);
