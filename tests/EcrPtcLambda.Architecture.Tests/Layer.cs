using ArchUnitNET.Domain;

namespace EcrPtcLambda.Architecture.Tests;

/// <summary>A namespace with the layers that its types may use.</summary>
/// <param name="Namespace">The namespace; those below it belong to the layer, unless they are layers of their own.</param>
/// <param name="Uses">The namespaces of the layers that it may use.</param>
public sealed record Layer(string Namespace, params IReadOnlyList<string> Uses)
{
    /// <summary>Every layer of the product, from the bottom to the top of each assembly.</summary>
    public static IReadOnlyList<Layer> All { get; } =
    [
        new("EcrPtcLambda.Common"),
        new("EcrPtcLambda.CloudFormation", "EcrPtcLambda.Common"),
        new("EcrPtcLambda.Rules", "EcrPtcLambda.Common"),
        new("EcrPtcLambda.Ecr", "EcrPtcLambda.Rules", "EcrPtcLambda.Common"),
        new("EcrPtcLambda.Lifecycle", "EcrPtcLambda.CloudFormation", "EcrPtcLambda.Ecr", "EcrPtcLambda.Rules", "EcrPtcLambda.Common"),
        new("EcrPtcLambda.Logging"),
        new(
            "EcrPtcLambda",
            "EcrPtcLambda.CloudFormation", "EcrPtcLambda.Rules", "EcrPtcLambda.Ecr", "EcrPtcLambda.Lifecycle", "EcrPtcLambda.Logging", "EcrPtcLambda.Common"),
        new("EcrPtcLambda.Networking", "EcrPtcLambda", "EcrPtcLambda.Ecr"),
        new("EcrPtcLambda.Bootstrap", "EcrPtcLambda", "EcrPtcLambda.CloudFormation", "EcrPtcLambda.Ecr", "EcrPtcLambda.Networking"),
        new("EcrPtcLambda.Emulator"),
        new("EcrPtcLambda.Emulator.Http"),
        new("EcrPtcLambda.Emulator.Signing"),
        new("EcrPtcLambda.Emulator.SecretsManager", "EcrPtcLambda.Emulator"),
        new("EcrPtcLambda.Emulator.Ecr", "EcrPtcLambda.Emulator", "EcrPtcLambda.Emulator.Http", "EcrPtcLambda.Emulator.Signing", "EcrPtcLambda.Emulator.SecretsManager"),
        new("EcrPtcLambda.Emulator.S3", "EcrPtcLambda.Emulator", "EcrPtcLambda.Emulator.Http", "EcrPtcLambda.Emulator.Signing"),
        new("EcrPtcLambda.Emulator.RuntimeApi", "EcrPtcLambda.Emulator", "EcrPtcLambda.Emulator.Http"),
        new(
            "EcrPtcLambda.Emulator.Hosting",
            "EcrPtcLambda.Emulator", "EcrPtcLambda.Emulator.Http", "EcrPtcLambda.Emulator.Ecr", "EcrPtcLambda.Emulator.S3", "EcrPtcLambda.Emulator.SecretsManager",
            "EcrPtcLambda.Emulator.RuntimeApi"),
        new("EcrPtc.Cli"),
        new("EcrPtc.Cli.Templates", "EcrPtc.Cli"),
        new("EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new("EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new("EcrPtc.Cli.Functions", "EcrPtc.Cli.State"),
        new("EcrPtc.Cli.Resources", "EcrPtc.Cli", "EcrPtc.Cli.Functions", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new("EcrPtc.Cli.Stacks.Engine", "EcrPtc.Cli.Resources", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new(
            "EcrPtc.Cli.Stacks.ChangeSets",
            "EcrPtc.Cli.Stacks.Engine", "EcrPtc.Cli.Resources", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new(
            "EcrPtc.Cli.Validation",
            "EcrPtc.Cli.Stacks.ChangeSets", "EcrPtc.Cli.Stacks.Engine", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates"),
        new("EcrPtc.Cli.Sam", "EcrPtc.Cli.State", "EcrPtc.Cli"),
        new(
            "EcrPtc.Cli.Console",
            "EcrPtc.Cli.Stacks.ChangeSets", "EcrPtc.Cli.Resources", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model"),
        new(
            "EcrPtc.Cli.Commands",
            "EcrPtc.Cli.Console", "EcrPtc.Cli.Sam", "EcrPtc.Cli.Validation", "EcrPtc.Cli.Stacks.ChangeSets", "EcrPtc.Cli.Stacks.Engine", "EcrPtc.Cli.Resources",
            "EcrPtc.Cli.Functions", "EcrPtc.Cli.State", "EcrPtc.Cli.Stacks.Model", "EcrPtc.Cli.Templates", "EcrPtc.Cli"),
    ];

    /// <summary>The layer of a type: the one with the longest namespace that the type's namespace begins with; null for a type of no layer.</summary>
    public static Layer? Of(IType type, IReadOnlyList<Layer> layers) => layers
        .Where(layer => type.Namespace?.FullName is { } name && (name == layer.Namespace || name.StartsWith($"{layer.Namespace}.", StringComparison.Ordinal)))
        .MaxBy(layer => layer.Namespace.Length);

    /// <summary>The dependencies that no layer allows, each as "type uses type".</summary>
    public static IReadOnlyList<string> Violations(ArchUnitNET.Domain.Architecture architecture, IReadOnlyList<Layer> layers) =>
    [
        .. from type in architecture.Types
           let layer = Of(type, layers)
           where layer is not null
           from used in type.Dependencies.Select(dependency => dependency.Target)
           let usedLayer = Of(used, layers)

           // ArchUnitNET takes type parameters of the same name, such as those of generated code, for those of another assembly.
           where used is not GenericParameter && usedLayer is not null && usedLayer != layer && !layer.Uses.Contains(usedLayer.Namespace)

           // The tool stands on the libraries as a whole: its layers divide the tool alone.
           where !(IsOfTool(layer) && !IsOfTool(usedLayer))
           let violation = $"{type.FullName} uses {used.FullName}"
           group violation by violation into same
           orderby same.Key
           select same.Key,
    ];

    private static bool IsOfTool(Layer layer) => layer.Namespace is "EcrPtc.Cli" || layer.Namespace.StartsWith("EcrPtc.Cli.", StringComparison.Ordinal);
}
