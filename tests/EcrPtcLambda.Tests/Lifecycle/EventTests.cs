using System.Text.Json;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class EventTests : IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly World world = new();

    [Theory]
    [InlineData("\"RequestType\":\"Create\",", "")]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":null")]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":{\"a\":1}")]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":\"create\"")]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":\"Update\"")]
    public async Task An_unsupported_request_type_gets_a_response(string old, string replacement)
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync(@event.GetRawText().Replace(old, replacement, StringComparison.Ordinal));

        var response = world.ResponseTo(@event);
        response.Status.ShouldBe("FAILED");
        response.Reason.ShouldNotBeNullOrEmpty();
        world.EcrCalls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("StackId")]
    [InlineData("RequestId")]
    [InlineData("LogicalResourceId")]
    public async Task An_id_that_is_missing_is_taken_from_the_URLs_key(string name)
    {
        var @event = world.Event("Create", null, Quay);
        var without = @event.GetRawText().Replace($"\"{name}\":\"{@event.GetProperty(name).GetString()}\",", "", StringComparison.Ordinal);

        await world.DeliverAsync(without);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Missing_properties_get_a_response()
    {
        var @event = world.Event("Create", null, Quay);
        using var document = JsonDocument.Parse(@event.GetRawText());
        var properties = document.RootElement.GetProperty("ResourceProperties").GetRawText();

        await world.DeliverAsync(@event.GetRawText().Replace($",\"ResourceProperties\":{properties}", "", StringComparison.Ordinal));

        world.ResponseTo(@event).Reason!.ShouldContain("EcrRepositoryPrefix is required");
    }

    [Fact]
    public async Task Unknown_fields_and_any_resource_type_are_served()
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync(@event.GetRawText()
            .Replace("Custom::PullThroughCacheRule", "AWS::CloudFormation::CustomResource", StringComparison.Ordinal)
            .Replace("\"RequestType\"", "\"New\":[{}],\"RequestType\"", StringComparison.Ordinal));

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_broken_event_with_a_readable_URL_gets_a_response()
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync(@event.GetRawText()[..^3]);

        world.ResponseTo(@event).Reason!.ShouldContain("not valid JSON");
    }

    [Fact]
    public async Task A_broken_event_repeats_nothing_of_its_URL_in_the_response_or_the_log()
    {
        var @event = world.Event("Create", null, Quay);
        var signature = @event.GetProperty("ResponseURL").GetString()!.Split("X-Amz-Signature=")[1];

        await world.DeliverAsync(@event.GetRawText().Replace("\"StackId\":", $"\"X\":{signature},\"StackId\":", StringComparison.Ordinal));

        world.ResponseTo(@event).Reason!.ShouldNotContain(signature[..8]);
        world.Logs.ShouldNotContain(signature[..8]);
    }

    [Theory]
    [InlineData("Create", null)]
    [InlineData("Update", "quay")]
    public async Task A_stale_event_writes_nothing_and_sends_nothing(string requestType, string? id)
    {
        var @event = world.Event(requestType, id, Quay);
        world.Clock.Advance(TimeSpan.FromSeconds(7201));

        await world.DeliverAsync(@event);

        world.EcrCalls.ShouldBeEmpty();
        world.Aws.Responses.Responses.ShouldBeEmpty();
        world.Logs.Split("EventIsStale").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_stale_Delete_still_deletes_and_sends_nothing()
    {
        await world.CreateAsync(Quay);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var @event = world.Event("Delete", world.Id("quay"), Quay);
        world.Clock.Advance(TimeSpan.FromHours(3));

        await world.DeliverAsync(@event);

        world.Aws.Ecr.Rules.ShouldBeEmpty();
        world.Aws.Responses.Responses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stale_Delete_leaves_a_rule_alone_that_was_made_since()
    {
        var @event = world.Event("Delete", (await world.CreateAsync(Quay)).PhysicalResourceId, Quay);
        world.Aws.Ecr.Remove("quay");
        world.Clock.Advance(TimeSpan.FromHours(3));
        await world.CreateAsync(Quay);

        await world.DeliverAsync(@event);

        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_event_just_within_its_lifetime_is_served()
    {
        var @event = world.Event("Create", null, Quay);
        world.Clock.Advance(TimeSpan.FromSeconds(3590));

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("300", 299, true)]
    [InlineData("300", 302, false)]
    [InlineData(null, 3599, true)]
    [InlineData(null, 3602, false)]
    [InlineData("0", 3599, true)]
    [InlineData("a while", 3599, true)]
    [InlineData("4000", 3602, false)]
    public async Task A_rule_is_created_only_while_CloudFormation_waits(string? serviceTimeout, int age, bool isCreated)
    {
        var @event = world.Event("Create", null, serviceTimeout is null ? Quay : [.. Quay, ("ServiceTimeout", serviceTimeout)]);
        world.Clock.Advance(TimeSpan.FromSeconds(age));

        await world.DeliverAsync(@event);

        world.Aws.Ecr.Rules.Count.ShouldBe(isCreated ? 1 : 0);
        world.Aws.Responses.Responses.Count.ShouldBe(isCreated ? 1 : 0);
    }

    [Fact]
    public async Task An_Update_that_CloudFormation_no_longer_waits_for_writes_nothing_and_counts_as_unanswered()
    {
        await world.CreateAsync(Quay);
        var @event = world.Event("Update", world.Id("quay"), [.. Quay, ("UpstreamRepositoryPrefix", "team"), ("ServiceTimeout", "300")]);
        world.Clock.Advance(TimeSpan.FromSeconds(302));

        await world.DeliverAsync(@event);

        world.Rule("quay")!.UpstreamRepositoryPrefix.ShouldBeNull();
        world.Logs.ShouldContain("The event is stale");
        world.Logs.ShouldContain("\"Unanswered\":1");
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_event_is_skipped()
    {
        var @event = world.Event("Create", null, Quay);

        await world.DeliverAsync($"\uFEFF{@event.GetRawText()}");

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_property_nested_deeper_than_the_serializer_takes_is_reported_by_its_name()
    {
        var @event = world.Event("Create", null, Quay);
        var deep = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));

        await world.DeliverAsync(@event.GetRawText().Replace("\"quay\"", deep, StringComparison.Ordinal));

        world.ResponseTo(@event).Reason.ShouldBe("The properties are not valid: EcrRepositoryPrefix must be a single value, not a list.");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(8_200_000_000)]
    public async Task An_invalid_deadline_gets_a_response(long seconds)
    {
        world.Timeout = TimeSpan.FromSeconds(seconds);

        (await world.CreateAsync(Quay)).Status.ShouldBe("SUCCESS");

        world.Logs.Contains("The deadline of the invocation has already passed", StringComparison.Ordinal).ShouldBe(seconds <= 0);
    }

    [Fact]
    public async Task A_long_Reason_is_cut_to_fit_and_says_where_the_rest_is()
    {
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Error("ValidationException", new string('é', 6000)));

        var response = await world.CreateAsync(Quay);

        response.Body.Length.ShouldBeInRange(4090, 4096);
        response.Reason!.ShouldEndWith("… (see log stream 2026/08/22/[$LATEST]0123456789abcdef, request c6af9ac6-7b61-11e6-9a41-93e8deadbeef)");
    }

    [Fact]
    public async Task The_response_is_sent_before_the_deadline_whatever_hangs()
    {
        world.Timeout = TimeSpan.FromSeconds(60);
        var start = world.Clock.GetUtcNow();
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Delay(TimeSpan.FromMinutes(10)), times: 10);
        world.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Delay(TimeSpan.FromMinutes(10)), times: 10);

        var response = await world.CreateAsync(Quay);

        response.Reason!.ShouldContain("no response came within 10 s");
        (world.Clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(57));
    }

    public void Dispose() => world.Dispose();
}
