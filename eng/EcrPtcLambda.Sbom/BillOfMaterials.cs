using System.Text.Json;
using System.Xml.Linq;

namespace EcrPtcLambda.Sbom;

/// <summary>Writes CycloneDX 1.6. The same packages give the same bytes: there is no date and no random serial number.</summary>
/// <seealso href="https://cyclonedx.org/docs/1.6/json/"/>
internal static class BillOfMaterials
{
    /// <param name="packages">What was locked.</param>
    /// <param name="version">The product's version.</param>
    /// <param name="packageFolder">NuGet's folder of packages, for their licences.</param>
    /// <param name="output">Where it goes.</param>
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

    // An id where the package gives an SPDX expression of one licence, else the name of what it gives.
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
