using System.Runtime.InteropServices;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>
/// <c>sam build</c> by its makefile workflow: make runs the target of the function's logical id in the source (build_in_source) or in a copy of
/// it, with ARTIFACTS_DIR in its environment, and what it leaves there is the function.
/// </summary>
/// <remarks>Made from a copy of what git tracks and of what was compiled before, so that nothing is compiled here.</remarks>
public sealed class MakefileWorkflowTests : IDisposable
{
    private static readonly string Rid = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    private readonly string folder = Directory.CreateTempSubdirectory("ecr-ptc-build-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_artifact_is_the_executable_and_nothing_else(bool buildsInSource)
    {
        var source = await CopySourceAsync();
        var artifacts = Path.Combine(source, ".aws-sam", "build", "PullThroughCacheRuleFunction");
        Directory.CreateDirectory(artifacts);
        var directory = source;
        if (!buildsInSource)
        {
            // Where SAM copies to has neither .git nor .aws-sam, and no other name in common with the source.
            directory = Path.Combine(folder, "scratch");
            await CopyAsync(source, directory, ".aws-sam", ".git");
        }

        var run = (await Tool.RunAsync(
            "make",
            ["--makefile", Path.Combine(source, "Makefile"), "build-PullThroughCacheRuleFunction"],
            new Dictionary<string, string> { ["ARTIFACTS_DIR"] = artifacts },
            directory))!;

        run.Lines.ShouldContain($"Building for {Rid}, the processor in template.yaml.");
        var artifact = Directory.GetFileSystemEntries(artifacts).ShouldHaveSingleItem();
        Path.GetFileName(artifact).ShouldBe("bootstrap");
        (await File.ReadAllBytesAsync(artifact)).ShouldBe(await File.ReadAllBytesAsync(Published));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(artifact).ShouldBe((UnixFileMode)0b111_101_101);
        }
    }

    [SkippableFact]
    public async Task What_takes_long_is_said_where_SAM_shows_it()
    {
        var source = await CopySourceAsync();

        // SAM shows standard output as it comes, and standard error after a failure. A compiler in the way stands for the minute.
        await File.WriteAllTextAsync(Path.Combine(source, "dotnet"), "#!/bin/sh\necho 'the compiler was here'\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(source, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.Delete(Path.Combine(source, "artifacts", "native", Rid, "bootstrap"));
        var run = (await Tool.RunAsync(
            "make",
            ["build-PullThroughCacheRuleFunction"],
            new Dictionary<string, string> { ["ARTIFACTS_DIR"] = Path.Combine(source, "out"), ["PATH"] = $"{source}:{Environment.GetEnvironmentVariable("PATH")}" },
            source))!;

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain($"Compiling the function for {Rid} to native code, which takes about a minute ...\nthe compiler was here");
    }

    private static string Published => Path.Combine(Repository.Root, "artifacts", "native", Rid, "bootstrap");

    private async Task<string> CopySourceAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The function is compiled on Linux.");
        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "template.yaml"));
        Skip.IfNot(template.Contains(Rid == "linux-x64" ? "[x86_64]" : "[arm64]", StringComparison.Ordinal), "template.yaml names another processor than this machine's.");
        File.Exists(Published).ShouldBeTrue($"{Published} is missing: run `make publish`");
        var source = Path.Combine(folder, "source");
        await CopyAsync(Repository.Root, source, "artifacts", ".git", ".aws-sam", ".ecr-ptc", "tests", "node_modules");
        var native = Directory.CreateDirectory(Path.Combine(source, "artifacts", "native", Rid));
        (await Tool.RunAsync("cp", ["--preserve", Published, native.FullName]))!.ExitCode.ShouldBe(0);
        return source;
    }

    // With their times, as SAM copies: make uses them.
    private static async Task CopyAsync(string from, string to, params string[] excluded)
    {
        Directory.CreateDirectory(to);
        var entries = Directory.GetFileSystemEntries(from).Where(entry => !excluded.Contains(Path.GetFileName(entry)));
        (await Tool.RunAsync("cp", ["--archive", "--target-directory", to, .. entries]))!.ExitCode.ShouldBe(0);
    }
}
