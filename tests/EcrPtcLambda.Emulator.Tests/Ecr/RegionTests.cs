using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.Tests.Support;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class RegionTests : IDisposable
{
    private readonly EmulatedAws aws = new(new() { OtherRegions = ["eu-west-1"] });
    private readonly HttpMessageHandler handler;

    public RegionTests() => handler = aws.CreateHandler();

    [Fact]
    public async Task Each_Region_has_rules_of_its_own()
    {
        using var home = EcrClients.Create(handler);
        using var ireland = EcrClients.Create(handler, new() { Region = "eu-west-1" });
        await home.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });
        await ireland.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "public.ecr.aws" });

        await home.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay" });

        aws.Ecr.Find("quay").ShouldBeNull();
        aws.Ecr.Find("quay", region: "eu-west-1")!.UpstreamRegistryUrl.ShouldBe("public.ecr.aws");
        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => home.DescribePullThroughCacheRulesAsync(new() { EcrRepositoryPrefixes = ["quay"] }));
    }

    public void Dispose()
    {
        handler.Dispose();
        aws.Dispose();
    }
}
