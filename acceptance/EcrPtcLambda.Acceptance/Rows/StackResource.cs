using System.Text;
using System.Text.Json.Nodes;
using Amazon;
using EcrPtcLambda.Acceptance.Handler;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>A custom resource of a stack, with the properties and the physical ID that CloudFormation stores.</summary>
internal sealed class StackResource(HandlerProcess handler, string accountId, string region, CancellationToken cancellationToken)
{
    private readonly string stackName = $"ptc-acc-{Guid.NewGuid().ToString("n")[..8]}";
    private JsonObject? properties;
    private (byte[] Payload, string Url)? last;

    /// <summary>The physical ID that CloudFormation stores. Null before the first response.</summary>
    public string? PhysicalId { get; private set; }

    /// <summary>Replaced IDs that the cleanup must delete.</summary>
    public List<(string Id, JsonObject Properties)> ToCleanUp { get; } = [];

    private string StackId => $"arn:{RegionEndpoint.GetBySystemName(region).PartitionName}:cloudformation:{region}:{accountId}:stack/{stackName}/51af3dc0-da77-11e4-872e-1234567db123";

    /// <summary>The ID that CloudFormation generates if a Create gets no response.</summary>
    public string MadeUpId => $"{stackName}-Rule-1A2B3C4D5E6F7";

    public async Task<CloudFormationResponse> CreateAsync(JsonObject asked)
    {
        var response = await SendAsync("Create", id: null, asked, old: null);
        PhysicalId = response.PhysicalResourceId;
        properties = asked;
        return response;
    }

    /// <summary>Updates the resource. If the response contains another ID, the previous one is deleted by the cleanup.</summary>
    public async Task<CloudFormationResponse> UpdateAsync(JsonObject asked)
    {
        var response = await SendAsync("Update", PhysicalId, asked, properties);
        Take(response, asked);
        return response;
    }

    /// <summary>Delivers the last event again, as Lambda does after a lost response.</summary>
    public async Task<CloudFormationResponse> RedeliverAsync() => await handler.DeliverAsync(last!.Value.Payload, last.Value.Url, cancellationToken);

    /// <summary>Rolls back an update: sends an Update with the properties swapped, and cancels the cleanup of the previous ID.</summary>
    /// <param name="before">The properties before the update.</param>
    public async Task<CloudFormationResponse> RollBackAsync(JsonObject before)
    {
        ToCleanUp.Clear();
        return await UpdateAsync(before);
    }

    /// <summary>Deletes what updates replaced, as CloudFormation does at the end of an operation.</summary>
    public async Task CleanUpAsync()
    {
        foreach (var (id, old) in ToCleanUp)
        {
            Succeeded(await SendAsync("Delete", id, old, old: null), "the clean-up's Delete");
        }

        ToCleanUp.Clear();
    }

    public async Task DeleteAsync() => Succeeded(await SendAsync("Delete", PhysicalId, properties!, old: null), "the Delete");

    /// <summary>Deletes by an ID that CloudFormation generated.</summary>
    public async Task DeleteByMadeUpIdAsync(JsonObject asked) => Succeeded(await SendAsync("Delete", MadeUpId, asked, old: null), "the Delete");

    /// <summary>Requires that an event succeeded.</summary>
    public static CloudFormationResponse Succeeded(CloudFormationResponse response, string what)
    {
        Expect.That(response.Status == "SUCCESS", $"{what} failed: {response.Reason}");
        return response;
    }

    /// <summary>Requires that an event failed.</summary>
    public static CloudFormationResponse Failed(CloudFormationResponse response, string what)
    {
        Expect.That(response.Status == "FAILED", $"{what} succeeded");
        Expect.That(!string.IsNullOrEmpty(response.Reason), $"{what} failed without a Reason");
        return response;
    }

    private void Take(CloudFormationResponse response, JsonObject asked)
    {
        if (response.Status != "SUCCESS")
        {
            return;
        }

        if (response.PhysicalResourceId != PhysicalId)
        {
            ToCleanUp.Add((PhysicalId!, properties!));
        }

        PhysicalId = response.PhysicalResourceId;
        properties = asked;
    }

    private async Task<CloudFormationResponse> SendAsync(string requestType, string? id, JsonObject asked, JsonObject? old)
    {
        var requestId = Guid.NewGuid().ToString();
        var url = handler.CreateResponseUrl(StackId, "Rule", requestId);
        var @event = new JsonObject
        {
            ["RequestType"] = requestType,
            [nameof(ServiceToken)] = ServiceToken,
            ["ResponseURL"] = url,
            [nameof(StackId)] = StackId,
            ["RequestId"] = requestId,
            ["LogicalResourceId"] = "Rule",
            ["ResourceType"] = "Custom::PullThroughCacheRule",
            ["ResourceProperties"] = Whole(asked),
        };
        if (id is not null)
        {
            @event["PhysicalResourceId"] = id;
        }

        if (old is not null)
        {
            @event["OldResourceProperties"] = Whole(old);
        }

        var payload = Encoding.UTF8.GetBytes(@event.ToJsonString());
        last = (payload, url);
        return await handler.DeliverAsync(payload, url, cancellationToken);
    }

    private string ServiceToken => $"arn:{RegionEndpoint.GetBySystemName(region).PartitionName}:lambda:{region}:{accountId}:function:ecr-ptc";

    private JsonObject Whole(JsonObject asked)
    {
        var whole = asked.DeepClone().AsObject();
        whole[nameof(ServiceToken)] = ServiceToken;
        return whole;
    }
}
