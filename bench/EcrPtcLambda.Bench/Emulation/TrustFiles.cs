using EcrPtcLambda.Bench.Candidates;

namespace EcrPtcLambda.Bench.Emulation;

/// <summary>The files by which processes trust the run's certificate authority.</summary>
internal sealed class TrustFiles : IDisposable
{
    private static readonly string[] SystemBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ecr-ptc-bench-");
    private readonly string root;
    private readonly string amazonsAndRoot;
    private readonly string systemAndRoot;

    /// <param name="rootPem">The authority's certificate.</param>
    public TrustFiles(string rootPem)
    {
        root = Write("root.pem", rootPem);
        amazonsAndRoot = Write("amazons-and-root.pem", ReadAmazons() + rootPem);
        systemAndRoot = Write("system-and-root.pem", SystemBundles.Where(File.Exists).Select(File.ReadAllText).FirstOrDefault("") + rootPem);
    }

    /// <summary>Returns the variables with which a process trusts the authority.</summary>
    public IReadOnlyDictionary<string, string?> VariablesFor(Trust trust) => trust switch
    {
        Trust.OfBundle => new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = root },
        Trust.OfFewRoots => new Dictionary<string, string?> { ["BENCH_ROOTS"] = amazonsAndRoot },
        Trust.OfNode => new Dictionary<string, string?> { ["NODE_EXTRA_CA_CERTS"] = root },
        Trust.OfPython => new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = systemAndRoot, ["SSL_CERT_FILE"] = systemAndRoot },
        _ => new Dictionary<string, string?> { ["SSL_CERT_FILE"] = systemAndRoot },
    };

    public void Dispose() => folder.Delete(recursive: true);

    private static string ReadAmazons()
    {
        using var reader = new StreamReader(typeof(TrustFiles).Assembly.GetManifestResourceStream("amazon-roots.pem")!);
        return reader.ReadToEnd();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
