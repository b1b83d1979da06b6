using System.Text.Json;
using System.Xml.Linq;

namespace EcrPtcLambda.Sbom;

/// <summary>Writes a CycloneDX 1.6 bill of materials. It is reproducible: without a date and a random serial number.</summary>
/// <seealso href="https://cyclonedx.org/docs/1.6/json/"/>
internal static class BillOfMaterials
{
    /// <param name="packages">The locked packages.</param>
    /// <param name="version">The product's version.</param>
    /// <param name="packageFolder">The NuGet package folder, which contains the licenses.</param>
    /// <param name="output">The stream to write to.</param>
    public static void Write(IReadOnlyList<LockedPackage> packages, string version, string packageFolder, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteString("bomFormat", "CycloneDX");
        writer.WriteString("specVersion", "1.6");
        writer.WriteNumber("version", 1);
        writer.WriteStartObject("metadata");
        writer.WriteStartObject("component");
        writer.WriteString("type", "application");
        writer.WriteString("bom-ref", "EcrPtcLambda");
        writer.WriteString("name", "EcrPtcLambda");
        writer.WriteString("version", version);
        WriteLicense(writer, ("id", "Apache-2.0"));
        writer.WriteEndObject();
        writer.WriteEndObject();

        writer.WriteStartArray("components");
        foreach (var package in packages)
        {
            WriteComponent(writer, package, version, packageFolder);
        }

        writer.WriteEndArray();
        WriteDependencies(writer, packages);
        writer.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter writer, LockedPackage package, string version, string packageFolder)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "library");
        writer.WriteString("bom-ref", package.Reference);
        writer.WriteString("name", package.Name);
        writer.WriteString("version", package.Version ?? version);
        writer.WriteString("scope", package.IsShipped ? "required" : "excluded");
        if (package.ContentHash is { } hash)
        {
            writer.WriteStartArray("hashes");
            writer.WriteStartObject();
            writer.WriteString("alg", "SHA-512");
            writer.WriteString("content", Convert.ToHexStringLower(Convert.FromBase64String(hash)));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        WriteLicense(writer, License(package, packageFolder));
        if (!package.IsProject)
        {
            writer.WriteString("purl", package.Reference);
        }

        writer.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter writer, IReadOnlyList<LockedPackage> packages)
    {
        writer.WriteStartArray("dependencies");
        WriteDependency(writer, "EcrPtcLambda", packages.Select(package => package.Reference));
        foreach (var package in packages)
        {
            WriteDependency(writer, package.Reference, package.Dependencies.SelectMany(name =>
                packages.Where(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(each => each.Reference)));
        }

        writer.WriteEndArray();
    }

    private static void WriteDependency(Utf8JsonWriter writer, string reference, IEnumerable<string> on)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", reference);
        writer.WriteStartArray("dependsOn");
        foreach (var each in on)
        {
            writer.WriteStringValue(each);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLicense(Utf8JsonWriter writer, (string Kind, string Text) license)
    {
        writer.WriteStartArray("licenses");
        writer.WriteStartObject();
        writer.WriteStartObject("license");
        writer.WriteString(license.Kind, license.Text);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    // An ID if the package specifies one license by an SPDX expression; otherwise the name.
    private static (string Kind, string Text) License(LockedPackage package, string packageFolder)
    {
        if (package.IsProject)
        {
            return ("id", "Apache-2.0");
        }

        var name = package.Name.ToLowerInvariant();
        var metadata = XDocument.Load(Path.Combine(packageFolder, name, package.Version!.ToLowerInvariant(), $"{name}.nuspec"))
            .Root!.Elements().First(element => element.Name.LocalName == "metadata");
        var license = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        var url = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value;
        return license switch
        {
            { Value: var expression } when license.Attribute("type")?.Value == "expression" && !expression.Contains(' ', StringComparison.Ordinal) => ("id", expression),
            { Value: var file } => ("name", $"{file} of the package"),
            null => ("name", url ?? "not stated"),
        };
    }
}
