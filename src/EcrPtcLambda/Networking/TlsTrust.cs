namespace EcrPtcLambda.Networking;

/// <summary>What a server's certificate is checked against.</summary>
/// <param name="Roots">Whose roots count.</param>
/// <param name="CaBundle">The file that holds them where they are <see cref="TrustedRoots.Bundle"/>, else null.</param>
/// <param name="OverridesSystemStore">Whether the platform's own store may be cut down, which saves reading the system's roots.</param>
internal sealed record TlsTrust(TrustedRoots Roots, string? CaBundle, bool OverridesSystemStore)
{
    /// <summary>Whom the operator chose to trust; where they chose nobody, Amazon and then whom the system trusts.</summary>
    public static TlsTrust From(FunctionSettings settings)
    {
        // A variable that is set, even to nothing, means something to OpenSSL.
        var isPlatformConfigured = settings.CertificateFile is not null || settings.CertificateDirectory is not null;
        return settings.CaBundle is { Length: > 0 } bundle
            ? new(TrustedRoots.Bundle, bundle, !isPlatformConfigured)
            : new(isPlatformConfigured ? TrustedRoots.Platform : TrustedRoots.AmazonThenSystem, null, !isPlatformConfigured);
    }
}
