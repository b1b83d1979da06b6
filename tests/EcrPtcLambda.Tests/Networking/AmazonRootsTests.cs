using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EcrPtcLambda.Networking;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Networking;

public sealed class AmazonRootsTests
{
    private const string Mozilla = "/usr/share/ca-certificates/mozilla";

    [SkippableFact]
    public void They_are_those_of_the_ca_certificates_package()
    {
        string[] files = ["Amazon_Root_CA_1", "Amazon_Root_CA_2", "Amazon_Root_CA_3", "Amazon_Root_CA_4", "Starfield_Services_Root_Certificate_Authority_-_G2"];
        Skip.IfNot(Directory.Exists(Mozilla), $"{Mozilla} isn't there: install ca-certificates to compare.");

        AmazonRoots.Read().Select(Fingerprint).ShouldBe(
            files.Select(file => Fingerprint(X509CertificateLoader.LoadCertificateFromFile($"{Mozilla}/{file}.crt"))));
    }

    [Fact]
    public void Their_comments_name_the_source_and_each_fingerprint()
    {
        var text = Encoding.ASCII.GetString(AmazonRoots.ReadPem());

        text.ShouldContain("package ca-certificates");
        foreach (var root in AmazonRoots.Read())
        {
            text.ShouldContain($"# SHA-256 {string.Join(':', Fingerprint(root).Chunk(2).Select(pair => new string(pair)))}\n");
            text.ShouldContain($"# {root.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}, until {root.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\n");
        }
    }

    [Fact]
    public void Each_is_an_authority_that_vouches_for_itself_and_has_not_expired()
    {
        var roots = AmazonRoots.Read();

        roots.Count.ShouldBe(5);
        foreach (var root in roots)
        {
            root.Issuer.ShouldBe(root.Subject);
            root.Extensions.OfType<X509BasicConstraintsExtension>().ShouldHaveSingleItem().CertificateAuthority.ShouldBeTrue();
            new DateTimeOffset(root.NotAfter).ShouldBeGreaterThan(TestAuthority.Now, root.Subject);
        }
    }

    [Fact]
    public void The_first_is_the_one_that_AWSs_RSA_certificates_end_at()
    {
        using var first = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(AmazonRoots.ReadFirstPem()));

        first.Subject.ShouldBe("CN=Amazon Root CA 1, O=Amazon, C=US");
        Fingerprint(first).ShouldBe(Fingerprint(AmazonRoots.Read()[0]));
    }

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
