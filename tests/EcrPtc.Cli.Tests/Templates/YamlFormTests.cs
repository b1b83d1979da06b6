using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Templates;

/// <summary>The forms in which people write YAML.</summary>
public class YamlFormTests
{
    [Theory]
    [InlineData("{ Resources: { R: { Type: Test::Thing, Properties: { Value: !Sub x } } } }")]
    [InlineData("{\"Resources\": {\"R\": {\"Type\": \"Test::Thing\", \"Properties\": {\"Value\": 'x'}}}}")]
    public void A_template_in_braces_that_is_no_json_is_yaml(string text) => Evaluated.Value(text)!.GetValue<string>().ShouldBe("x");

    [Fact]
    public void Json_with_a_mistake_is_no_yaml() => Evaluated.Problems("{\"Resources\": {\"R\": {\"Type\": \"Test::Thing\",}}}").ShouldContain("This is not JSON");

    [Fact]
    public void Aliases_and_merge_keys_are_written_out_and_reported_once_as_advice()
    {
        const string Text = """
            Resources:
              A:
                Type: Test::Thing
                Properties: &common { Value: a, Other: [ 1, 2 ] }
              R:
                Type: Test::Thing
                Properties:
                  Value: r
                  <<: *common
              S:
                Type: Test::Thing
                Properties: { <<: [ { Value: first }, *common ] }
            """;

        var template = TemplateReader.Read("t.yaml", Text, out var problems);

        problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(problem => problem.IsAdvice.ShouldBeTrue(), problem => problem.At.Line.ShouldBe(9));
        Properties(template, "R").ShouldBe("Other=[\"1\",\"2\"] Value=r");
        Properties(template, "S").ShouldBe("Value=first Other=[\"1\",\"2\"]");
        TemplateReader.Read("t.yaml", $"Transform: AWS::Serverless-2016-10-31\n{Text}", out problems);
        problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Resources: { R: *nothing }", "The alias *nothing stands for nothing")]
    [InlineData("Resources: &r { R: *r }", "The alias *r stands for nothing")]
    [InlineData("Resources: { R: { <<: text } }", "A merge key (<<) takes a mapping")]
    public void An_alias_of_nothing_is_reported(string text, string expected) => Evaluated.Problems(text).ShouldContain(expected);

    [Fact]
    public void Aliases_that_multiply_are_reported()
    {
        var lists = string.Join('\n', Enumerable.Range(1, 20).Select(number => $"  - &a{number} [ {string.Join(", ", Enumerable.Repeat($"*a{number - 1}", 10))} ]"));

        Evaluated.Problems($"Metadata:\n  - &a0 x\n{lists}\nResources: {{}}").ShouldContain("has more than 200000 values, aliases written out");
    }

    [Fact]
    public void Aliases_that_nest_too_deep_are_reported()
    {
        var lists = string.Join('\n', Enumerable.Range(1, 300).Select(number => $"  - &a{number} [ *a{number - 1} ]"));

        Evaluated.Problems($"Metadata:\n  - &a0 x\n{lists}\nResources: {{}}").ShouldContain("nested more than 50 deep, aliases written out");
    }

    [Theory]
    [InlineData(46, false)]
    [InlineData(47, true)]
    [InlineData(80, true)]
    public void Yaml_and_json_are_as_deep_as_what_is_kept_of_them_can_be(int lists, bool isTooDeep)
    {
        foreach (var text in new[]
        {
            $"Resources: {{ R: {{ Type: Test::Thing, Properties: {{ Value: {new string('[', lists)}{new string(']', lists)} }} }} }}",
            $"{{\"Resources\": {{\"R\": {{\"Type\": \"Test::Thing\", \"Properties\": {{\"Value\": {new string('[', lists)}{new string(']', lists)}}}}}}}}}",
        })
        {
            if (isTooDeep)
            {
                Evaluated.Problems(text).ShouldContain("Values are nested more than 50 deep.");
            }
            else
            {
                TemplateReader.Read("t", text).Resources.ShouldHaveSingleItem();
            }
        }
    }

    [Fact]
    public void Short_forms_count_as_the_levels_that_they_stand_for() =>
        Evaluated.Problems($"Resources: {{ R: {{ Type: Test::Thing, Properties: {{ Value: {string.Concat(Enumerable.Repeat("!Join [ '', [ ", 20))}x{string.Concat(Enumerable.Repeat(" ] ]", 20))} }} }} }}")
            .ShouldContain("Values are nested more than 50 deep.");

    private static string Properties(Template template, string logicalId) =>
        string.Join(' ', Evaluated.From(template, []).PropertiesOf(template.Resource(logicalId)!).Select(property => $"{property.Name}={property.Value!.ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)}"));
}
