namespace EcrPtcLambda.Networking;

/// <summary>The roots that a server's certificate chain must end at.</summary>
/// <param name="Roots">The source of the roots.</param>
/// <param name="CaBundle">The file with the roots for <see cref="TrustedRoots.Bundle"/>; otherwise null.</param>
/// <param name="OverridesSystemStore">True if the platform's own store can be reduced, which saves reading the system's roots.</param>
internal sealed record TlsTrust(TrustedRoots Roots, string? CaBundle, bool OverridesSystemStore)
{
    /// <summary>Returns the trust that the operator configured. The default is Amazon's roots, then the system's.</summary>
    public static TlsTrust From(FunctionSettings settings)
    {
        // OpenSSL honors a variable even if it is empty.
        var isPlatformConfigured = settings.CertificateFile is not null || settings.CertificateDirectory is not null;
        return settings.CaBundle is { Length: > 0 } bundle
            ? new(TrustedRoots.Bundle, bundle, !isPlatformConfigured)
            : new(isPlatformConfigured ? TrustedRoots.Platform : TrustedRoots.AmazonThenSystem, null, !isPlatformConfigured);
    }
}
