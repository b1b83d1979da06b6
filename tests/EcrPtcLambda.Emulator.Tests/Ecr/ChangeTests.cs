using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

/// <summary>The changes of rules that <see cref="EmulatedEcr.Changed"/> reports.</summary>
public sealed class ChangeTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly List<RuleChange> changes = [];

    public ChangeTests()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Secrets.Put(OtherSecret);
        bench.Aws.Ecr.Changed += (_, change) => changes.Add(change);
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Each_write_is_reported_with_the_rule_before_and_after()
    {
        await bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", UpstreamRegistryUrl = "registry-1.docker.io", CredentialArn = Secret });
        await bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", CredentialArn = OtherSecret });
        await bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub" });

        var created = DockerHub() with { UpstreamRepositoryPrefix = null };
        var updated = created with { CredentialArn = OtherSecret };
        changes.ShouldBe([new(null, created), new(created, updated), new(updated, null)]);
    }

    [Fact]
    public void The_manual_steps_are_reported()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Put(EcrPublic() with { UpstreamRepositoryPrefix = "team" });
        bench.Aws.Ecr.Remove("ecr-public");

        changes.ShouldBe([
            new(null, EcrPublic()),
            new(EcrPublic(), EcrPublic() with { UpstreamRepositoryPrefix = "team" }),
            new(EcrPublic() with { UpstreamRepositoryPrefix = "team" }, null),
        ]);
    }

    [Fact]
    public async Task A_call_without_effect_is_not_shown()
    {
        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" }));
        bench.Aws.Ecr.Remove("ecr-public");

        changes.ShouldBeEmpty();
    }
}
