using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>The published executable, before eng/check-executable.sh: Amazon Linux 2023's Lambda image must be able to load it.</summary>
public sealed class ExecutableTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task The_published_executable_can_be_loaded() =>
        (await Repository.RunAsync("eng/check-executable.sh", NativeFunction.Metadata("Bootstrap"))).ShouldBe((0, ""));

    [Fact]
    public async Task So_can_those_of_every_architecture_that_was_published()
    {
        var folders = new[] { "artifacts/native", "artifacts/nuget/native" }.Select(static folder => Path.Combine(Repository.Root, folder)).Where(Directory.Exists);
        foreach (var executable in folders.SelectMany(static folder => Directory.GetFiles(folder, "bootstrap", SearchOption.AllDirectories)))
        {
            (await Repository.RunAsync("eng/check-executable.sh", executable)).ShouldBe((0, ""));
        }
    }

    [Fact]
    public async Task A_program_that_needs_a_newer_C_library_is_refused()
    {
        var (exitCode, output) = await CheckAsync(library: "libm.so.6", version: "GLIBC_2.99");

        exitCode.ShouldBe(1);
        output.Trim().ShouldBe($"{Program} needs GLIBC_2.99; the image has GLIBC_2.34.");
    }

    [Fact]
    public async Task A_program_that_needs_another_library_is_refused()
    {
        var (exitCode, output) = await CheckAsync(library: "libother.so.1", version: "OTHER_1.0");

        exitCode.ShouldBe(1);
        output.Trim().ShouldBe($"{Program} needs libother.so.1, which the image lacks.");
    }

    [Fact]
    public async Task A_program_that_needs_what_the_image_has_passes() =>
        (await CheckAsync(library: "libm.so.6", version: "GLIBC_2.34")).ShouldBe((0, ""));

    public void Dispose() => folder.Delete(recursive: true);

    private string Program => Path.Combine(folder.FullName, "program");

    /// <summary>Checks a program that is linked to one library of this name, which has one function of this version.</summary>
    private async Task<(int ExitCode, string Output)> CheckAsync(string library, string version)
    {
        await WriteAsync("library.c", "int function(void) { return 0; }");
        await WriteAsync("library.map", $"{version} {{ global: function; local: *; }};");
        await WriteAsync("program.c", "int function(void); int main(void) { return function(); }");
        await LinkAsync("-shared", "-fPIC", $"-Wl,-soname,{library}", "-Wl,--version-script=library.map", "library.c", "-o", "library.so");
        await LinkAsync("program.c", "./library.so", "-o", "program");
        return await Repository.RunAsync("eng/check-executable.sh", Program);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);

    // By either of the compilers that the published executable can have been linked with.
    private async Task LinkAsync(params string[] arguments)
    {
        var run = await Tool.RunAsync("clang", arguments, directory: folder.FullName) ?? await Tool.RunAsync("gcc", arguments, directory: folder.FullName);
        run!.ExitCode.ShouldBe(0, run.Error);
    }
}
