using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EcrPtcLambda.Networking;

/// <summary>The roots of Amazon Trust Services, which sign the certificates of AWS's endpoints.</summary>
internal static class AmazonRoots
{
    /// <summary>As PEM, with comments.</summary>
    public static byte[] ReadPem()
    {
        using var resource = typeof(AmazonRoots).Assembly.GetManifestResourceStream("amazon-roots.pem")!;
        var pem = new byte[resource.Length];
        resource.ReadExactly(pem);
        return pem;
    }

    /// <summary>Amazon Root CA 1 alone, as PEM: certificates with RSA keys of AWS's endpoints end at it, and ECR's and S3's have such keys.</summary>
    public static byte[] ReadFirstPem()
    {
        var pem = ReadPem();
        return pem[PemEncoding.FindUtf8(pem).Location];
    }

    /// <summary>As certificates, which the caller owns.</summary>
    public static X509Certificate2Collection Read()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(Encoding.ASCII.GetString(ReadPem()));
        return roots;
    }
}
