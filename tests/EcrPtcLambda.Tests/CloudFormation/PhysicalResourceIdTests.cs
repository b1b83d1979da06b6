using System.Text;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class PhysicalResourceIdTests
{
    [Fact]
    public void The_id_of_a_rule_is_its_prefix() => PhysicalResourceId.Of(new(Account, "docker-hub"), Home).ShouldBe("docker-hub");

    [Fact]
    public void The_id_of_another_accounts_rule_names_the_registry() =>
        PhysicalResourceId.Of(new(OtherAccount, "docker-hub"), Home).ShouldBe($"{OtherAccount}:docker-hub");

    [Theory]
    [InlineData(Account, "docker-hub")]
    [InlineData(OtherAccount, "docker-hub")]
    [InlineData(Account, "ROOT")]
    [InlineData(OtherAccount, "team/quay")]
    [InlineData(Account, "x/")]
    public void An_id_names_the_rule_it_was_made_for(string account, string prefix) =>
        PhysicalResourceId.Parse(PhysicalResourceId.Of(new(account, prefix), Home), Home).ShouldBe(new DeleteTarget(new(account, prefix)));

    [Theory]
    [InlineData("docker-hub/")]
    [InlineData($"{Account}:docker-hub")]
    public void Another_spelling_names_the_same_rule(string id) =>
        PhysicalResourceId.Parse(id, Home).ShouldBe(new DeleteTarget(new(Account, "docker-hub")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("create-failed:7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    [InlineData("create-failed:docker-hub")]
    [InlineData("create-unsure:docker-hub")]
    [InlineData("create-unsure:-1:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-:123456789012:docker-hub")]
    [InlineData("create-unsure:-1755864000:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-1755864090-1:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-1755864090:12345678901:docker-hub")]
    [InlineData("platform-Rule-1ABCDEFGHIJKL")]
    [InlineData("2026/08/22/[$LATEST]0123456789abcdef0123456789abcdef")]
    [InlineData("12345678901:docker-hub")]
    [InlineData("123456789012:")]
    [InlineData(":docker-hub")]
    [InlineData("a:b:c")]
    [InlineData("docker-hub\n")]
    [InlineData("Docker-Hub")]
    [InlineData("AWSCDK::CustomResourceProviderFramework::CREATE_FAILED")]
    public void An_id_that_is_no_rules_names_none(string? id) => PhysicalResourceId.Parse(id, Home).ShouldBeNull();

    [Fact]
    public void A_failed_Creates_id_names_no_rule() => PhysicalResourceId.Parse(PhysicalResourceId.OfFailedCreate(RequestId), Home).ShouldBeNull();

    [Fact]
    public void An_unsure_Creates_id_names_the_rule_and_when_it_may_have_been_made() =>
        PhysicalResourceId.Parse(PhysicalResourceId.OfUnsureCreate(new(OtherAccount, "docker-hub"), new(Now, Now.AddSeconds(90))), Home)
            .ShouldBe(new DeleteTarget(new(OtherAccount, "docker-hub"), new(Now, Now.AddSeconds(90))));

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    public void A_failed_Creates_id_is_never_empty(string requestId) => PhysicalResourceId.OfFailedCreate(requestId).ShouldBe($"create-failed:{requestId}");

    [Theory]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(2001)]
    public void A_failed_Creates_id_is_cut_no_more_than_it_must_be(int length) =>
        PhysicalResourceId.OfFailedCreate(new('r', length)).ShouldBe($"create-failed:{new string('r', 1010)}");

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("rr")]
    [InlineData("rrr")]
    public void A_failed_Creates_id_is_cut_at_a_characters_end(string beginning)
    {
        var id = PhysicalResourceId.OfFailedCreate(beginning + string.Concat(Enumerable.Repeat("🐳", 2000)));

        id.ShouldEndWith("🐳");
    }

    [Theory]
    [InlineData("r")]
    [InlineData("é")]
    [InlineData("🐳")]
    public void A_failed_Creates_id_has_1024_bytes_at_most(string unit)
    {
        var id = PhysicalResourceId.OfFailedCreate(string.Concat(Enumerable.Repeat(unit, 2000)));

        Encoding.UTF8.GetByteCount(id).ShouldBeInRange(1021, 1024);
        id.ShouldNotContain('\uFFFD');
    }
}
