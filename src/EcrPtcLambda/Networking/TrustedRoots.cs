namespace EcrPtcLambda.Networking;

/// <summary>The source of the trusted root certificates.</summary>
internal enum TrustedRoots
{
    /// <summary>The roots of Amazon Trust Services and, if a chain ends at none of them, of the system.</summary>
    AmazonThenSystem,

    /// <summary>The roots in SSL_CERT_FILE and SSL_CERT_DIR, which the platform reads.</summary>
    Platform,

    /// <summary>Only the roots in the file that AWS_CA_BUNDLE names.</summary>
    Bundle,
}
