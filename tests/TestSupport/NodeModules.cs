using Xunit;
namespace EcrPtcLambda.TestSupport;

/// <summary>The npm packages that a test's script imports.</summary>
internal static class NodeModules
{
    /// <summary>
    /// Installs the packages in the folder's lock file beside the script that imports them, once for each version of that file. Skips the
    /// test if npm isn't available.
    /// </summary>
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
