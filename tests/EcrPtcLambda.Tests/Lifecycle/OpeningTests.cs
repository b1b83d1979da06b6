using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>The connection for the response, which is opened while the work is still in progress: when, and to which host.</summary>
public sealed class OpeningTests : IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_first_event_opens_a_connection_to_its_response_host()
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync(@event);

        world.Preconnector.Servers.ShouldHaveSingleItem().Host.ShouldBe(new Uri(@event.GetProperty("ResponseURL").GetString()!).Host);
        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Later_events_reuse_the_connection_of_the_previous_response()
    {
        var created = await world.CreateAsync(Quay);

        await world.DeleteAsync(created.PhysicalResourceId, Quay);

        world.Preconnector.Servers.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("https://attacker.example/response")]
    [InlineData("https://amazonaws.com.attacker.example/response")]
    [InlineData("http://bucket.s3.us-east-1.amazonaws.com/response")]
    [InlineData("https://bucket.s3.us-east-1.amazonaws.com:8443/response")]
    public async Task No_connection_is_opened_to_a_host_that_is_not_allowed(string url)
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync(@event.GetRawText().Replace(@event.GetProperty("ResponseURL").GetRawText(), $"\"{url}\"", StringComparison.Ordinal));

        world.Preconnector.Servers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Create", null)]
    [InlineData("Delete", "quay")]
    public async Task None_is_opened_where_nothing_will_be_sent(string requestType, string? id)
    {
        var @event = world.Event(requestType, id, Quay);
        world.Clock.Advance(TimeSpan.FromHours(3));

        await world.DeliverAsync(@event);

        world.Preconnector.Servers.ShouldBeEmpty();
    }
}
