using Amazon.ECR.Model;

namespace Packages.Tests.Ecr;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_call_under_way_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var ecr = new FakeEcr().Then(async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The client's token did not reach the handler.");
        });
        using var client = ecr.Client();

        await Should.ThrowAsync<OperationCanceledException>(
            () => client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest(), cancellation.Token));

        ecr.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_starts_sends_nothing()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await Should.ThrowAsync<OperationCanceledException>(
            () => client.DescribePullThroughCacheRulesAsync(
                new DescribePullThroughCacheRulesRequest(), new CancellationToken(canceled: true)));

        ecr.Requests.ShouldBeEmpty();
    }
}
