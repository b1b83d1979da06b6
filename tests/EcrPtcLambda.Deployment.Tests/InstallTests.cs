using System.Runtime.Versioning;
using System.Security.Cryptography;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>
/// eng/install.sh on a machine as a fresh container is: apt-get with empty lists, and neither 7-Zip nor jq. It installs into a folder,
/// from a repository in a folder, so that nothing comes from a network and nothing of this machine changes.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class InstallTests : IDisposable
{
    private static readonly string[] Hidden = ["7z", "jq", "afl-fuzz", "apt-get", "id"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [SkippableFact]
    public async Task With_empty_lists_they_are_brought_up_to_date_once_and_what_is_missing_is_installed()
    {
        await GivenDebianAsync();
        GivenProgram("readelf", "exit 0");

        var (exitCode, output) = await InstallAsync("7z", "readelf", "jq");

        exitCode.ShouldBe(0, output);
        AptCalls.ShouldBe(["update", "install p7zip-full jq"]);
        File.Exists(Path.Combine(Root, "usr/bin/7z")).ShouldBeTrue();
        File.Exists(Path.Combine(Root, "usr/bin/jq")).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task What_is_there_is_left_alone()
    {
        await GivenDebianAsync();
        await InstallAsync("7z");

        var (exitCode, output) = await InstallAsync("7z");

        exitCode.ShouldBe(0);
        output.ShouldBe("");
        AptCalls.Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_script_that_needs_something_installs_it_and_goes_on()
    {
        await GivenDebianAsync();
        var executable = Path.Combine(folder.FullName, "program");
        await File.WriteAllTextAsync(executable, "#!/bin/sh\n");

        var (exitCode, output) = await RunAsync("eng/zip.sh", executable, Path.Combine(folder.FullName, "lambda.zip"));

        exitCode.ShouldBe(0, output);
        output.ShouldBe("Installing p7zip-full with apt-get ...\n");
        (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "packed"))).ShouldContain("bootstrap");
    }

    [SkippableFact]
    public async Task A_user_who_is_not_root_gets_the_command_to_type()
    {
        await GivenDebianAsync();
        GivenProgram("id", "echo 1000");

        var (exitCode, output) = await InstallAsync("7z", "jq");

        exitCode.ShouldBe(1);
        output.ShouldBe("Missing: 7z, jq. Only root may install it.\nOn Debian or Ubuntu: sudo apt-get update && sudo apt-get install p7zip-full jq\n");
        AptCalls.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Where_there_is_no_apt_get_it_is_said_what_to_install()
    {
        await GivenDebianAsync();
        File.Delete(Path.Combine(Programs, "apt-get"));

        var (exitCode, output) = await InstallAsync("7z");

        exitCode.ShouldBe(1);
        output.ShouldStartWith("Missing: 7z. There is no apt-get here to install it with.\n");
        output.ShouldContain("p7zip-full");
    }

    [SkippableFact]
    public async Task A_source_that_cannot_be_reached_is_reported_with_apt_gets_own_words()
    {
        await GivenDebianAsync(source: "deb [trusted=yes] http://127.0.0.1:1 ./");

        var (exitCode, output) = await InstallAsync("7z");

        exitCode.ShouldBe(1);
        output.ShouldContain("127.0.0.1");
        output.ShouldContain("Missing: 7z. apt-get could not install it; see the errors above.\n");
    }

    // Of another product, say: it has none of these packages.
    [SkippableFact]
    public async Task One_source_that_cannot_be_reached_stops_nothing_that_another_has()
    {
        await GivenDebianAsync(source: $"deb [trusted=yes] http://127.0.0.1:1 ./\ndeb [trusted=yes] file:{Path.Combine(folder.FullName, "repository")} ./");

        var (exitCode, output) = await InstallAsync("7z");

        exitCode.ShouldBe(0, output);
    }

    [SkippableFact]
    public async Task A_package_with_missing_content_is_reported()
    {
        await GivenDebianAsync(hasProgram: false);

        var (exitCode, output) = await InstallAsync("7z");

        exitCode.ShouldBe(1);
        output.ShouldContain("Missing: 7z. apt-get has installed its packages, but it is still not found in ");
    }

    [SkippableFact]
    public async Task A_wish_that_comes_true_is_installed_too()
    {
        await GivenDebianAsync();

        var (exitCode, output) = await InstallAsync("7z", "--wish", "jq");

        exitCode.ShouldBe(0, output);
        AptCalls.ShouldBe(["update", "install p7zip-full", "install jq"]);
    }

    [SkippableFact]
    public async Task A_package_that_no_source_has_is_reported_and_is_no_failure()
    {
        await GivenDebianAsync();

        var (exitCode, output) = await InstallAsync("7z", "--wish", "afl-fuzz");

        exitCode.ShouldBe(0);
        output.ShouldContain("Missing: afl-fuzz. apt-get could not install it; see the errors above.\n");
        File.Exists(Path.Combine(Root, "usr/bin/7z")).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Nor_is_a_wish_that_only_root_may_grant()
    {
        await GivenDebianAsync();
        GivenProgram("id", "echo 1000");

        var (exitCode, output) = await InstallAsync("--wish", "7z");

        exitCode.ShouldBe(0);
        output.ShouldStartWith("Missing: 7z. Only root may install it.\n");
    }

    [SkippableFact]
    public async Task What_no_distribution_has_is_named_with_where_it_comes_from()
    {
        await GivenDebianAsync();
        File.Delete(Path.Combine(Programs, "dotnet"));

        var (exitCode, output) = await InstallAsync("dotnet");

        exitCode.ShouldBe(1);
        output.ShouldStartWith("Missing: the .NET SDK of global.json (https://dotnet.microsoft.com/download).");
        AptCalls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_need_that_it_does_not_know_is_a_mistake() =>
        (await Repository.RunAsync("eng/install.sh", "bash-completion")).ShouldBe((2, "install.sh doesn't know 'bash-completion'.\n"));

    public void Dispose() => folder.Delete(recursive: true);

    private string Root => Path.Combine(folder.FullName, "root");

    private string Programs => Path.Combine(folder.FullName, "programs");

    /// <summary>The arguments of the apt-get calls, without options.</summary>
    private IReadOnlyList<string> AptCalls => File.Exists(Path.Combine(folder.FullName, "calls"))
        ? [.. File.ReadLines(Path.Combine(folder.FullName, "calls")).Select(static call =>
            string.Join(' ', call.Split(' ').Where(static word => !word.StartsWith('-') && !word.Contains("::", StringComparison.Ordinal))))]
        : [];

    private Task<(int ExitCode, string Output)> InstallAsync(params string[] needs) => RunAsync("eng/install.sh", needs);

    private Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments) => Repository.RunAsync(script, arguments, new Dictionary<string, string>
    {
        ["PATH"] = $"{Programs}:{Path.Combine(Root, "usr/bin")}",
        ["APT_CONFIG"] = Path.Combine(folder.FullName, "apt.conf"),
    });

    private async Task GivenDebianAsync(string? source = null, bool hasProgram = true)
    {
        Skip.IfNot(File.Exists("/usr/bin/apt-get") && File.Exists("/usr/bin/dpkg-deb"), "This takes a Debian or an Ubuntu.");
        foreach (var directory in (string[])["programs", "repository", "state/lists/partial", "cache/archives/partial", "root/var/lib/dpkg/info", "root/var/lib/dpkg/updates", "none"])
        {
            folder.CreateSubdirectory(directory);
        }

        await File.WriteAllTextAsync(Path.Combine(Root, "var/lib/dpkg/status"), "");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "sources.list"), (source ?? $"deb [trusted=yes] file:{Path.Combine(folder.FullName, "repository")} ./") + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "apt.conf"), $$"""
            Dir::Etc::Main "/dev/null";
            Dir::Etc::Parts "{{folder.FullName}}/none";
            Dir::Etc::SourceList "{{folder.FullName}}/sources.list";
            Dir::Etc::SourceParts "{{folder.FullName}}/none";
            Dir::Etc::Preferences "/dev/null";
            Dir::Etc::PreferencesParts "{{folder.FullName}}/none";
            Dir::State "{{folder.FullName}}/state";
            Dir::State::Lists "{{folder.FullName}}/state/lists";
            Dir::State::Status "{{Root}}/var/lib/dpkg/status";
            Dir::Cache "{{folder.FullName}}/cache";
            Dir::Log "{{folder.FullName}}/none";
            APT::Sandbox::User "root";
            DPkg::Options { "--root={{Root}}"; "--force-not-root"; "--force-script-chrootless"; "--log=/dev/null"; };
            """);

        await GivenPackageAsync("p7zip-full", hasProgram ? "7z" : "other", $"echo \"$@\" >'{folder.FullName}/packed'");
        await GivenPackageAsync("jq", "jq", "exit 0");

        // Everything that this machine has, but for what is to be missing.
        foreach (var file in (string[])[.. Directory.EnumerateFiles("/usr/sbin"), .. Directory.EnumerateFiles("/usr/bin")])
        {
            var name = Path.GetFileName(file);
            if (!Hidden.Contains(name) && !File.Exists(Path.Combine(Programs, name)))
            {
                File.CreateSymbolicLink(Path.Combine(Programs, name), file);
            }
        }

        GivenProgram("id", "echo 0");
        GivenProgram("dotnet", "exit 0");
        GivenProgram("apt-get", $"echo \"$@\" >>'{folder.FullName}/calls'\nexec /usr/bin/apt-get \"$@\"");
    }

    private void GivenProgram(string name, string script)
    {
        var path = Path.Combine(Programs, name);
        File.Delete(path);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Puts a package of one program into the repository, and into its index.</summary>
    private async Task GivenPackageAsync(string package, string program, string script)
    {
        var content = folder.CreateSubdirectory($"packages/{package}");
        content.CreateSubdirectory("DEBIAN");
        var path = Path.Combine(content.CreateSubdirectory("usr/bin").FullName, program);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var control = $"Package: {package}\nVersion: 1.0\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: A stand-in\n";
        await File.WriteAllTextAsync(Path.Combine(content.FullName, "DEBIAN/control"), control);

        var archive = Path.Combine(folder.FullName, "repository", $"{package}.deb");
        var built = await Tool.RunAsync("dpkg-deb", ["--root-owner-group", "--build", content.FullName, archive]);
        built!.ExitCode.ShouldBe(0, built.Error);
        var bytes = await File.ReadAllBytesAsync(archive);
        await File.AppendAllTextAsync(
            Path.Combine(folder.FullName, "repository/Packages"),
            $"{control}Filename: ./{package}.deb\nSize: {bytes.Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(bytes))}\n\n");
    }
}
