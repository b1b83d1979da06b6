using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>eng/aws-packages.sh, in a copy of what it reads, before registries that are folders, or nothing.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class AwsPackagesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public AwsPackagesTests()
    {
        foreach (var file in (string[])["eng/aws-packages.sh", "Directory.Packages.props", "global.json"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InFolder(file))!);
            File.Copy(Path.Combine(Repository.Root, file), InFolder(file));
        }

        folder.CreateSubdirectory("feed");
        GivenRegistry(InFolder("feed"));
        foreach (Match package in Wanted().Matches(File.ReadAllText(InFolder("Directory.Packages.props"))))
        {
            GivenPackage(package.Groups["id"].Value, package.Groups["version"].Value);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Where_the_registry_serves_all_packages_they_are_taken()
    {
        (await ChooseAsync("auto")).ShouldBe((0, "nuget\nAWS's packages: the configured registry serves them, so this build takes those. AWS_PACKAGES=nuget or polyfill selects one of them.\n"));
    }

    [Fact]
    public async Task Where_it_lacks_one_the_polyfills_are_taken()
    {
        WithoutPackage("Amazon.Lambda.RuntimeSupport");

        (await ChooseAsync("auto")).ShouldBe((0, "polyfill\nAWS's packages: the configured registry lacks Amazon.Lambda.RuntimeSupport, so this build takes the polyfills. AWS_PACKAGES=nuget or polyfill selects one of them.\n"));
    }

    [Theory]
    [InlineData("4.0.12", "nuget")]
    [InlineData("4.0.99", "nuget")]
    [InlineData("4.0.11", "polyfill")]
    [InlineData("5.0.0", "polyfill")]
    public async Task Of_ECRs_client_every_version_will_do_that_knows_Chainguard_and_breaks_nothing(string version, string expected)
    {
        WithoutPackage("AWSSDK.ECR");
        GivenPackage("AWSSDK.ECR", version);

        (await ChooseAsync("auto")).Output.ShouldStartWith($"{expected}\n");
    }

    [Fact]
    public async Task The_registry_is_queried_once()
    {
        await ChooseAsync("auto");
        WithoutPackage("AWSSDK.ECR");

        (await ChooseAsync("auto")).ShouldBe((0, "nuget\n"));
    }

    [Fact]
    public async Task The_registry_is_queried_again_for_other_versions()
    {
        await ChooseAsync("auto");
        var versions = await File.ReadAllTextAsync(InFolder("Directory.Packages.props"));
        await File.WriteAllTextAsync(InFolder("Directory.Packages.props"), Regex.Replace(versions, "(Amazon.Lambda.Core\" Version=\")[^\"]*", "${1}99.0.0"));

        (await ChooseAsync("auto")).Output.ShouldStartWith("polyfill\nAWS's packages: the configured registry lacks Amazon.Lambda.Core,");
    }

    [Theory]
    [InlineData("nuget")]
    [InlineData("polyfill")]
    public async Task An_explicit_choice_is_kept_and_nothing_is_queried(string packages)
    {
        GivenRegistry("https://127.0.0.1:1/index.json");

        (await ChooseAsync(packages)).ShouldBe((0, $"{packages}\n"));

        Directory.Exists(InFolder("artifacts")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_choice_that_is_none_is_refused() =>
        (await ChooseAsync("newest")).ShouldBe((1, "AWS_PACKAGES is 'newest'; it must be auto, nuget or polyfill.\n"));

    [Fact]
    public async Task A_registry_that_is_down_breaks_nothing_and_is_queried_again()
    {
        GivenRegistry("https://127.0.0.1:1/index.json");

        var (exitCode, output) = await ChooseAsync("auto");

        exitCode.ShouldBe(0);
        output.ShouldStartWith("polyfill\nAWS's packages: the configured registry could not be queried (error NU1301: ");
        output.ShouldContain("so this build takes the polyfills, and the next one queries the registry again.");
        GivenRegistry(InFolder("feed"));
        (await ChooseAsync("auto")).Output.ShouldStartWith("nuget\n");
    }

    [Fact]
    public async Task A_registry_without_a_response_is_waited_for_up_to_the_limit_and_is_queried_again()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        GivenRegistry($"http://{silent.LocalEndpoint}/index.json");

        var (exitCode, output) = await ChooseAsync("auto", "8");

        exitCode.ShouldBe(0);
        output.ShouldStartWith("polyfill\nAWS's packages: the configured registry did not respond within 8 s, so this build takes the polyfills, and the next one queries the registry again.");
        GivenRegistry(InFolder("feed"));
        (await ChooseAsync("auto")).Output.ShouldStartWith("nuget\n");
    }

    [GeneratedRegex("""Include="(?<id>(Amazon\.Lambda|AWSSDK)\.[^"]*)" Version="\[?(?<version>[0-9.]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Wanted();

    private string InFolder(string path) => Path.Combine(folder.FullName, path);

    // With a cache of its own: what this machine has restored before says nothing of the registry.
    private Task<(int ExitCode, string Output)> ChooseAsync(params string[] arguments) =>
        Repository.RunAsync(InFolder("eng/aws-packages.sh"), arguments, new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = InFolder("cache"),
            ["NUGET_FALLBACK_PACKAGES"] = "",
            ["RestoreAdditionalProjectSources"] = "",
        });

    private void GivenRegistry(string source) => File.WriteAllText(InFolder("NuGet.Config"), $"""
        <configuration>
          <packageSources><clear /><add key="registry" value="{source}" allowInsecureConnections="true" /></packageSources>
        </configuration>
        """);

    private void GivenPackage(string id, string version)
    {
        using var package = ZipFile.Open(InFolder($"feed/{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>nobody</authors><description>A stand-in.</description></metadata>
            </package>
            """);
    }

    private void WithoutPackage(string id)
    {
        foreach (var file in Directory.GetFiles(InFolder("feed"), $"{id}.*"))
        {
            File.Delete(file);
        }
    }
}
