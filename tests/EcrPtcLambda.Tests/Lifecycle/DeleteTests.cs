using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class DeleteTests : IAsyncLifetime, IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly World world = new();
    private string id = "";

    public async Task InitializeAsync()
    {
        id = (await world.CreateAsync(Quay)).PhysicalResourceId!;
        world.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task The_rule_is_deleted()
    {
        var response = await world.DeleteAsync(id, Quay);

        response.Status.ShouldBe("SUCCESS");
        response.PhysicalResourceId.ShouldBe(id);
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_and_NoEcho_are_left_out()
    {
        var response = await world.DeleteAsync(id, Quay);

        response.Data.ShouldBeNull();
        response.NoEcho.ShouldBeNull();
    }

    [Fact]
    public async Task A_rule_that_is_not_there_is_as_good_as_deleted()
    {
        world.Aws.Ecr.Remove("quay");

        (await world.DeleteAsync(id, Quay)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task The_id_names_the_rule_whatever_the_properties_say()
    {
        (await world.DeleteAsync(id, ("EcrRepositoryPrefix", "!"), ("Nonsense", "1"))).Status.ShouldBe("SUCCESS");

        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("create-failed:7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    [InlineData("platform-Rule-1ABCDEFGHIJKL")]
    [InlineData("2026/08/22/[$LATEST]0123456789abcdef")]
    public async Task An_id_that_names_no_rule_deletes_nothing(string id)
    {
        var response = await world.DeleteAsync(id, Quay);

        response.Status.ShouldBe("SUCCESS");
        response.PhysicalResourceId.ShouldBe(id);
        world.Rule("quay").ShouldNotBeNull();
        world.Writes.ShouldBe(["Create"]);
    }

    [Theory]
    [InlineData("quay")]
    [InlineData("quay/")]
    [InlineData("123456789012:quay")]
    public async Task An_id_that_names_a_prefix_alone_deletes_nothing(string id)
    {
        (await world.DeleteAsync(id, Quay)).Status.ShouldBe("SUCCESS");

        world.Rule("quay").ShouldNotBeNull();
        world.Writes.ShouldBe(["Create"]);
    }

    [Fact]
    public async Task A_rule_that_someone_made_anew_is_left_alone_and_the_log_says_so()
    {
        world.Aws.Ecr.Put(world.Rule("quay")! with { CreatedAt = world.Clock.GetUtcNow() });
        world.Clock.Advance(TimeSpan.FromMinutes(2));

        (await world.DeleteAsync(id, Quay)).Status.ShouldBe("SUCCESS");

        world.Rule("quay").ShouldNotBeNull();
        world.Logs.ShouldContain("No rule was deleted: the rule under this prefix is another one, created at another time.");
    }

    [Fact]
    public async Task An_adopted_rule_stays_and_ECR_is_not_asked()
    {
        var calls = world.EcrCalls.Count;

        (await world.DeleteAsync($"{id}!adopted", Quay)).Status.ShouldBe("SUCCESS");

        world.Rule("quay").ShouldNotBeNull();
        world.EcrCalls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_rule_that_was_adopted_once_is_deleted_after_Adopt_was_taken_out()
    {
        (await world.DeleteAsync($"{id}~{id}!adopted", Quay)).Status.ShouldBe("SUCCESS");

        world.Rule("quay").ShouldBeNull();
    }

    [Fact]
    public async Task An_old_rule_that_is_gone_is_not_deleted_again()
    {
        world.Aws.Ecr.Remove("quay");

        (await world.DeleteAsync(id, Quay)).Status.ShouldBe("SUCCESS");

        world.Writes.ShouldBe(["Create"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public async Task A_young_rule_that_Describe_does_not_show_yet_is_deleted(double lagInSeconds)
    {
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(lagInSeconds);
        (string Name, string Value)[] k8s = [("EcrRepositoryPrefix", "k8s"), ("UpstreamRegistry", "k8s")];
        var young = (await world.CreateAsync(k8s)).PhysicalResourceId;

        (await world.DeleteAsync(young, k8s)).Status.ShouldBe("SUCCESS");

        world.Rule("k8s").ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_rule_that_ECR_made_just_before_the_Delete_by_a_clock_ahead_is_deleted(int secondsAhead)
    {
        var made = world.Clock.GetUtcNow().AddSeconds(secondsAhead);
        world.Aws.Ecr.Put(new(Account, "k8s", "registry.k8s.io", "k8s", null, null, "ROOT", made, made));

        var response = await world.DeleteAsync(world.Id("k8s"), ("EcrRepositoryPrefix", "k8s"), ("UpstreamRegistry", "k8s"));

        response.Status.ShouldBe("SUCCESS");
        world.Rule("k8s").ShouldBeNull();
    }

    [Fact]
    public async Task A_young_rule_is_deleted_where_Describe_still_shows_the_one_before()
    {
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(30);
        await world.DeleteAsync(id, Quay);
        var young = (await world.CreateAsync([.. Quay, ("UpstreamRepositoryPrefix", "team")])).PhysicalResourceId;

        await world.DeleteAsync(young, [.. Quay, ("UpstreamRepositoryPrefix", "team")]);

        world.Rule("quay").ShouldBeNull();
    }

    [Fact]
    public async Task A_Delete_without_an_id_deletes_nothing()
    {
        var response = await world.DeleteAsync(null, Quay);

        response.Status.ShouldBe("SUCCESS");
        response.PhysicalResourceId.ShouldNotBeNullOrEmpty();
        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_late_duplicate_leaves_a_rule_alone_that_was_made_since()
    {
        var @event = world.Event("Delete", id, Quay);
        await world.DeliverAsync(@event);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.CreateAsync(Quay);

        await world.DeliverAsync(@event);

        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_accounts_rule_is_deleted_by_its_id()
    {
        var other = (await world.CreateAsync([.. Quay, ("RegistryId", OtherAccount)])).PhysicalResourceId;

        await world.DeleteAsync(other, Quay);

        world.Rule("quay", OtherAccount).ShouldBeNull();
        world.Rule("quay").ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => world.Dispose();
}
