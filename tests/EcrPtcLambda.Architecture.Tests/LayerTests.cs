using ArchUnitNET.Loader;

namespace EcrPtcLambda.Architecture.Tests;

/// <summary>The compiled assemblies keep to the layers of docs/design.md.</summary>
public sealed class LayerTests
{
    private static readonly ArchUnitNET.Domain.Architecture Product =
        new ArchLoader().LoadAssemblies([.. Assemblies.Select(System.Reflection.Assembly.Load)]).Build();

    private static IReadOnlyList<string> Assemblies => ["EcrPtcLambda.Core", "bootstrap", "EcrPtcLambda.Emulator", "ecr-ptc"];

    public static TheoryData<string> Namespaces => [.. Layer.All.Select(layer => layer.Namespace)];

    [Fact]
    public void No_type_uses_a_layer_that_is_not_below_its_own() => Layer.Violations(Product, Layer.All).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Every_layer_has_types(string @namespace) =>
        Product.Types.ShouldContain(type => Layer.Of(type, Layer.All) == Layer.All.Single(layer => layer.Namespace == @namespace));

    [Fact]
    public void Every_type_of_the_product_is_in_a_layer() => Product.Types
        .Select(type => type.FullName)
        .Where(name => name.StartsWith("EcrPtc", StringComparison.Ordinal) && Product.Types.Any(type => type.FullName == name && Layer.Of(type, Layer.All) is null))
        .ShouldBeEmpty();

    [Fact]
    public void No_two_layers_use_each_other() => Layer.All
        .SelectMany(layer => layer.Uses, (layer, used) => (layer.Namespace, used))
        .Where(pair => Layer.All.Single(layer => layer.Namespace == pair.used).Uses.Contains(pair.Namespace))
        .ShouldBeEmpty();

    [Fact]
    public void A_type_that_uses_a_layer_above_its_own_is_found()
    {
        var samples = new ArchLoader().LoadAssemblies(typeof(LayerTests).Assembly).Build();
        Layer[] layers = [new("EcrPtcLambda.Architecture.Tests.Samples.Lower"), new("EcrPtcLambda.Architecture.Tests.Samples.Upper", "EcrPtcLambda.Architecture.Tests.Samples.Lower")];

        Layer.Violations(samples, layers).ShouldBe([$"{typeof(Samples.Lower.Rule).FullName} uses {typeof(Samples.Upper.Planner).FullName}"]);
    }
}
