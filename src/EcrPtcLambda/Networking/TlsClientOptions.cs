using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>Makes a plan into what a connection goes by.</summary>
internal static class TlsClientOptions
{
    /// <summary>Never throws: a plan that can't be carried out makes each connection fail, inside an invocation, which can answer.</summary>
    public static SslClientAuthenticationOptions From(TlsTrust trust) => trust.Roots switch
    {
        TrustedRoots.Bundle => Checked(new(isFirstEnough: false, () => ReadBundle(trust.CaBundle!))),
        TrustedRoots.AmazonThenSystem => Checked(new(isFirstEnough: true, AmazonRoots.Read, () => SystemBundle.Read(SystemBundle.Places))),
        _ => new(),
    };

    /// <summary>The same for one host, by whose name the certificate is checked.</summary>
    public static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions options) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = options.CertificateChainPolicy,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
    };

    private static SslClientAuthenticationOptions Checked(FallbackChainValidator validator) => new()
    {
        // Nothing that a certificate of anybody's names is fetched over the network.
        CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        RemoteCertificateValidationCallback = validator.Accept,
    };

    // Read when the first server shows its certificate: before, there is other work to do, and OpenSSL may not be loaded yet.
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

        return roots.Count > 0 ? roots : throw new AuthenticationException($"the file that AWS_CA_BUNDLE names holds no certificate: {path}");
    }
}
