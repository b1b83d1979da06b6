using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Tests.Templates;

/// <summary>The constraints of parameters, with CloudFormation's messages.</summary>
public class ParameterTests
{
    [Theory]
    [InlineData("{ Type: String }", null, "t.yaml:2:3: Parameters: [P] must have values: --parameter P=VALUE")]
    [InlineData("{ Type: String, AllowedValues: [a, b] }", "c", "t.yaml:2:3: Parameter 'P' must be one of AllowedValues: a, b")]
    [InlineData("{ Type: String, AllowedPattern: '[a-z]+' }", "c1", "t.yaml:2:3: Parameter 'P' must match pattern [a-z]+")]
    [InlineData("{ Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: lower case }", "C", "t.yaml:2:3: Parameter P failed to satisfy constraint: lower case")]
    [InlineData("{ Type: String, MinLength: 3 }", "ab", "t.yaml:2:3: Parameter 'P' must contain at least 3 characters")]
    [InlineData("{ Type: String, MaxLength: 1 }", "ab", "t.yaml:2:3: Parameter 'P' must contain at most 1 characters")]
    [InlineData("{ Type: Number }", "x", "t.yaml:2:3: Parameter 'P' must be a number.")]
    [InlineData("{ Type: Number, MinValue: 3 }", "2", "t.yaml:2:3: Parameter 'P' must be a number not less than 3")]
    [InlineData("{ Type: Number, MaxValue: 3 }", "3.5", "t.yaml:2:3: Parameter 'P' must be a number not greater than 3")]
    [InlineData("{ Type: CommaDelimitedList, AllowedValues: [a, b] }", "a, c", "t.yaml:2:3: Parameter 'P' must be one of AllowedValues: a, b")]
    public void A_value_that_is_not_allowed_is_reported(string declaration, string? given, string expected) =>
        Should.Throw<TemplateException>(() => Resolve(declaration, given)).Message.ShouldBe(expected);

    [Fact]
    public void A_parameter_that_is_not_in_the_template_is_reported() =>
        Should.Throw<TemplateException>(() => Resolve("{ Type: String, Default: x }", null, ("Q", "1"))).Message.ShouldEndWith("Parameters: [Q] do not exist in the template");

    [Theory]
    [InlineData("given", "kept", "given")]
    [InlineData(null, "kept", "kept")]
    [InlineData(null, null, "default")]
    public void What_is_given_comes_before_what_the_stack_has_and_that_before_the_default(string? given, string? previous, string expected) =>
        ResolvedParameters.Resolve(Template("{ Type: String, Default: default }"), Values(("P", given)), Values(("P", previous))).Values["P"].ShouldBe(expected);

    private static ResolvedParameters Resolve(string declaration, string? given, params (string, string?)[] others) =>
        ResolvedParameters.Resolve(Template(declaration), Values([("P", given), .. others]), previous: null);

    private static Template Template(string declaration) =>
        TemplateReader.Read("t.yaml", $"Parameters:\n  P: {declaration}\nResources:\n  R: {"{"} Type: X::Y {"}"}\n");

    private static Dictionary<string, string> Values(params (string Name, string? Value)[] values) =>
        values.Where(each => each.Value is not null).ToDictionary(each => each.Name, each => each.Value!);
}
