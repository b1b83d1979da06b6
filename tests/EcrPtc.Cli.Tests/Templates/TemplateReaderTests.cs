using System.Text.Json.Nodes;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Templates;

/// <summary>All problems of a template are reported at once, each with its line and column.</summary>
public class TemplateReaderTests
{
    [Theory]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !Ref Nothing", "t.yaml:5:10: Ref Nothing names neither a parameter nor a resource of this template.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !GetAtt Rule.Uri", "t.yaml:5:10: Fn::GetAtt names Rule, which is no resource of this template.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !Sub a${Rule.Uri}", "t.yaml:5:10: Fn::Sub names ${Rule.Uri}, which is neither a parameter nor a resource of this template; a literal is written ${!Rule.Uri}.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !Join [a]", "t.yaml:5:10: Fn::Join must be a list of a delimiter and a list of values.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !If [No, a, b]", "t.yaml:5:15: The condition false isn't in the Conditions section.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P: !FindInMap [M, a, b]", "t.yaml:5:22: Fn::FindInMap names the mapping M, which doesn't exist.")]
    [InlineData("Resources:\n  R:\n    Type: X::Y\n    Properties:\n      P: { 'Fn::ForEach::X': [] }", "t.yaml:5:30: Fn::ForEach::X must be a list of an identifier, a list of values, and a mapping of what stands for each value.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      P:", "t.yaml:5:9: null values are not allowed in templates: leave the property out, or write Ref AWS::NoValue.")]
    [InlineData("Resources:\n  R:\n    Properties: {}", "t.yaml:2:3: The resource R needs a Type, such as Custom::PullThroughCacheRule.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    DependsOn: [S]", "t.yaml:2:3: R depends on S, which is no resource of this template.")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    DeletePolicy: Retain", "t.yaml:4:5: DeletePolicy is no attribute of a resource; did you mean DeletionPolicy?")]
    [InlineData("Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    DeletionPolicy: Keep", "t.yaml:4:21: DeletionPolicy must be one of Delete, Retain, RetainExceptOnCreate, Snapshot.")]
    [InlineData("Resource:\n  R:\n    Type: X::Y", "t.yaml:1:1: Resource is no section of a template; did you mean Resources?")]
    [InlineData("Parameters: { R: { Type: String } }\nResources:\n  R:\n    Type: X::Y", "t.yaml:3:3: R is the name of a parameter too; a template's parameters and resources share their names.")]
    [InlineData("Description: x", "t.yaml:1:1: At least one Resources member must be defined.")]
    [InlineData("Resources:\n  R: { Type: X::Y }\n  R: { Type: X::Y }", "t.yaml:3:3: The key R is here for the second time in one mapping.")]
    [InlineData("Resources: { R: { Type: 'Custom::PullThroughCacheRule', Condition: A } }\nConditions:\n  A: !Condition B\n  B: !Not [!Condition A]", "t.yaml:3:6: The condition A depends on itself: A → B → A.")]
    [InlineData("{ \"Resources\": {\n  \"R\": { \"Type\": \"X::Y\", } } }", "t.yaml:2:26: This is not JSON: a value, a comma, a quote or a bracket is missing or one too many here.")]
    [InlineData("{ \"Resources\": {\n\t\"R\": { \"Type\": \"X::Y\" }, \"R\": {} } }", "t.yaml:2:27: The key R occurs twice in one object.")]
    [InlineData("- a", "t.yaml:1:1: A template is a mapping with a Resources section.")]
    [InlineData("", "t.yaml:1:1: The template is empty.")]
    [InlineData("Resources: { R: { Type: X::Y } }\n---\na: b", "t.yaml:2:1: A template is one YAML document; here a second begins.")]
    [InlineData("Resources: [a\n  b\nOutputs:\n  O: 1", "t.yaml:3:1: This is not YAML: before this place a bracket isn't closed, or a tag can't be read.")]
    [InlineData("Resources:\n  R: !<http://[> b", "t.yaml:2:17: This is not YAML: before this place a bracket isn't closed, or a tag can't be read.")]
    public void A_mistake_is_reported_with_its_place(string template, string expected) => Evaluated.Problems(template).ShouldBe(expected);

    [Fact]
    public void All_mistakes_are_reported_at_once() => Evaluated.Problems("""
        Resources:
          A:
            Type: Custom::PullThroughCacheRule
            Properties:
              P: !Ref Nothing
              Q: !GetAtt Nowhere.Arn
          B:
            Properties: {}
        """).Split('\n').Length.ShouldBe(3);

    [Theory]
    [InlineData("Resources:\n\tR: { Type: X::Y }")]
    [InlineData("Resources: { R: { Type: 'X::Y } }")]
    [InlineData("Resources: [")]
    [InlineData("\0\0\0")]
    [InlineData("%YAML 9.9\n---\nResources: {}")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("<<: { a: b }")]
    public void What_is_not_yaml_ends_in_a_problem(string template) => Evaluated.Problems(template).ShouldStartWith("t.yaml:");

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Values_nested_too_deep_end_in_a_problem(char open, char close)
    {
        _ = close;
        Evaluated.Problems(new string(open, 100_000)).ShouldNotBeEmpty();
        Evaluated.Problems("a: " + new string(open, 100_000)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Yaml_and_json_of_one_template_are_one_template()
    {
        const string Json = """
            {
            	"Parameters": { "Name": { "Type": "String", "Default": "x" } },
            	"Resources": {
            		"R": { "Type": "X::Y", "DependsOn": ["S"], "Properties": { "A": { "Fn::Sub": "${Name}-1" }, "B": [1, true, "s"], "C": { "Fn::GetAtt": ["S", "Arn"] } } },
            		"S": { "Type": "X::Y" }
            	}
            }
            """;
        const string Yaml = """
            Parameters: { Name: { Type: String, Default: x } }
            Resources:
              R:
                Type: X::Y
                DependsOn: S
                Properties:
                  A: !Sub ${Name}-1
                  B: [1, true, s]
                  C: !GetAtt S.Arn
              S:
                Type: X::Y
            """;

        PropertiesOf(Json).ShouldBe(PropertiesOf(Yaml));

        static string PropertiesOf(string text)
        {
            var template = TemplateReader.Read("t", text);
            var evaluator = Evaluated.From(template, [], static _ => new("s", new Dictionary<string, string> { ["Arn"] = "arn" }));
            return new JsonObject(evaluator.PropertiesOf(template.Resource("R")!).Select(property => KeyValuePair.Create(property.Name, property.Value))).ToJsonString();
        }
    }

    [Fact]
    public void A_byte_order_mark_is_ignored() => TemplateReader.Read("t.yaml", "\uFEFFResources: { R: { Type: X::Y } }").Resources.ShouldHaveSingleItem();

    [Fact]
    public void A_sam_template_is_read() => TemplateReader.Read("t.yaml", """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { Timeout: 3 } }
        Resources: { F: { Type: AWS::Serverless::Function, Properties: { Handler: bootstrap } } }
        """).Resources.ShouldHaveSingleItem().Type.ShouldBe("AWS::Serverless::Function");
}
