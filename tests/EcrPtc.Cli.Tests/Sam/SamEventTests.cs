using System.Text.Json.Nodes;
using EcrPtc.Cli.Sam;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Sam;

/// <summary>Events as they are kept, in the account and Region of a function that SAM runs.</summary>
public sealed class SamEventTests : IDisposable
{
    private readonly LocalAws aws = Open("us-east-1");

    public void Dispose() => aws.Dispose();

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf", "arn:aws:secretsmanager:us-east-1:012345678912:secret:ecr-pullthroughcache/docker-hub-AbCdEf")]
    [InlineData("arn:aws:iam::123456789012:role/pull-through", "arn:aws:iam::012345678912:role/pull-through")]
    [InlineData("123456789012:docker-hub", "012345678912:docker-hub")]
    [InlineData("123456789012", "012345678912")]
    [InlineData("210987654321.dkr.ecr.us-east-1.amazonaws.com", "210987654321.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("docker-hub", "docker-hub")]
    public void The_account_is_SAMs(string written, string expected) => SamEvent.Move(written, aws).ShouldBe(expected);

    [Theory]
    [InlineData("eu-west-1", "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", "arn:aws:lambda:eu-west-1:012345678912:function:ecr-ptc")]
    [InlineData("eu-west-1", "arn:aws:iam::123456789012:role/pull-through", "arn:aws:iam::012345678912:role/pull-through")]
    [InlineData("eu-west-1", "arn:aws:lambda:ap-south-1:123456789012:function:ecr-ptc", "arn:aws:lambda:ap-south-1:012345678912:function:ecr-ptc")]
    [InlineData("eu-west-1", "210987654321.dkr.ecr.us-east-1.amazonaws.com", "210987654321.dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "arn:aws:iam::123456789012:role/pull-through", "arn:aws-cn:iam::012345678912:role/pull-through")]
    [InlineData("cn-north-1", "210987654321.dkr.ecr.us-east-1.amazonaws.com", "210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn")]
    public void The_Region_and_its_partition_are_the_emulated_ones(string region, string written, string expected)
    {
        using var elsewhere = Open(region);

        SamEvent.Move(written, elsewhere).ShouldBe(expected);
    }

    [Fact]
    public async Task An_event_keeps_everything_else_and_its_URL_leads_to_the_server()
    {
        await using var server = await aws.Emulated.ListenAsync(new ListeningAddress(System.Net.IPAddress.Loopback, 0) { Host = "host.docker.internal" });
        var written = JsonNode.Parse("""
            {
              "RequestType": "Update",
              "ResponseURL": "http://127.0.0.1:9000/old",
              "StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80",
              "RequestId": "7b7a3a1e",
              "LogicalResourceId": "DockerHub",
              "PhysicalResourceId": "docker-hub",
              "ResourceProperties": { "RegistryId": "123456789012", "Tags": [1, true, null, { "Owner": "123456789012" }] }
            }
            """)!.AsObject();

        var @event = SamEvent.Create(written, aws, server);

        JsonNode.DeepEquals(@event, JsonNode.Parse($$"""
            {
              "RequestType": "Update",
              "ResponseURL": "http://host.docker.internal:{{server.Endpoint.Port}}/arn%3Aaws%3Acloudformation%3Aus-east-1%3A012345678912%3Astack/platform/5b0f2b80%7CDockerHub%7C7b7a3a1e",
              "StackId": "arn:aws:cloudformation:us-east-1:012345678912:stack/platform/5b0f2b80",
              "RequestId": "7b7a3a1e",
              "LogicalResourceId": "DockerHub",
              "PhysicalResourceId": "docker-hub",
              "ResourceProperties": { "RegistryId": "012345678912", "Tags": [1, true, null, { "Owner": "012345678912" }] }
            }
            """)).ShouldBeTrue(@event.ToJsonString());
    }

    private static LocalAws Open(string region) => new(new(new() { AccountId = SamFunction.AccountId, Region = region }), new MemoryStore());
}
