using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Bench.Emulation;

/// <summary>A certificate authority for one run, and its only certificate.</summary>
internal sealed class BenchAuthority : IDisposable
{
    private const string Host = "localhost";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly X509Certificate2 root;

    public BenchAuthority(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=EcrPtcLambda bench", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        root = rootRequest.CreateSelfSigned(now - Day, now + Day);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var leaf = request.Create(root, now - Day, now + Day, RandomNumberGenerator.GetBytes(8));
        Certificate = leaf.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate of the servers.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Returns the root certificate as PEM.</summary>
    public string ExportRootPem() => root.ExportCertificatePem() + "\n";

    public void Dispose()
    {
        Certificate.Dispose();
        root.Dispose();
    }
}
