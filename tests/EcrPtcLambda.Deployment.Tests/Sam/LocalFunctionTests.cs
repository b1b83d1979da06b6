using System.Text.Json.Nodes;
using EcrPtcLambda.SamLocal;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>
/// What the tests' own <c>sam local invoke</c> gives a function, as the SAM CLI 1.164.0 and its runtime interface emulator were seen to give it.
/// </summary>
public sealed class LocalFunctionTests
{
    private static readonly LocalFunction Function = LocalFunction.Read(Path.Combine(Repository.Root, "template.yaml"), "PullThroughCacheRuleFunction");

    [Fact]
    public void A_variable_that_the_template_names_has_the_value_of_the_file() =>
        Environment("""{"Parameters":{"AWS_ENDPOINT_URL_ECR":"http://172.17.0.1:9000"}}""")["AWS_ENDPOINT_URL_ECR"].ShouldBe("http://172.17.0.1:9000");

    [Fact]
    public void The_functions_own_value_goes_before_that_for_all() =>
        Environment("""{"Parameters":{"AWS_ENDPOINT_URL_ECR":"a"},"PullThroughCacheRuleFunction":{"AWS_ENDPOINT_URL_ECR":"b"}}""")["AWS_ENDPOINT_URL_ECR"].ShouldBe("b");

    [Fact]
    public void Without_one_in_the_file_a_variable_has_the_shells_value_or_else_the_templates()
    {
        Environment("{}", ("AWS_ENDPOINT_URL_ECR", "c"))["AWS_ENDPOINT_URL_ECR"].ShouldBe("c");
        Environment("{}")["AWS_ENDPOINT_URL_ECR"].ShouldBe("");
    }

    [Theory]
    [InlineData("AWS_REGION", "us-east-1")]
    [InlineData("AWS_ACCESS_KEY_ID", "defaultkey")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "defaultsecret")]
    [InlineData("AWS_SESSION_TOKEN", "")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "INFO")]
    public void What_SAM_sets_itself_the_file_does_not_change(string name, string value) =>
        Environment($$$"""{"Parameters":{"{{{name}}}":"another"},"PullThroughCacheRuleFunction":{"{{{name}}}":"another"}}""")[name].ShouldBe(value);

    [Fact]
    public void A_variable_that_the_template_does_not_name_does_not_arrive() =>
        Environment("""{"Parameters":{"AWS_ENDPOINT_URL":"a"}}""", ("AWS_ENDPOINT_URL", "b")).ContainsKey("AWS_ENDPOINT_URL").ShouldBeFalse();

    [Fact]
    public void The_variables_that_ecr_ptc_writes_are_those_of_the_template() => Function.Variables.Keys.ShouldBe(EcrPtc.Cli.Sam.SamFunction.Variables, ignoreOrder: true);

    private static IReadOnlyDictionary<string, string> Environment(string overrides, params (string Name, string Value)[] shell) => Function.Environment(
        JsonNode.Parse(overrides)!.AsObject(), shell.ToDictionary(each => each.Name, each => each.Value), "us-east-1", new("defaultkey", "defaultsecret", SessionToken: null), "127.0.0.1:9001");
}
