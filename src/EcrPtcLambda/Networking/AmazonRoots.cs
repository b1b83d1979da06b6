using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EcrPtcLambda.Networking;

/// <summary>The root certificates of Amazon Trust Services, which sign the certificates of AWS endpoints.</summary>
internal static class AmazonRoots
{
    /// <summary>Returns the roots as PEM with comments.</summary>
    public static byte[] ReadPem()
    {
        using var resource = typeof(AmazonRoots).Assembly.GetManifestResourceStream("amazon-roots.pem")!;
        var pem = new byte[resource.Length];
        resource.ReadExactly(pem);
        return pem;
    }

    /// <summary>
    /// Returns Amazon Root CA 1 as PEM. It is the root for AWS certificates with RSA keys, which the Amazon ECR and Amazon S3 endpoints
    /// use.
    /// </summary>
    public static byte[] ReadFirstPem()
    {
        var pem = ReadPem();
        return pem[PemEncoding.FindUtf8(pem).Location];
    }

    /// <summary>Returns the roots as certificates, which the caller disposes.</summary>
    public static X509Certificate2Collection Read()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(Encoding.ASCII.GetString(ReadPem()));
        return roots;
    }
}
