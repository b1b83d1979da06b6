using System.Net;
using System.Text;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class ResponseSenderTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"Status":"SUCCESS"}""");

    private readonly VirtualTime clock = new(Now);

    [Theory]
    [InlineData(200, ResponseVerdict.Accepted)]
    [InlineData(201, ResponseVerdict.Accepted)]
    [InlineData(204, ResponseVerdict.Accepted)]
    [InlineData(299, ResponseVerdict.Accepted)]
    [InlineData(300, ResponseVerdict.Final)]
    [InlineData(301, ResponseVerdict.Final)]
    [InlineData(307, ResponseVerdict.Final)]
    [InlineData(400, ResponseVerdict.Final)]
    [InlineData(403, ResponseVerdict.Final)]
    [InlineData(404, ResponseVerdict.Final)]
    [InlineData(408, ResponseVerdict.Retryable)]
    [InlineData(411, ResponseVerdict.Final)]
    [InlineData(429, ResponseVerdict.Retryable)]
    [InlineData(500, ResponseVerdict.Retryable)]
    [InlineData(501, ResponseVerdict.Retryable)]
    [InlineData(503, ResponseVerdict.Retryable)]
    [InlineData(599, ResponseVerdict.Retryable)]
    internal void Each_status_is_accepted_final_or_worth_another_try(int status, ResponseVerdict verdict) =>
        ResponseVerdict.From((HttpStatusCode)status).ShouldBe(verdict);

    [Fact]
    public async Task An_accepted_response_is_sent_once()
    {
        var sendResult = await SendAsync(_ => Status(200));

        sendResult.ShouldBe(new SendResult.Accepted(1));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(307)]
    public async Task A_final_refusal_is_not_tried_again(int status) => (await SendAsync(_ => Status(status))).ShouldBe(new SendResult.Rejected(1, status));

    [Fact]
    public async Task Passing_failures_are_tried_again_with_the_same_bytes()
    {
        var bodies = new List<string>();

        var sendResult = await SendAsync(request =>
        {
            bodies.Add(request.Content!.ReadAsStringAsync().Result);
            return bodies.Count switch
            {
                1 => Status(503),
                2 => throw new HttpRequestException("reset"),
                3 => Status(429),
                4 => Status(408),
                _ => Status(200),
            };
        });

        sendResult.ShouldBe(new SendResult.Accepted(5));
        bodies.ShouldBe(Enumerable.Repeat("""{"Status":"SUCCESS"}""", 5));
    }

    [Fact]
    public async Task Tries_end_with_the_time()
    {
        var sendResult = await SendAsync(_ => Status(500));

        sendResult.ShouldBeOfType<SendResult.NotDelivered>().LastFailure.ShouldBe("HTTP 500");
        clock.GetUtcNow().ShouldBeInRange(Now.AddSeconds(50), Now.AddSeconds(60));
    }

    [Fact]
    public async Task A_bucket_that_hangs_is_left_after_five_seconds_and_tried_again()
    {
        var attempts = 0;
        using var http = new HttpClient(new Responder(async (_, token) =>
        {
            if (++attempts == 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), clock, token);
            }

            return Status(200);
        }));

        (await SendAsync(http)).ShouldBe(new SendResult.Accepted(2));
        clock.GetUtcNow().ShouldBeInRange(Now.AddSeconds(5), Now.AddSeconds(6));
    }

    [Fact]
    public async Task The_request_is_a_PUT_of_the_signed_bytes_without_a_content_type()
    {
        const string signed = "https://bucket.s3.amazonaws.com/arn%3Aaws%3A%41/a%2Fb%7CRule%7Cid?X-Amz-Signature=%61";

        var sendResult = await SendAsync(
            request =>
            {
                request.Method.ShouldBe(HttpMethod.Put);
                request.RequestUri!.PathAndQuery.ShouldBe("/arn%3Aaws%3A%41/a%2Fb%7CRule%7Cid?X-Amz-Signature=%61");
                request.Content!.Headers.ContentType.ShouldBeNull();
                request.Content.Headers.ContentLength.ShouldBe(Body.Length);
                request.Headers.ShouldBeEmpty();
                return Status(200);
            },
            signed);

        sendResult.ShouldBeOfType<SendResult.Accepted>();
    }

    private Task<SendResult> SendAsync(Func<HttpRequestMessage, HttpResponseMessage> respond, string url = "https://bucket.s3.amazonaws.com/key?X-Amz-Signature=abc")
    {
        var http = new HttpClient(new Responder((request, _) => Task.FromResult(respond(request))));
        return SendAsync(http, url);
    }

    private async Task<SendResult> SendAsync(HttpClient http, string url = "https://bucket.s3.amazonaws.com/key?X-Amz-Signature=abc")
    {
        http.Timeout = Timeout.InfiniteTimeSpan;
        ResponseUrl.TryParse(url, ResponseHosts.From(null), out var parsed).ShouldBeNull();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), clock);
        return await new ResponseSender(http, clock, new Backoff(clock, new FixedRandom(0.5)), NullLogger.Instance).SendAsync(parsed!, Body, limit.Token);
    }

    private static HttpResponseMessage Status(int status) => new((HttpStatusCode)status);

    private sealed class Responder(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => respond(request, cancellationToken);
    }
}
