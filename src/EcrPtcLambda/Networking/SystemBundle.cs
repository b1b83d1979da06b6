using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>The roots that the operating system trusts, in one file.</summary>
internal static class SystemBundle
{
    /// <summary>Where distributions keep it: Amazon Linux and Fedora, Debian, openSUSE, Alpine.</summary>
    public static IReadOnlyList<string> Places { get; } =
    [
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Reads the first file that is there.</summary>
    /// <returns>The roots, which the caller owns; none where no file is there or it can't be read, and so nobody is trusted for it.</returns>
    public static X509Certificate2Collection Read(IEnumerable<string> places)
    {
        var roots = new X509Certificate2Collection();
        if (places.FirstOrDefault(File.Exists) is { } place)
        {
            try
            {
                roots.ImportFromPemFile(place);
            }
            catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // A damaged file vouches for nobody, and says so by the connection that needed it.
            }
        }

        return roots;
    }
}
