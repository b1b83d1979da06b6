using Xunit;
namespace EcrPtcLambda.TestSupport;

/// <summary>Packages of npm that a script of these tests imports.</summary>
internal static class NodeModules
{
    /// <summary>Installs what the folder's lock file names beside the script that imports it, once for each version of that file; skips the test where npm can't.</summary>
    public static async Task InstallAsync(string folder)
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        var install = await Tool.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], directory: folder);
        Skip.If(install is null, "There is no npm on this machine to install packages with.");
        Skip.If(install is not { ExitCode: 0 }, $"npm couldn't install the packages of {folder}: {install?.Error}");
        await File.WriteAllTextAsync(stamp, wanted);
    }
}
