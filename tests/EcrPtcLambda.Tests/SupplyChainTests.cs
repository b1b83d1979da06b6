using System.Text.Json;
using System.Text.RegularExpressions;
using EcrPtcLambda.Sbom;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests;

public sealed partial class SupplyChainTests
{
    // Of the packages that these tests were built with.
    private static readonly string LockFile = Path.Combine(Repository.Root, "src/EcrPtcLambda", Repository.Metadata("LockFile"));

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void Every_package_of_the_lock_file_is_in_the_bill_of_materials_with_version_hash_and_licence(string runtimeIdentifier)
    {
        using var bill = Bill(runtimeIdentifier);
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToList();
        using var locked = JsonDocument.Parse(File.ReadAllBytes(LockFile));
        var packages = locked.RootElement.GetProperty("dependencies").EnumerateObject()
            .Where(target => target.Name == "net10.0" || target.Name.EndsWith(runtimeIdentifier, StringComparison.Ordinal))
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(entry => entry.Value.GetProperty("type").GetString() != "Project")
            .DistinctBy(entry => entry.Name)
            .ToList();

        packages.Count.ShouldBeGreaterThan(5);
        foreach (var package in packages)
        {
            var component = components.Where(each => each.GetProperty("name").GetString() == package.Name).ShouldHaveSingleItem();
            component.GetProperty("version").GetString().ShouldBe(package.Value.GetProperty("resolved").GetString());
            component.GetProperty("purl").GetString().ShouldBe($"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}");
            component.GetProperty("hashes")[0].GetProperty("content").GetString()
                .ShouldBe(Convert.ToHexStringLower(Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!)));
            component.GetProperty("licenses").GetArrayLength().ShouldBe(1);
        }
    }

    [Fact]
    public void The_bill_of_materials_is_the_same_each_time()
    {
        using var one = Bill("linux-x64");
        using var other = Bill("linux-x64");

        one.RootElement.GetRawText().ShouldBe(other.RootElement.GetRawText());
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Repository.Root, "SECURITY.md"))).Select(match => match.Groups[1].Value).ToList();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !sources.Exists(source => source.Contains($" {name}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    private static JsonDocument Bill(string runtimeIdentifier)
    {
        using var output = new MemoryStream();
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        BillOfMaterials.Write(LockedPackage.Read(LockFile, runtimeIdentifier), "0.1.0", folder, output);
        return JsonDocument.Parse(output.ToArray());
    }
}
