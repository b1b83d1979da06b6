using EcrPtc.Cli.Stacks.Model;


namespace EcrPtc.Cli.Tests.Stacks;

public class NoEchoMaskTests
{
    [Theory]
    [InlineData("dckr_pat_1", "token dckr_pat_1!", "token *****!")]
    [InlineData("a\"quote1", """{"accessToken":"a\u0022quote1"}""", """{"accessToken":"*****"}""")]
    [InlineData("A1", "A1 of A12", "A1 of A12")]
    [InlineData("rejected", "the upstream rejected the credentials", "the upstream rejected the credentials")]
    public void A_value_is_hidden_where_it_can_be_nothing_else(string value, string text, string hidden) =>
        new NoEchoMask(["Token"], [new Dictionary<string, string> { ["Token"] = value, ["User"] = "upstream-user" }]).Hide(text).ShouldBe(hidden);

    [Fact]
    public void The_values_of_two_deployments_are_hidden() =>
        new NoEchoMask(["Token"], [new Dictionary<string, string> { ["Token"] = "Old-1" }, null, new Dictionary<string, string> { ["Token"] = "New-2" }]).Hide("Old-1 → New-2").ShouldBe("***** → *****");
}
