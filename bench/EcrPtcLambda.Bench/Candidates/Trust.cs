namespace EcrPtcLambda.Bench.Candidates;

/// <summary>
/// The methods by which a candidate trusts the run's certificate authority: as an operator would configure it, and at the cost of trusting
/// Amazon's roots in production.
/// </summary>
internal enum Trust
{
    /// <summary>AWS_CA_BUNDLE: the authority's root is read instead of the first Amazon root.</summary>
    OfBundle,

    /// <summary>A file with six roots, Amazon's and the authority's, which the platform reads instead of the system's.</summary>
    OfFewRoots,

    /// <summary>
    /// The system's bundle with one additional root, in the variables for the bundle. The certificate directory is unchanged.
    /// </summary>
    OfSystem,

    /// <summary>The same, with AWS_CA_BUNDLE set to that file instead of boto3's own bundle.</summary>
    OfPython,

    /// <summary>NODE_EXTRA_CA_CERTS, in addition to the roots that are compiled into Node.js.</summary>
    OfNode,
}
