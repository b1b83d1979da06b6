using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Templates;

/// <summary>Loops of AWS::LanguageExtensions are written out as CloudFormation does before it reads a template.</summary>
public class LoopTests
{
    [Fact]
    public void A_loop_gives_a_resource_for_each_value()
    {
        var template = Read("""
            Resources:
              Fn::ForEach::Caches:
                - Registry
                - [quay, k8s]
                - ${Registry}Cache:
                    Type: Test::Thing
                    Properties: { Value: !Ref Registry, Text: "${Registry}/x", Sub: !Sub "${Registry}-${AWS::Region}" }
              Plain: { Type: Test::Thing }
            """);

        template.Resources.Select(resource => resource.LogicalId).ShouldBe(["quayCache", "k8sCache", "Plain"]);
        Properties(template, "quayCache").ShouldBe("Value=quay Text=quay/x Sub=quay-us-east-1");
    }

    [Fact]
    public void The_values_are_those_of_the_parameters_that_are_given()
    {
        var template = Read(
            """
            Parameters: { Names: { Type: CommaDelimitedList, Default: "a,b" } }
            Resources:
              Fn::ForEach::Things: [ N, !Ref Names, { "Thing${N}": { Type: Test::Thing } } ]
            """,
            ("Names", "c,d,e"));

        template.Resources.Select(resource => resource.LogicalId).ShouldBe(["Thingc", "Thingd", "Thinge"]);
    }

    [Fact]
    public void Loops_stand_in_one_another_and_leave_away_what_a_logical_id_may_not_have()
    {
        var template = Read("""
            Resources:
              Fn::ForEach::Zones:
                - Zone
                - [ "10.0", "10.1" ]
                - Fn::ForEach::Kinds:
                    - Kind
                    - [ A, B ]
                    - "R&{Zone}${Kind}": { Type: Test::Thing, Properties: { Value: "${Zone}${Kind}" } }
            """);

        template.Resources.Select(resource => resource.LogicalId).ShouldBe(["R100A", "R100B", "R101A", "R101B"]);
        Properties(template, "R101B").ShouldBe("Value=10.1B");
    }

    [Theory]
    [InlineData("[ [ A, '1' ], [ B, '2' ] ]")]
    [InlineData("{ A: 1, B: 2 }")]
    public void Several_identifiers_take_their_values_together(string values)
    {
        var template = Read($$$"""
            Resources:
              Fn::ForEach::Ports: [ [ Name, Port ], {{{values}}}, { "Group${Name}": { Type: Test::Thing, Properties: { Value: !Ref Port } } } ]
            """);

        template.Resources.Select(resource => $"{resource.LogicalId} {Properties(template, resource.LogicalId)}").ShouldBe(["GroupA Value=1", "GroupB Value=2"]);
    }

    [Fact]
    public void Conditions_outputs_and_properties_have_loops()
    {
        var template = Read("""
            Conditions:
              Fn::ForEach::Conditions: [ N, [ A, B ], { "Is${N}": !Equals [ !Ref N, A ] } ]
            Resources:
              R:
                Type: Test::Thing
                Properties:
                  Fn::ForEach::Properties: [ N, [ A, B ], { "P${N}": !If [ !Sub "Is${N}", yes, "no" ], "Q${N}": x } ]
            Outputs:
              Fn::ForEach::Outputs: [ N, [ A, B ], { "O${N}": { Value: !Sub "${N}!", Condition: "Is${N}" } } ]
            """);

        template.Conditions.Keys.ShouldBe(["IsA", "IsB"]);
        template.Resource("R")!.Properties.Entries.Select(entry => entry.Key).ShouldBe(["PA", "QA", "PB", "QB"]);
        Evaluated.From(template, []).Outputs().Select(output => $"{output.Name}={output.Value}").ShouldBe(["OA=A!"]);
    }

    [Fact]
    public void A_loop_over_what_is_not_known_hides_names_and_is_no_problem()
    {
        TemplateReader.Read(
            "t.yaml",
            """
            Transform: AWS::LanguageExtensions
            Parameters: { Names: { Type: CommaDelimitedList } }
            Resources:
              Fn::ForEach::Rules: [ N, !Ref Names, { "Rule${N}": { Type: Custom::PullThroughCacheRule } } ]
              R: { Type: Custom::PullThroughCacheRule, DependsOn: Rulequay }
            """,
            out var problems);

        problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[ N, [ A, A ], { 'R${N}': { Type: Test::Thing } } ]", "The key RA occurs twice after the loops are expanded.")]
    [InlineData("[ N, text, { 'R${N}': { Type: Test::Thing } } ]", "must be a list of strings")]
    [InlineData("[ N, [ [ a, b ] ], { 'R${N}': { Type: Test::Thing } } ]", "The values of Fn::ForEach::Loop must be a list of strings")]
    [InlineData("[ N ]", "Fn::ForEach::Loop must be a list of an identifier, a list of values, and a mapping")]
    public void A_loop_that_is_wrong_is_reported(string loop, string expected)
    {
        var problems = Should.Throw<TemplateException>(() => Read($"Resources: {{ 'Fn::ForEach::Loop': {loop} }}")).Problems;

        problems[0].Message.ShouldContain(expected);
    }

    [Fact]
    public void Loops_that_give_more_than_a_template_may_have_are_reported()
    {
        var values = $"[ {string.Join(", ", Enumerable.Range(0, 100).Select(number => $"v{number}"))} ]";

        Should.Throw<TemplateException>(() => Read($$"""
            Resources:
              Fn::ForEach::A: [ A, {{values}}, { 'Fn::ForEach::B': [ B, {{values}}, { 'Fn::ForEach::C': [ C, {{values}}, { 'R${A}${B}${C}': { Type: Test::Thing } } ] } ] } ]
            """)).Message.ShouldContain("has more than 200000 values after its loops are expanded");
    }

    private static Template Read(string text, params (string Name, string Value)[] parameters)
    {
        var read = TemplateReader.Read("t.yaml", $"Transform: AWS::LanguageExtensions\n{text}");
        return TemplateReader.With(
            read,
            ResolvedParameters.Resolve(read, parameters.ToDictionary(each => each.Name, each => each.Value), previous: null),
            new("123456789012", "us-east-1", "aws", "amazonaws.com", "arn", "name", []),
            new TestScope());
    }

    private static string Properties(Template template, string logicalId) =>
        string.Join(' ', Evaluated.From(template, []).PropertiesOf(template.Resource(logicalId)!).Select(property => $"{property.Name}={property.Value}"));
}
