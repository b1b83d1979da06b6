using System.Runtime.InteropServices;

namespace EcrPtcLambda.Bench.Floor;

/// <summary>Makes the platform read a small file of roots instead of the system's store.</summary>
internal static partial class FewRoots
{
    /// <summary>
    /// Must be called before the first TLS connection, which reads the variables once from the process's native environment.
    /// </summary>
    /// <param name="path">The file.</param>
    public static void Trust(string path)
    {
        _ = SetVariable("SSL_CERT_FILE", path, overwrite: 1);
        _ = SetVariable("SSL_CERT_DIR", "/dev/null/none", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
