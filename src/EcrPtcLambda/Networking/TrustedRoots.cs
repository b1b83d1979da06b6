namespace EcrPtcLambda.Networking;

/// <summary>Whose roots a chain of certificates may end at.</summary>
internal enum TrustedRoots
{
    /// <summary>Amazon Trust Services', and, where a chain doesn't hold for want of a root, the system's.</summary>
    AmazonThenSystem,

    /// <summary>Those that SSL_CERT_FILE and SSL_CERT_DIR name: the platform reads them itself.</summary>
    Platform,

    /// <summary>Those in the file that AWS_CA_BUNDLE names, and no others.</summary>
    Bundle,
}
