using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrPtcLambda.Networking;

/// <summary>
/// Replaces the platform's trust store, which .NET loads completely before the first certificate check, even if a connection has its own
/// roots. Loading the system's 140 roots and their directory of links takes 60 to 150 ms, one root less than 1 ms.
/// </summary>
internal static partial class SystemTrustStoreOverride
{
    // A path below a file, so it is never a directory, whatever others can write.
    private const string NoDirectory = "/dev/null/none";

    private const uint CloseOnExec = 1;

    /// <summary>
    /// Reduces the trust store to a few roots, or to none. Must be called before the first connection, because the runtime reads the
    /// variables once. It reads the process's native environment, which <see cref="Environment.SetEnvironmentVariable(string, string)"/>
    /// doesn't change.
    /// </summary>
    /// <param name="pem">The roots.</param>
    /// <returns>True if the store was replaced; otherwise it is unchanged.</returns>
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

    // Stays open, because the runtime reloads its store from time to time.
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
        // A private directory that no other user can write to.
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
