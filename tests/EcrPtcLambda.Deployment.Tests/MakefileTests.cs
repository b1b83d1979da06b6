using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>The commands that the Makefile would run.</summary>
public sealed class MakefileTests
{
    [Theory]
    [InlineData("polyfill", "artifacts/native", "packages.lock.json")]
    [InlineData("nuget", "artifacts/nuget/native", "packages.nuget.lock.json")]
    public async Task The_executable_and_its_bill_of_materials_are_those_of_the_packages(string packages, string folder, string lockFile)
    {
        var commands = await DryRunAsync("publish", $"AWS_PACKAGES={packages}", "RID=linux-another");

        commands.ShouldContain($"eng/publish.sh linux-another {folder}/linux-another -p:AwsPackages={packages} --nologo -v quiet");
        commands.ShouldContain(line => line.Contains($"Sbom.dll src/EcrPtcLambda/{lockFile} linux-another", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("polyfill")]
    [InlineData("nuget")]
    public async Task The_tests_are_those_of_the_packages(string packages) =>
        (await DryRunAsync("test", $"AWS_PACKAGES={packages}")).ShouldContain($"AWS_PACKAGES={packages} eng/test.sh");

    [Theory]
    [InlineData("polyfill", "artifacts/bin")]
    [InlineData("nuget", "artifacts/nuget/bin")]
    public async Task The_acceptance_run_is_that_of_the_packages(string packages, string folder) =>
        (await DryRunAsync("acceptance", $"AWS_PACKAGES={packages}", "RID=linux-another"))
            .ShouldContain(line => line.StartsWith($"dotnet {folder}/EcrPtcLambda.Acceptance/release/EcrPtcLambda.Acceptance.dll --handler artifacts/lambda/bootstrap ", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> DryRunAsync(params string[] arguments) =>
        (await Tool.RunAsync("make", ["--dry-run", "--no-print-directory", .. arguments], directory: Repository.Root))!.Lines;
}
