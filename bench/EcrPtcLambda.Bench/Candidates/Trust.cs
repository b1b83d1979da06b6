namespace EcrPtcLambda.Bench.Candidates;

/// <summary>
/// How a candidate comes to trust the certificate authority of the run: as an operator would tell it, and at the cost that it
/// has in production, where it trusts Amazon's.
/// </summary>
internal enum Trust
{
    /// <summary>AWS_CA_BUNDLE: the authority's root is read where, in production, the first of Amazon's is.</summary>
    OfBundle,

    /// <summary>A file of six roots, Amazon's and the authority's, which the candidate has the platform read in place of the system's.</summary>
    OfFewRoots,

    /// <summary>The system's bundle with one more root, in the variables that stand for the system's bundle; its folder as it is.</summary>
    OfSystem,

    /// <summary>The same, and AWS_CA_BUNDLE at that file too, in place of the bundle that boto3 brings.</summary>
    OfPython,

    /// <summary>NODE_EXTRA_CA_CERTS, beside the roots that Node.js has compiled in.</summary>
    OfNode,
}
