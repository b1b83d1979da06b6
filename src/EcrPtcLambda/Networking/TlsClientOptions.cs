using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>Creates the TLS options of connections.</summary>
internal static class TlsClientOptions
{
    /// <summary>
    /// Returns the options. Never throws: an unusable configuration fails each connection inside an invocation, where the error can be
    /// reported.
    /// </summary>
    public static SslClientAuthenticationOptions From(TlsTrust trust) => trust.Roots switch
    {
        TrustedRoots.Bundle => Checked(new(isFirstEnough: false, () => ReadBundle(trust.CaBundle!))),
        TrustedRoots.AmazonThenSystem => Checked(new(isFirstEnough: true, AmazonRoots.Read, () => SystemBundle.Read(SystemBundle.Places))),
        _ => new(),
    };

    /// <summary>Returns the options for one host, whose name the certificate must match.</summary>
    public static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions options) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = options.CertificateChainPolicy,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
    };

    private static SslClientAuthenticationOptions Checked(FallbackChainValidator validator) => new()
    {
        // No URL in a certificate is downloaded.
        CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        RemoteCertificateValidationCallback = validator.Accept,
    };

    // Read when the first server presents its certificate, because OpenSSL may not be loaded earlier.
    private static X509Certificate2Collection ReadBundle(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AuthenticationException($"the file that AWS_CA_BUNDLE names could not be read: {path} ({exception.Message})");
        }

        return roots.Count > 0 ? roots : throw new AuthenticationException($"the file that AWS_CA_BUNDLE names contains no certificate: {path}");
    }
}
