using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>The root certificates of the operating system, in one file.</summary>
internal static class SystemBundle
{
    /// <summary>The paths of the file in Amazon Linux and Fedora, Debian, openSUSE, and Alpine.</summary>
    public static IReadOnlyList<string> Places { get; } =
    [
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Reads the first file that exists.</summary>
    /// <returns>The roots, which the caller disposes. None if no file exists or it can't be read.</returns>
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
                // A damaged file adds no trust, and the connection that needed it fails with the reason.
            }
        }

        return roots;
    }
}
