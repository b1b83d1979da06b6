using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>Those that the function talks with mean it harm. SECURITY.md names these tests.</summary>
public sealed class HostileTests
{
    private static readonly (string Name, string Value)[] EcrPublic = [("EcrRepositoryPrefix", "ecr-public"), ("UpstreamRegistry", "ecr-public")];

    [Fact]
    public async Task A_message_that_looks_like_a_response_stays_text_in_the_Reason_and_on_one_line_of_the_log()
    {
        const string message = "\",\"Status\":\"SUCCESS\"}\r\n{\"level\":\"INFO\",\"Failures\":0}\u2028\0🐳";
        using var world = new World();
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Error("SomethingException", string.Concat(Enumerable.Repeat(message, 200))));

        var response = await world.CreateAsync(EcrPublic);

        response.Status.ShouldBe("FAILED");
        response.Body.Length.ShouldBeLessThanOrEqualTo(4096);
        response.Reason!.ShouldContain("\",\"Status\":\"SUCCESS\"}");
        foreach (var line in world.Logs.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var read = JsonDocument.Parse(line);
            read.RootElement.TryGetProperty("timestamp", out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Whatever_ECR_returns_the_event_gets_one_response_and_it_fits() =>
        await Gen.Select(
                Generated.One(200, 204, 301, 400, 403, 404, 429, 500, 503),
                Generated.One("application/x-amz-json-1.1", "text/html", "application/cbor"),
                Gen.OneOf(
                    Generated.Json.Select(Encoding.UTF8.GetBytes),
                    Gen.Byte.Array[0, 200],
                    Gen.Select(Generated.Text, Generated.Text, Gen.Int[0, 600]).Select((type, text, times) => Encoding.UTF8.GetBytes(
                        $$"""{"__type":{{Generated.Quoted(type)}},"message":{{Generated.Quoted(string.Concat(Enumerable.Repeat(text, times)))}}}"""))))
            .SampleAsync(
                async (status, type, body) =>
                {
                    using var world = new World();
                    using var handler = new Scripted((HttpStatusCode)status, type, body);
                    world.Connection = new(handler, world.Clock, "us-east-1", new Amazon.Runtime.BasicAWSCredentials("AKIDEXAMPLE", "secret"), maxErrorRetry: 0);

                    (await world.CreateAsync(EcrPublic)).Body.Length.ShouldBeLessThanOrEqualTo(4096);
                },
                iter: 1000);

    private sealed class Scripted(HttpStatusCode status, string type, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new(type);
            return Task.FromResult(new HttpResponseMessage(status) { Content = content, RequestMessage = request });
        }
    }
}
