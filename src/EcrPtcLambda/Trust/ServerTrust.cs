using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Trust;

/// <summary>Makes a plan into what a connection goes by.</summary>
internal static class ServerTrust
{
    /// <summary>Never throws: a plan that can't be carried out makes each connection fail, inside an invocation, which can answer.</summary>
    public static SslClientAuthenticationOptions Options(TrustPlan plan) => plan.Roots switch
    {
        TrustedRoots.OfBundle => OfBundle(plan.CaBundle!),
        TrustedRoots.OfAmazonThenSystem => OfAmazonThenSystem(),
        _ => new(),
    };

    /// <summary>The same for one host, by whose name the certificate is checked.</summary>
    public static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions options) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = options.CertificateChainPolicy,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
    };

    private static SslClientAuthenticationOptions OfAmazonThenSystem() => new()
    {
        // Nothing that a certificate of anybody's names is fetched over the network.
        CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        RemoteCertificateValidationCallback = new SecondLook(ReadAmazonsAndSystems).Accept,
    };

    private static X509Certificate2Collection ReadAmazonsAndSystems()
    {
        var roots = SystemBundle.Read(SystemBundle.Places);
        roots.AddRange(AmazonRoots.Read());
        return roots;
    }

    private static SslClientAuthenticationOptions OfBundle(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
            return policy.CustomTrustStore.Count > 0
                ? new() { CertificateChainPolicy = policy }
                : Refusing($"the file that AWS_CA_BUNDLE names holds no certificate: {path}");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refusing($"the file that AWS_CA_BUNDLE names could not be read: {path} ({exception.Message})");
        }
    }

    private static SslClientAuthenticationOptions Refusing(string why) => new()
    {
        CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = (_, _, _, _) => throw new AuthenticationException(why),
    };
}
