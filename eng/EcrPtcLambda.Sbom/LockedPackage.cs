using System.Text.Json;

namespace EcrPtcLambda.Sbom;

/// <summary>An entry of a NuGet lock file.</summary>
/// <param name="Name">The ID of the package or project.</param>
/// <param name="Version">The resolved version; null for a project of this repository.</param>
/// <param name="ContentHash">SHA-512 of the package's content, as NuGet locks it; null for a project.</param>
/// <param name="Dependencies">The names of its dependencies.</param>
internal sealed record LockedPackage(string Name, string? Version, string? ContentHash, IReadOnlyList<string> Dependencies)
{
    // Packages for checks or trimming at build time, without code in the executable.
    private static readonly string[] BuildTools = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    public bool IsProject => Version is null;

    public bool IsShipped => !BuildTools.Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The reference in CycloneDX.</summary>
    public string Reference => IsProject ? $"project:{Name}" : $"pkg:nuget/{Name}@{Version}";

    /// <summary>Reads the entries for a runtime identifier, including those for all, in the order of their names.</summary>
    public static IReadOnlyList<LockedPackage> Read(string lockFile, string runtimeIdentifier)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        var packages = new SortedDictionary<string, LockedPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var target in document.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            if (target.Name.Contains('/', StringComparison.Ordinal) && !target.Name.EndsWith($"/{runtimeIdentifier}", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var entry in target.Value.EnumerateObject())
            {
                packages[entry.Name] = new(
                    entry.Name,
                    Text(entry.Value, "resolved"),
                    Text(entry.Value, "contentHash"),
                    entry.Value.TryGetProperty("dependencies", out var dependencies) ? [.. dependencies.EnumerateObject().Select(each => each.Name)] : []);
            }
        }

        return [.. packages.Values];
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
