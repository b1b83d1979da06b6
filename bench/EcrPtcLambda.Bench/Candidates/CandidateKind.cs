namespace EcrPtcLambda.Bench.Candidates;

/// <summary>A kind of candidate, available on this machine or not.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Title">The name in the results.</param>
/// <param name="Trust">The method by which it trusts the run's certificate authority.</param>
internal sealed record CandidateKind(string Name, string Title, Trust Trust)
{
    /// <summary>The product, with which the other candidates are compared.</summary>
    public static CandidateKind Ours { get; } = new("ours", "EcrPtcLambda", Trust.OfBundle);

    /// <summary>All kinds, in the order of the results.</summary>
    public static IReadOnlyList<CandidateKind> All { get; } =
    [
        Ours,
        new("previous", "previous release", Trust.OfBundle),
        new("floor", ".NET AOT, the floor", Trust.OfFewRoots),
        new("go", "Go", Trust.OfSystem),
        new("naive", ".NET AOT, naive", Trust.OfSystem),
        new("node", "Node.js", Trust.OfNode),
        new("python", "Python", Trust.OfPython),
        new("jit", "EcrPtcLambda, JIT", Trust.OfBundle),
    ];
}
