namespace EcrPtcLambda.Trust;

/// <summary>What a server's certificate is checked against.</summary>
/// <param name="Roots">Whose roots count.</param>
/// <param name="CaBundle">The file that holds them where they are <see cref="TrustedRoots.OfBundle"/>, else null.</param>
/// <param name="NarrowsPlatform">Whether the platform's own store may be cut down, which saves reading the system's roots.</param>
internal sealed record TrustPlan(TrustedRoots Roots, string? CaBundle, bool NarrowsPlatform)
{
    /// <summary>Whom the operator chose to trust; where they chose nobody, Amazon and then whom the system trusts.</summary>
    public static TrustPlan Of(FunctionSettings settings)
    {
        // A variable that is set, even to nothing, means something to OpenSSL.
        var isPlatformConfigured = settings.CertificateFile is not null || settings.CertificateDirectory is not null;
        return settings.CaBundle is { Length: > 0 } bundle
            ? new(TrustedRoots.OfBundle, bundle, !isPlatformConfigured)
            : new(isPlatformConfigured ? TrustedRoots.OfPlatform : TrustedRoots.OfAmazonThenSystem, null, !isPlatformConfigured);
    }
}
