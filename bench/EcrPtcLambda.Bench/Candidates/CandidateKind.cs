namespace EcrPtcLambda.Bench.Candidates;

/// <summary>What a candidate is, whether this machine has it or not.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Title">What a reader calls it.</param>
/// <param name="Trust">How it comes to trust the certificate authority of the run.</param>
internal sealed record CandidateKind(string Name, string Title, Trust Trust)
{
    /// <summary>The product, which every other is set against.</summary>
    public static CandidateKind Ours { get; } = new("ours", "EcrPtcLambda", Trust.OfBundle);

    /// <summary>In the order of their turns.</summary>
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
