using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrPtcLambda.Networking;

/// <summary>
/// The store that the platform loads before its first check of a certificate, whole, even where a connection brings roots of
/// its own: with the system's 140 roots and their folder of links that takes 60 to 150 ms, with one root less than one.
/// </summary>
internal static partial class SystemTrustStoreOverride
{
    // Under a file, and so never a folder, whoever may write where.
    private const string NoDirectory = "/dev/null/none";

    private const uint CloseOnExec = 1;

    /// <summary>
    /// Cuts the store down to a few roots, or to none. To be called before the first connection: the runtime reads the names once. It
    /// does so from the process's own environment, which <see cref="Environment.SetEnvironmentVariable(string, string)"/> doesn't reach.
    /// </summary>
    /// <param name="pem">The roots.</param>
    /// <returns>Whether that was done; if not, the store stays as it was.</returns>
    public static bool TryApply(byte[] pem)
    {
        try
        {
            return OperatingSystem.IsLinux()
                && Write(pem) is { } path
                && SetVariable("SSL_CERT_FILE", path, overwrite: 1) is 0
                && SetVariable("SSL_CERT_DIR", NoDirectory, overwrite: 1) is 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TypeLoadException or DllNotFoundException)
        {
            return false;
        }
    }

    private static string Write(byte[] pem) => InMemory(pem) ?? InTemporaryFolder(pem);

    // Stays open: the runtime reads its store again from time to time.
    private static string? InMemory(byte[] pem)
    {
        var descriptor = CreateMemoryFile("roots.pem", CloseOnExec);
        if (descriptor < 0)
        {
            return null;
        }

        using var file = new SafeFileHandle(descriptor, ownsHandle: false);
        RandomAccess.Write(file, pem, 0);
        var path = $"/proc/self/fd/{descriptor}";
        return File.Exists(path) ? path : null;
    }

    private static string InTemporaryFolder(byte[] pem)
    {
        // A folder of its own, which nobody else may write to.
        var path = Path.Combine(Directory.CreateTempSubdirectory("ecr-ptc-").FullName, "roots.pem");
        File.WriteAllBytes(path, pem);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
