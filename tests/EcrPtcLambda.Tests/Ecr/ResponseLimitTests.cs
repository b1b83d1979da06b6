using Amazon.Runtime;
using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace EcrPtcLambda.Tests.Ecr;

/// <summary>The limit on the size of ECR's responses, over real sockets.</summary>
public sealed class ResponseLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunks)]
    [InlineData(BodyFraming.Close)]
    public async Task A_response_of_a_megabyte_is_read(BodyFraming framing)
    {
        await using var server = new FloodServer(framing, ResponseLimitHandler.MaxBytes);

        (await DescribeAsync(server)).ShouldBeNull();

        server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunks)]
    [InlineData(BodyFraming.Close)]
    public async Task A_response_of_a_byte_more_is_not_ECRs(BodyFraming framing)
    {
        await using var server = new FloodServer(framing, ResponseLimitHandler.MaxBytes + 1);

        var thrown = await Should.ThrowAsync<EcrException>(() => DescribeAsync(server));

        thrown.Error.Kind.ShouldBe(EcrErrorKind.UnexpectedResponse);
        thrown.Error.Message.ShouldBe("the response (HTTP 200) is longer than 1,048,576 bytes and was not read to its end");
    }

    [Theory]
    [InlineData(BodyFraming.Length)]
    [InlineData(BodyFraming.Chunks)]
    [InlineData(BodyFraming.Close)]
    public async Task Of_a_response_of_fifty_megabytes_the_rest_is_never_fetched(BodyFraming framing)
    {
        await using var server = new FloodServer(framing, 50_000_000);

        var thrown = await Should.ThrowAsync<EcrException>(() => DescribeAsync(server));

        thrown.Error.Kind.ShouldBe(EcrErrorKind.UnexpectedResponse);
        server.Sent.ShouldBeLessThan(server.Requests * 25_000_000L);
    }

    [Fact]
    public async Task An_error_is_bounded_as_a_result_is()
    {
        await using var server = new FloodServer(BodyFraming.Chunks, 50_000_000) { Status = "400 Bad Request" };

        var thrown = await Should.ThrowAsync<EcrException>(() => DescribeAsync(server));

        thrown.Error.Message.ShouldStartWith("the response (HTTP 400) is longer than");
    }

    private static async Task<LiveRule?> DescribeAsync(FloodServer server)
    {
        using var network = new SocketsHttpHandler { UseProxy = false };
        using var redirected = new Redirected(network, server.Uri);
        using var connection = new EcrConnection(redirected, TimeProvider.System, "us-east-1", new BasicAWSCredentials("AKIDEXAMPLE", "secret"), maxErrorRetry: 0);
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var gateway = new EcrGateway(connection, TimeProvider.System, new Backoff(TimeProvider.System, new FixedRandom(0.5)), NullLogger.Instance);
        return await gateway.DescribeAsync(new RuleKey("123456789012", "docker-hub"), limit.Token);
    }

    /// <summary>Sends what is for ECR to another server.</summary>
    private sealed class Redirected(HttpMessageHandler inner, Uri server) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = server;
            request.Headers.Host = null;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
