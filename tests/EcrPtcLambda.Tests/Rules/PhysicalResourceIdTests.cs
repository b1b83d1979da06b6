using System.Text;
using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class PhysicalResourceIdTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1795641730);

    private static readonly RuleInstance Hub = new(new(Account, "docker-hub"), Created);

    private static readonly RuleInstance Quay = new(new(OtherAccount, "team/quay"), Created.AddDays(-1));

    [Fact]
    public void The_id_of_a_rule_is_its_prefix_and_the_second_of_its_creation() =>
        new PhysicalResourceId.Rule(Hub).Format(Context).ShouldBe("docker-hub@1795641730");

    [Fact]
    public void The_id_of_another_accounts_rule_names_the_registry() =>
        new PhysicalResourceId.Rule(Quay).Format(Context).ShouldBe("210987654321:team/quay@1795555330");

    [Fact]
    public void The_id_of_an_adopted_rule_says_so() =>
        new PhysicalResourceId.Rule(Hub, IsAdopted: true).Format(Context).ShouldBe("docker-hub@1795641730!adopted");

    [Fact]
    public void An_id_names_the_rule_that_this_one_replaced() =>
        new PhysicalResourceId.Rule(Hub, Predecessor: new(Quay, IsAdopted: false)).Format(Context).ShouldBe("docker-hub@1795641730~210987654321:team/quay@1795555330");

    [Fact]
    public void An_id_says_that_the_replaced_rule_was_adopted() =>
        new PhysicalResourceId.Rule(Hub, IsAdopted: true, new(Quay, IsAdopted: true)).Format(Context)
            .ShouldBe("docker-hub@1795641730!adopted~210987654321:team/quay@1795555330!adopted");

    [Fact]
    public void Fractions_of_a_second_are_cut_off() =>
        new PhysicalResourceId.Rule(new(Hub.Key, Created.AddMilliseconds(999))).Format(Context).ShouldBe("docker-hub@1795641730");

    [Theory]
    [InlineData(Account, "docker-hub")]
    [InlineData(OtherAccount, "docker-hub")]
    [InlineData(Account, "ROOT")]
    [InlineData(OtherAccount, "team/quay")]
    [InlineData(Account, "x/")]
    public void An_id_names_the_rule_it_was_made_for(string account, string prefix)
    {
        var id = new PhysicalResourceId.Rule(new(new(account, prefix), Created));

        PhysicalResourceId.Parse(id.Format(Context), Context).ShouldBe(id);
    }

    [Theory]
    [InlineData("docker-hub/@1795641730")]
    [InlineData($"{Account}:docker-hub@1795641730")]
    public void Another_spelling_names_the_same_rule(string id) => PhysicalResourceId.Parse(id, Context).ShouldBe(new PhysicalResourceId.Rule(Hub));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("docker-hub")]
    [InlineData("docker-hub@")]
    [InlineData("docker-hub@-5")]
    [InlineData("docker-hub@5.5")]
    [InlineData("docker-hub@ 5")]
    [InlineData("docker-hub@4294967296")]
    [InlineData("docker-hub@99999999999999999999")]
    [InlineData("@1795641730")]
    [InlineData("docker-hub@1@2")]
    [InlineData("docker-hub@1!")]
    [InlineData("docker-hub@1!adopted!adopted")]
    [InlineData("docker-hub!adopted@1")]
    [InlineData("docker-hub@1~")]
    [InlineData("docker-hub@1~quay")]
    [InlineData("docker-hub@1~quay@2~k8s@3")]
    [InlineData("docker-hub@1~create-unsure:1-2:123456789012:quay")]
    [InlineData("~quay@2")]
    [InlineData("create-failed:7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    [InlineData("create-failed:docker-hub@1795641730")]
    [InlineData("create-unsure:docker-hub")]
    [InlineData("create-unsure:-1:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-:123456789012:docker-hub")]
    [InlineData("create-unsure:-1755864000:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-1755864090-1:123456789012:docker-hub")]
    [InlineData("create-unsure:1755864000-1755864090:12345678901:docker-hub")]
    [InlineData("create-unsure:1755864000-1755864090:123456789012:docker-hub~quay")]
    [InlineData("platform-Rule-1ABCDEFGHIJKL")]
    [InlineData("2026/08/22/[$LATEST]0123456789abcdef0123456789abcdef")]
    [InlineData("12345678901:docker-hub@1")]
    [InlineData("123456789012:@1")]
    [InlineData(":docker-hub@1")]
    [InlineData("a:b:c@1")]
    [InlineData("docker-hub@1\n")]
    [InlineData("Docker-Hub@1")]
    [InlineData("AWSCDK::CustomResourceProviderFramework::CREATE_FAILED")]
    public void An_id_that_is_no_rules_names_none(string? id) => PhysicalResourceId.Parse(id, Context).ShouldBe(new PhysicalResourceId.NoRule(id ?? ""));

    [Fact]
    public void A_failed_Creates_id_names_no_rule() =>
        PhysicalResourceId.Parse(PhysicalResourceId.ForFailedCreate(RequestId).Text, Context).ShouldBeOfType<PhysicalResourceId.NoRule>();

    [Fact]
    public void An_unsure_Creates_id_names_the_rule_and_when_it_may_have_been_made() =>
        new PhysicalResourceId.UnsureCreate(new(OtherAccount, "docker-hub"), new(Created, Created.AddSeconds(90))).Format(Context)
            .ShouldBe("create-unsure:1795641730-1795641820:210987654321:docker-hub");

    [Fact]
    public void An_unsure_Creates_id_names_the_rule_that_was_to_be_replaced()
    {
        var id = new PhysicalResourceId.UnsureCreate(new(Account, "docker-hub"), new(Created, Created.AddSeconds(90)), new(Quay, IsAdopted: true));

        PhysicalResourceId.Parse(id.Format(Context), Context).ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    public void A_failed_Creates_id_is_never_empty(string requestId) => PhysicalResourceId.ForFailedCreate(requestId).Text.ShouldBe($"create-failed:{requestId}");

    [Theory]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(2001)]
    public void A_failed_Creates_id_is_cut_no_more_than_it_must_be(int length) =>
        PhysicalResourceId.ForFailedCreate(new('r', length)).Text.ShouldBe($"create-failed:{new string('r', 1010)}");

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("rr")]
    [InlineData("rrr")]
    public void A_failed_Creates_id_is_cut_at_a_characters_end(string beginning)
    {
        var id = PhysicalResourceId.ForFailedCreate(beginning + string.Concat(Enumerable.Repeat("🐳", 2000))).Text;

        id.ShouldEndWith("🐳");
    }

    [Theory]
    [InlineData("r")]
    [InlineData("é")]
    [InlineData("🐳")]
    public void A_failed_Creates_id_has_1024_bytes_at_most(string unit)
    {
        var id = PhysicalResourceId.ForFailedCreate(string.Concat(Enumerable.Repeat(unit, 2000))).Text;

        Encoding.UTF8.GetByteCount(id).ShouldBeInRange(1021, 1024);
        id.ShouldNotContain('\uFFFD');
    }
}
