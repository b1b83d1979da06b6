using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>The published executable with something in it or around it changed, in a folder of its own.</summary>
internal sealed class AlteredBootstrap : IDisposable
{
    private static readonly string[] SystemBundles =
        ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/certs/ca-certificates.crt"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    private AlteredBootstrap(byte[] content)
    {
        Path = System.IO.Path.Combine(folder.FullName, "bootstrap");

        // A copy is as executable as its source, and stays so.
        File.Copy(NativeFunction.Published, Path);
        File.WriteAllBytes(Path, content);
    }

    /// <summary>The path of the executable.</summary>
    public string Path { get; }

    /// <summary>Embeds roots in the place of Amazon's, which nobody but Amazon can sign for.</summary>
    public static AlteredBootstrap Trusting(params X509Certificate2[] roots)
    {
        var content = File.ReadAllBytes(NativeFunction.Published);
        var embedded = File.ReadAllBytes(NativeFunction.Metadata("AmazonRoots"));
        var at = content.AsSpan().IndexOf(embedded);
        at.ShouldBeGreaterThan(0, "the executable holds other roots: run `make publish`");
        Encoding.ASCII.GetBytes(string.Join('\n', roots.Select(root => root.ExportCertificatePem())).PadRight(embedded.Length, '\n')).CopyTo(content, at);
        return new(content);
    }

    /// <summary>Runs it where the system's bundle is another file.</summary>
    public static AlteredBootstrap WithSystemBundle(string bundle) => new(Encoding.ASCII.GetBytes(
        $"""
        #!/bin/sh
        exec unshare --mount --map-root-user sh -c 'mount --bind "{bundle}" "{SystemBundles.First(File.Exists)}" && exec "{NativeFunction.Published}"'
        """));

    /// <summary>Runs this one under strace.</summary>
    /// <param name="calls">Which system calls are written down.</param>
    /// <param name="log">Where.</param>
    public AlteredBootstrap Traced(string calls, string log) => new(Encoding.ASCII.GetBytes(
        $"""
        #!/bin/sh
        exec strace -f -qq -e trace={calls} -o "{log}" "{Path}"
        """));

    public static void SkipUnlessBundleCanBeReplaced()
    {
        Skip.IfNot(SystemBundles.Any(File.Exists), "There is no bundle of the system's: install ca-certificates.");
        Skip.IfNot(Succeeds("unshare", "--mount", "--map-root-user", "true"), "This takes a mount namespace, which is not permitted here.");
    }

    public static void SkipUnlessItCanBeTraced() =>
        Skip.IfNot(Succeeds("strace", "-f", "-o", "/dev/null", "true"), "This takes strace (a package of that name), and that ptrace is permitted.");

    public void Dispose() => folder.Delete(recursive: true);

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            if (process.WaitForExit(TimeSpan.FromSeconds(30)))
            {
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
