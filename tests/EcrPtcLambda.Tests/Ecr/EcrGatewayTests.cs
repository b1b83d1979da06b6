using System.Text.Json;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Ecr;

/// <summary>Requests to ECR and the reading of its responses, where the real service is known to be particular.</summary>
public sealed class EcrGatewayTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("quay", "")]
    [InlineData("quay", "ROOT")]
    [InlineData("ROOT", "")]
    [InlineData("ROOT", "ROOT")]
    public async Task No_upstream_prefix_is_sent_where_none_or_ROOT_is_requested(string prefix, string upstreamPrefix)
    {
        var response = await world.CreateAsync(("EcrRepositoryPrefix", prefix), ("UpstreamRegistry", "quay"), ("UpstreamRepositoryPrefix", upstreamPrefix));

        response.Data!["UpstreamRepositoryPrefix"].ShouldBe("ROOT");
        Sent().TryGetProperty("upstreamRepositoryPrefix", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_upstream_prefix_is_sent()
    {
        var response = await world.CreateAsync(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistry", "quay"), ("UpstreamRepositoryPrefix", "team/"));

        response.Data!["UpstreamRepositoryPrefix"].ShouldBe("team");
        Sent().GetProperty("upstreamRepositoryPrefix").GetString().ShouldBe("team");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ROOT")]
    public async Task A_rule_without_an_upstream_prefix_and_one_with_ROOT_are_equal(string? upstreamPrefix)
    {
        world.Aws.Ecr.Put(new EmulatedRule(Account, "quay", "quay.io", "quay", null, null, upstreamPrefix, world.Clock.GetUtcNow().AddDays(-1), world.Clock.GetUtcNow().AddDays(-1)));

        var response = await world.CreateAsync(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistry", "quay"), ("UpstreamRepositoryPrefix", "ROOT"), ("OnExisting", "Adopt"));

        response.Status.ShouldBe("SUCCESS");
        response.Data!["UpstreamRepositoryPrefix"].ShouldBe("ROOT");
        world.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, 10)]
    [InlineData(8, 8)]
    public async Task A_secret_and_a_service_linked_role_that_were_just_made_are_waited_for(int secretSeconds, int roleSeconds)
    {
        world.Aws.Secrets.Put(Secret, foundFrom: world.Clock.GetUtcNow().AddSeconds(secretSeconds));
        world.Aws.Ecr.ServiceLinkedRoleDelay = TimeSpan.FromSeconds(roleSeconds);

        var response = await world.CreateAsync(("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret));

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub").ShouldNotBeNull();
    }

    private JsonElement Sent() =>
        JsonDocument.Parse(world.Aws.CallLog.Entries.Single(entry => entry.Operation == "CreatePullThroughCacheRule").Request).RootElement;
}
