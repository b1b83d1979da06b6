using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class DescribeTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Describe_returns_the_members_of_a_rule()
    {
        bench.Aws.Ecr.Put(DockerHub() with { UpstreamRepositoryPrefix = "library", UpdatedAt = Now.AddMinutes(3) });

        var rule = (await DescribeAsync("docker-hub")).ShouldHaveSingleItem();

        rule.RegistryId.ShouldBe(Account);
        rule.EcrRepositoryPrefix.ShouldBe("docker-hub");
        rule.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        rule.UpstreamRegistry.ShouldBe(UpstreamRegistry.DockerHub);
        rule.CredentialArn.ShouldBe(Secret);
        rule.CustomRoleArn.ShouldBeNull();
        rule.UpstreamRepositoryPrefix.ShouldBe("library");
        rule.CreatedAt!.Value.ToUniversalTime().ShouldBe(Now.UtcDateTime);
        rule.UpdatedAt!.Value.ToUniversalTime().ShouldBe(Now.AddMinutes(3).UtcDateTime);
    }

    [Fact]
    public async Task Describe_of_an_empty_registry_returns_no_rules()
    {
        var response = await bench.Ecr.DescribePullThroughCacheRulesAsync(new());

        response.PullThroughCacheRules.ShouldBeEmpty();
        response.NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task Describe_returns_the_rules_in_the_order_of_the_named_prefixes()
    {
        bench.Aws.Ecr.Put(EcrPublic("first"));
        bench.Aws.Ecr.Put(EcrPublic("second"));

        var rules = await DescribeAsync("second", "first");

        rules.Select(rule => rule.EcrRepositoryPrefix).ShouldBe(["second", "first"]);
    }

    [Theory]
    [InlineData("x1", "x1/")]
    [InlineData("x1/", "x1")]
    public async Task Describe_finds_a_rule_with_a_slash_or_without(string existing, string prefix)
    {
        bench.Aws.Ecr.Put(EcrPublic(existing));

        (await DescribeAsync(prefix)).ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe(existing);
    }

    [Fact]
    public async Task Describe_of_a_prefix_without_a_rule_returns_PullThroughCacheRuleNotFoundException()
    {
        bench.Aws.Ecr.Put(EcrPublic());

        var error = await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => DescribeAsync("ecr-public", "quay"));

        error.Message.ShouldContain("'quay'");
        error.Message.ShouldContain(Account);
    }

    [Fact]
    public async Task Describe_pages_by_the_most_results()
    {
        foreach (var prefix in new[] { "c1", "a1", "e1", "d1", "b1" })
        {
            bench.Aws.Ecr.Put(EcrPublic(prefix));
        }

        List<string> pages = [];
        DescribePullThroughCacheRulesResponse page;
        string? token = null;
        do
        {
            page = await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { MaxResults = 2, NextToken = token });
            pages.Add(string.Join(' ', page.PullThroughCacheRules!.Select(rule => rule.EcrRepositoryPrefix)));
            token = page.NextToken;
        }
        while (token is not null);

        pages.ShouldBe(["a1 b1", "c1 d1", "e1"]);
    }

    [Fact]
    public async Task Describe_gives_no_token_where_the_last_page_is_full()
    {
        bench.Aws.Ecr.Put(EcrPublic("a1"));
        bench.Aws.Ecr.Put(EcrPublic("b1"));

        var page = await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { MaxResults = 2 });

        page.NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task Describe_pages_by_a_hundred_where_nothing_is_said()
    {
        for (var count = 0; count < 101; count++)
        {
            bench.Aws.Ecr.Put(EcrPublic($"cache-{count}"));
        }

        var first = await bench.Ecr.DescribePullThroughCacheRulesAsync(new());
        var second = await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { NextToken = first.NextToken });

        first.PullThroughCacheRules!.Count.ShouldBe(100);
        second.PullThroughCacheRules!.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("99")]
    public async Task Describe_with_a_token_of_no_page_returns_InvalidParameterException(string token) =>
        await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.DescribePullThroughCacheRulesAsync(new() { NextToken = token }));

    [Fact]
    public async Task Describe_of_named_prefixes_by_pages_returns_InvalidParameterException() =>
        await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.DescribePullThroughCacheRulesAsync(new() { EcrRepositoryPrefixes = ["quay"], MaxResults = 1 }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Describe_with_a_page_size_out_of_range_returns_InvalidParameterException(int size) =>
        await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.DescribePullThroughCacheRulesAsync(new() { MaxResults = size }));

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Describe_takes_a_page_size_at_its_bounds(int size) =>
        (await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { MaxResults = size })).PullThroughCacheRules.ShouldBeEmpty();

    [Fact]
    public async Task Describe_takes_a_hundred_prefixes()
    {
        bench.Aws.Ecr.Put(EcrPublic());

        var rules = await DescribeAsync([.. Enumerable.Repeat("ecr-public", 100)]);

        rules.Count.ShouldBe(100);
    }

    [Fact]
    public async Task Describe_with_more_than_a_hundred_prefixes_returns_InvalidParameterException() =>
        await Should.ThrowAsync<InvalidParameterException>(() => DescribeAsync([.. Enumerable.Repeat("ecr-public", 101)]));

    [Fact]
    public async Task Describe_doesnt_show_a_new_rule_until_its_lag_is_over()
    {
        bench.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(5);
        await bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });

        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => DescribeAsync("quay"));
        (await bench.Ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldBeEmpty();

        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        (await DescribeAsync("quay")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Describe_goes_on_showing_a_deleted_rule_until_its_lag_is_over()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(5);
        await bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" });

        (await DescribeAsync("ecr-public")).ShouldHaveSingleItem();

        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => DescribeAsync("ecr-public"));
    }

    [Fact]
    public async Task Describe_never_shows_a_rule_that_was_deleted_before_its_lag_was_over()
    {
        bench.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(5);
        await bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });
        await bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay" });

        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => DescribeAsync("quay"));
    }

    [Fact]
    public async Task Other_operations_see_a_new_rule_while_Describe_doesnt()
    {
        bench.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(5);
        var request = new CreatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" };
        await bench.Ecr.CreatePullThroughCacheRuleAsync(request);

        await Should.ThrowAsync<PullThroughCacheRuleAlreadyExistsException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(request));
    }

    private async Task<List<PullThroughCacheRule>> DescribeAsync(params string[] prefixes) =>
        (await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { EcrRepositoryPrefixes = [.. prefixes] })).PullThroughCacheRules!;
}
