using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class DeleteTests : IAsyncLifetime, IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly World world = new();

    public async Task InitializeAsync()
    {
        (await world.CreateAsync(Quay)).Status.ShouldBe("SUCCESS");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_rule_is_deleted()
    {
        var answer = await world.DeleteAsync("quay", Quay);

        answer.Status.ShouldBe("SUCCESS");
        answer.PhysicalResourceId.ShouldBe("quay");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_and_NoEcho_are_left_out()
    {
        var answer = await world.DeleteAsync("quay", Quay);

        answer.Data.ShouldBeNull();
        answer.NoEcho.ShouldBeNull();
    }

    [Fact]
    public async Task A_rule_that_is_not_there_is_as_good_as_deleted()
    {
        world.Aws.Ecr.Remove("quay");

        (await world.DeleteAsync("quay", Quay)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task The_id_names_the_rule_whatever_the_properties_say()
    {
        (await world.DeleteAsync("quay", ("EcrRepositoryPrefix", "!"), ("Nonsense", "1"))).Status.ShouldBe("SUCCESS");

        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("create-failed:7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f")]
    [InlineData("platform-Rule-1ABCDEFGHIJKL")]
    [InlineData("2026/08/22/[$LATEST]0123456789abcdef")]
    public async Task An_id_that_names_no_rule_deletes_nothing(string id)
    {
        var answer = await world.DeleteAsync(id, Quay);

        answer.Status.ShouldBe("SUCCESS");
        answer.PhysicalResourceId.ShouldBe(id);
        world.Rule("quay").ShouldNotBeNull();
        world.Writes.ShouldBe(["Create"]);
    }

    [Fact]
    public async Task An_id_that_CloudFormation_made_up_deletes_nothing_even_where_it_could_be_a_prefix()
    {
        world.Aws.Ecr.Put(world.Rule("quay")! with { EcrRepositoryPrefix = "platform-rule-123456789012" });
        var @event = world.Event("Delete", "platform-rule-123456789012", Quay).GetRawText()
            .Replace("\"LogicalResourceId\":\"Rule\"", "\"LogicalResourceId\":\"rule\"", StringComparison.Ordinal);

        await world.DeliverAsync(@event);

        world.Rule("platform-rule-123456789012").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("platform-rule-x/", "platform-rule-x")]
    [InlineData("platform-rule-123456789012/", "platform-rule-123456789012")]
    public async Task A_prefix_that_looks_like_an_id_of_CloudFormations_is_deleted(string prefix, string id)
    {
        (string Name, string Value)[] properties = [("EcrRepositoryPrefix", prefix), ("UpstreamRegistryUrl", "quay.io")];
        (await world.CreateAsync(properties)).PhysicalResourceId.ShouldBe(id);
        var @event = world.Event("Delete", id, properties).GetRawText()
            .Replace("\"LogicalResourceId\":\"Rule\"", "\"LogicalResourceId\":\"rule\"", StringComparison.Ordinal);

        await world.DeliverAsync(@event);

        world.Rule(id).ShouldBeNull();
    }

    [Fact]
    public async Task A_Delete_without_an_id_deletes_nothing()
    {
        var answer = await world.DeleteAsync(null, Quay);

        answer.Status.ShouldBe("SUCCESS");
        answer.PhysicalResourceId.ShouldNotBeNullOrEmpty();
        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_late_duplicate_leaves_a_rule_alone_that_was_made_since()
    {
        var @event = world.Event("Delete", "quay", Quay);
        await world.DeliverAsync(@event);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.CreateAsync(Quay);

        await world.DeliverAsync(@event);

        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_accounts_rule_is_deleted_by_its_id()
    {
        await world.CreateAsync([.. Quay, ("RegistryId", OtherAccount)]);

        await world.DeleteAsync($"{OtherAccount}:quay", Quay);

        world.Rule("quay", OtherAccount).ShouldBeNull();
        world.Rule("quay").ShouldNotBeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => world.Dispose();
}
