using System.IO.Compression;
using System.Runtime.Versioning;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>eng/zip.sh: the same executable gives the same bytes, whenever and however it was built.</summary>
[SupportedOSPlatform("linux")]
public sealed class ZipTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task The_files_time_and_mode_leave_no_trace()
    {
        var first = await ZipAsync("one", new(2026, 8, 22, 12, 0, 0, DateTimeKind.Utc), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var second = await ZipAsync("two", new(2021, 1, 3, 4, 5, 6, DateTimeKind.Utc), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead);

        (await File.ReadAllBytesAsync(second)).ShouldBe(await File.ReadAllBytesAsync(first));
    }

    [Fact]
    public async Task It_holds_an_executable_bootstrap_and_nothing_else()
    {
        await using var zip = await ZipFile.OpenReadAsync(await ZipAsync("one", new(2026, 8, 22, 12, 0, 0, DateTimeKind.Utc), UnixFileMode.UserRead));

        var entry = zip.Entries.ShouldHaveSingleItem();
        entry.FullName.ShouldBe("bootstrap");
        Convert.ToString(entry.ExternalAttributes >>> 16, 8).ShouldBe("100755");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> ZipAsync(string name, DateTime time, UnixFileMode mode)
    {
        var executable = Path.Combine(folder.CreateSubdirectory(name).FullName, "some-name");
        await File.WriteAllTextAsync(executable, "#!/bin/sh\n");
        File.SetLastWriteTimeUtc(executable, time);
        File.SetUnixFileMode(executable, mode);
        var zip = Path.Combine(folder.FullName, name, "lambda.zip");

        (await Repository.RunAsync("eng/zip.sh", executable, zip)).ShouldBe((0, ""));
        return zip;
    }
}
