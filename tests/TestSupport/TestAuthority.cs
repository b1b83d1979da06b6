using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.TestSupport;

/// <summary>A certificate authority for one test.</summary>
public sealed class TestAuthority : IDisposable
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly List<X509Certificate2> issued = [];

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Creates a root.</summary>
    /// <param name="notAfter">The end of its validity. The default is in 100 days.</param>
    public static TestAuthority Create(string name = "CN=Test Root", DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(SignItself(name, key, notAfter ?? (Now + (100 * Day))));
    }

    /// <summary>Returns a root with the same name and key.</summary>
    public X509Certificate2 Renew(DateTimeOffset notAfter)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        return SignItself(Certificate.Subject, key, notAfter);
    }

    /// <summary>Creates an intermediate authority that this authority issues.</summary>
    public TestAuthority CreateIntermediate(string name = "CN=Test Intermediate")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(SignAuthority(name, key));
    }

    /// <summary>Issues a certificate for an existing authority.</summary>
    public X509Certificate2 Vouch(TestAuthority other)
    {
        using var key = other.Certificate.GetECDsaPrivateKey()!;
        var certificate = SignAuthority(other.Certificate.Subject, key);
        issued.Add(certificate);
        return certificate;
    }

    /// <summary>Issues a server certificate with its key.</summary>
    /// <param name="notAfter">The end of its validity. The default is in one day.</param>
    public X509Certificate2 Issue(string host = "localhost", DateTimeOffset? notAfter = null, string usage = ServerAuthentication)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = Sign(LeafRequest(host, key, usage), key, notAfter ?? (Now + Day));
        issued.Add(leaf);
        return leaf;
    }

    /// <summary>Issues a server certificate that contains URLs of revocation lists and issuers, and unreadable extensions.</summary>
    /// <param name="place">The URL, such as that of a server that counts its connections.</param>
    public X509Certificate2 IssueWithJunk(Uri place)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = LeafRequest("localhost", key, ServerAuthentication);
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{place}crl"]));
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([$"{place}ocsp"], [$"{place}issuer"]));
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.24", [0x30, 0x03, 0x02, 0x01, 0x63], critical: false));
        request.CertificateExtensions.Add(new X509Extension("2.999.1", [0xff, 0xff, 0xff, 0xff], critical: false));
        var leaf = Sign(request, key, Now + Day);
        issued.Add(leaf);
        return leaf;
    }

    /// <summary>Creates a self-signed server certificate.</summary>
    public static X509Certificate2 SelfSigned(string host = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return LeafRequest(host, key, ServerAuthentication).CreateSelfSigned(Now - Day, Now + Day);
    }

    /// <summary>
    /// Creates an authority that signs with a certificate that isn't a CA certificate. It takes ownership of the certificate.
    /// </summary>
    public static TestAuthority Usurp(X509Certificate2 leaf) => new(leaf);

    /// <summary>Writes the authority's certificate to a file.</summary>
    /// <returns>The path; the caller deletes it.</returns>
    public string WritePem()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Certificate.ExportCertificatePem());
        return path;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        issued.ForEach(each => each.Dispose());
    }

    private static CertificateRequest LeafRequest(string host, ECDsa key, string usage)
    {
        var request = Request($"CN={host}", key, isAuthority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return request;
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        return request;
    }

    private static X509Certificate2 SignItself(string name, ECDsa key, DateTimeOffset notAfter) =>
        Request(name, key, isAuthority: true).CreateSelfSigned(Now - (100 * Day), notAfter);

    private X509Certificate2 SignAuthority(string name, ECDsa key) => Sign(Request(name, key, isAuthority: true), key, Now + Day);

    // By name and key, because the overload with the issuer's certificate rejects a certificate that isn't a CA certificate.
    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset notAfter)
    {
        using var issuerKey = Certificate.GetECDsaPrivateKey()!;
        using var signed = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), Now - (2 * Day), notAfter, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
