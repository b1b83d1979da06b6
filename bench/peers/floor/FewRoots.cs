using System.Runtime.InteropServices;

namespace EcrPtcLambda.Bench.Floor;

/// <summary>Has the platform read a small file of roots in place of the system's store.</summary>
internal static partial class FewRoots
{
    /// <summary>To be called before the first TLS connection, which reads the names once, from the process's own environment.</summary>
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
