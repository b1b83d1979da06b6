using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Responses;

public sealed class ResponseBucketTests : IDisposable
{
    private const string Response =
        """{"Status":"SUCCESS","PhysicalResourceId":"docker-hub","StackId":"s","RequestId":"r","LogicalResourceId":"Rule","NoEcho":false,"Data":{"RegistryId":"123456789012"}}""";

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task A_response_at_a_signed_url_is_accepted(SignatureStyle style)
    {
        var response = await PutAsync(Url(style), Response);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        bench.Aws.Responses.Responses.ShouldHaveSingleItem().Rejection.ShouldBeNull();
    }

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task A_response_at_a_signed_url_is_accepted_over_the_loopback_transport(SignatureStyle style)
    {
        await using var server = await bench.Aws.ListenAsync();
        using var http = new HttpClient();
        using var content = Content(Response);

        var response = await http.PutAsync(new Uri(bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, server?.Endpoint, style)), content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        bench.Aws.Responses.Responses.ShouldHaveSingleItem().PhysicalResourceId.ShouldBe("docker-hub");
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Forbidden)]
    public async Task A_response_at_an_unsigned_url_is_accepted_if_the_options_allow_it(bool acceptsUnsigned, HttpStatusCode expected)
    {
        using var open = new Bench(new() { AcceptsUnsignedResponses = acceptsUnsigned });
        using var content = Content(Response);
        var url = open.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, style: SignatureStyle.None);

        var response = await open.Http.PutAsync(new Uri(url), content);

        new Uri(url).Query.ShouldBeEmpty();
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Listeners_are_notified_of_each_accepted_response()
    {
        List<string?> told = [];
        bench.Aws.Responses.ResponseReceived += (_, response) => told.Add(response.PhysicalResourceId);

        await PutAsync(Url(), Response);
        await PutAsync(Url() + "0", Response);

        told.ShouldBe(["docker-hub"]);
    }

    [Fact]
    public async Task A_response_is_read_as_CloudFormation_reads_it()
    {
        await PutAsync(Url(), Response);

        var response = bench.Aws.Responses.Responses.ShouldHaveSingleItem();

        response.Status.ShouldBe("SUCCESS");
        response.Reason.ShouldBeNull();
        response.PhysicalResourceId.ShouldBe("docker-hub");
        response.StackId.ShouldBe("s");
        response.RequestId.ShouldBe("r");
        response.LogicalResourceId.ShouldBe("Rule");
        response.NoEcho.ShouldBe(false);
        response.Data.ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new("RegistryId", "123456789012"));
        response.IsDuplicate.ShouldBeFalse();
        Encoding.UTF8.GetString(response.Body.Span).ShouldBe(Response);
    }

    [Fact]
    public async Task A_response_that_comes_twice_is_recorded_twice_and_flagged()
    {
        var url = Url();
        await PutAsync(url, Response);
        await PutAsync(url, Response);

        bench.Aws.Responses.Responses.Select(response => response.IsDuplicate).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Responses_at_two_urls_are_no_duplicates()
    {
        await PutAsync(Url(), Response);
        await PutAsync(bench.Aws.Responses.CreateResponseUrl(StackId, "OtherRule", RequestId), Response);

        bench.Aws.Responses.Responses.ShouldAllBe(response => !response.IsDuplicate);
    }

    [Fact]
    public async Task The_wait_for_a_response_returns_the_first_one_at_its_url()
    {
        var url = Url();
        var wait = bench.Aws.Responses.ResponseToAsync(url, CancellationToken.None);
        await PutAsync(bench.Aws.Responses.CreateResponseUrl(StackId, "OtherRule", RequestId), Response);
        wait.IsCompleted.ShouldBeFalse();

        await PutAsync(url, Response);

        (await wait).ShouldBeSameAs(bench.Aws.Responses.Responses[1]);
        (await bench.Aws.Responses.ResponseToAsync(url, CancellationToken.None)).ShouldBeSameAs(bench.Aws.Responses.Responses[1]);
    }

    [Fact]
    public async Task The_wait_for_a_response_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(() => bench.Aws.Responses.ResponseToAsync(Url(), new(canceled: true)));

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task An_altered_path_is_refused(SignatureStyle style) =>
        await ShouldBeRefusedAsync(Url(style).Replace("%7CRule%7C", "%7CRulf%7C", StringComparison.Ordinal), 403, "SignatureDoesNotMatch");

    [Theory]
    [InlineData("%7C", "|")]
    [InlineData("%3A", ":")]
    public async Task A_path_in_another_encoding_is_refused(string before, string after)
    {
        var url = Url();
        var (path, query) = (url[..url.IndexOf('?', StringComparison.Ordinal)], url[url.IndexOf('?', StringComparison.Ordinal)..]);

        await ShouldBeRefusedAsync(path.Replace(before, after, StringComparison.Ordinal) + query, 403, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData(SignatureStyle.V4, "X-Amz-Expires=7200", "X-Amz-Expires=7201")]
    [InlineData(SignatureStyle.V4, "X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=")]
    [InlineData(SignatureStyle.V4, "us-east-1%2Fs3", "eu-west-1%2Fs3")]
    [InlineData(SignatureStyle.V4, "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE")]
    [InlineData(SignatureStyle.V4, "X-Amz-Signature=", "X-Amz-Signature=0")]
    [InlineData(SignatureStyle.V4, "&X-Amz-Signature=", "&x=1&X-Amz-Signature=")]
    [InlineData(SignatureStyle.V2, "Expires=178", "Expires=179")]
    [InlineData(SignatureStyle.V2, "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE")]
    [InlineData(SignatureStyle.V2, "Signature=", "Signature=0")]
    public async Task An_altered_query_is_refused(SignatureStyle style, string before, string after)
    {
        var url = Url(style);
        url.ShouldContain(before);

        await ShouldBeRefusedAsync(url.Replace(before, after, StringComparison.Ordinal), 403, "SignatureDoesNotMatch");
    }

    [Fact]
    public async Task Another_host_is_refused() =>
        await ShouldBeRefusedAsync(Url().Replace(".s3.us-east-1.", ".s3.", StringComparison.Ordinal), 403, "SignatureDoesNotMatch");

    [Theory]
    [InlineData("")]
    [InlineData("?x=1")]
    public async Task A_url_without_a_signature_is_refused(string query) =>
        await ShouldBeRefusedAsync(Url().Split('?')[0] + query, 403, "AccessDenied");

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task A_content_type_is_refused(SignatureStyle style)
    {
        using var content = Content(Response);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var message = new HttpRequestMessage(HttpMethod.Put, Url(style)) { Content = content };

        await ShouldBeRefusedAsync(message, 403, "SignatureDoesNotMatch");
    }

    [Fact]
    public async Task A_body_without_its_length_is_refused()
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, Url());

        await ShouldBeRefusedAsync(message, 411, "MissingContentLength");
    }

    [Fact]
    public async Task A_chunked_body_is_refused_over_the_loopback_transport()
    {
        await using var server = await bench.Aws.ListenAsync();
        using var http = new HttpClient();
        using var content = Content(Response);
        using var message = new HttpRequestMessage(HttpMethod.Put, bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, server?.Endpoint)) { Content = content };
        message.Headers.TransferEncodingChunked = true;

        var response = await http.SendAsync(message);

        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        bench.Aws.Responses.Responses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Another_method_is_refused(string method)
    {
        using var content = Content(Response);
        using var message = new HttpRequestMessage(new(method), Url()) { Content = content };

        await ShouldBeRefusedAsync(message, 403, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task An_expired_url_is_refused(SignatureStyle style)
    {
        var url = Url(style);
        bench.Clock.Advance(TimeSpan.FromSeconds(7201));

        await ShouldBeRefusedAsync(url, 403, "AccessDenied");
    }

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task A_url_lives_as_long_as_the_options_say(SignatureStyle style)
    {
        using var brief = new Bench(new() { ResponseUrlLifetime = TimeSpan.FromSeconds(10) });
        var url = brief.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, style: style);
        using var content = Content(Response);
        brief.Clock.Advance(TimeSpan.FromSeconds(9));

        (await brief.Http.PutAsync(new Uri(url), content)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, "Response object is too long.")]
    public async Task A_response_has_4096_bytes_at_most(int bytes, string? rejection)
    {
        await PutAsync(Url(), """{"PhysicalResourceId":"docker-hub"}""".PadRight(bytes));

        bench.Aws.Responses.Responses.ShouldHaveSingleItem().Rejection.ShouldBe(rejection);
    }

    [Theory]
    [InlineData("""{"Status":"SUCCESS"}""")]
    [InlineData("""{"Status":"SUCCESS","PhysicalResourceId":""}""")]
    [InlineData("""{"Status":"SUCCESS","PhysicalResourceId":null}""")]
    public async Task A_response_without_an_id_is_rejected(string body)
    {
        await PutAsync(Url(), body);

        bench.Aws.Responses.Responses.ShouldHaveSingleItem().Rejection.ShouldBe("Invalid PhysicalResourceId");
    }

    [Theory]
    [InlineData('a', 1024, null)]
    [InlineData('a', 1025, "Invalid PhysicalResourceId")]
    [InlineData('ä', 512, null)]
    [InlineData('ä', 513, "Invalid PhysicalResourceId")]
    public async Task An_id_has_1024_bytes_at_most(char letter, int letters, string? rejection)
    {
        await PutAsync(Url(), $$"""{"PhysicalResourceId":"{{new string(letter, letters)}}"}""");

        bench.Aws.Responses.Responses.ShouldHaveSingleItem().Rejection.ShouldBe(rejection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"PhysicalResourceId":1}""")]
    [InlineData("""{"PhysicalResourceId":"docker-hub","Data":{"Port":1}}""")]
    [InlineData("""{"PhysicalResourceId":"docker-hub","NoEcho":"true"}""")]
    public async Task A_response_of_another_shape_is_rejected(string body)
    {
        await PutAsync(Url(), body);

        bench.Aws.Responses.Responses.ShouldHaveSingleItem().Rejection.ShouldBe("Invalid response object");
    }

    [Fact]
    public async Task The_text_of_a_response_leaves_the_signature_out()
    {
        await PutAsync(Url(), """{"Status":"FAILED","Reason":"No such secret","PhysicalResourceId":"docker-hub"}""");

        bench.Aws.Responses.Responses.ShouldHaveSingleItem().ToString().ShouldBe("FAILED docker-hub No such secret");
    }

    [Fact]
    public void A_buckets_name_is_made_from_the_Regions()
    {
        using var ireland = new Bench(new() { Region = "eu-west-1" });

        ireland.Aws.Responses.BucketName.ShouldBe("cloudformation-custom-resource-response-euwest1");
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(507, "InternalError")]
    public async Task A_fault_is_returned_and_the_response_isnt_accepted(int status, string code)
    {
        bench.Aws.Faults.Next(Faults.PutObject, code == "SlowDown" ? new Fault.Throttle() : new Fault.ServerError(status));

        await ShouldBeRefusedAsync(Url(), status, code);
    }

    [Fact]
    public async Task A_scripted_error_is_returned()
    {
        bench.Aws.Faults.Next(Faults.PutObject, new Fault.Error("AccessDenied", "Blocked", 403));

        await ShouldBeRefusedAsync(Url(), 403, "AccessDenied");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_ends_before_or_after_the_response_is_accepted(bool isTaken)
    {
        bench.Aws.Faults.Next(Faults.PutObject, isTaken ? new Fault.LostResponse() : new Fault.Reset());

        await Should.ThrowAsync<HttpRequestException>(() => PutAsync(Url(), Response));

        bench.Aws.Responses.Responses.Count.ShouldBe(isTaken ? 1 : 0);
    }

    [Fact]
    public async Task A_delay_postpones_the_acceptance_of_the_response()
    {
        bench.Aws.Faults.Next(Faults.PutObject, new Fault.Delay(TimeSpan.FromSeconds(3)));
        var put = PutAsync(Url(), Response);
        bench.Aws.Responses.Responses.ShouldBeEmpty();

        bench.Clock.Advance(TimeSpan.FromSeconds(3));

        (await put).StatusCode.ShouldBe(HttpStatusCode.OK);
        bench.Aws.Responses.Responses.ShouldHaveSingleItem();
    }

    private string Url(SignatureStyle style = SignatureStyle.V4) => bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, style: style);

    private async Task<HttpResponseMessage> PutAsync(string url, string body)
    {
        using var content = Content(body);
        return await bench.Http.PutAsync(new Uri(url), content);
    }

    private async Task ShouldBeRefusedAsync(string url, int status, string code)
    {
        using var content = Content(Response);
        using var message = new HttpRequestMessage(HttpMethod.Put, new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = content,
        };

        await ShouldBeRefusedAsync(message, status, code);
    }

    private async Task ShouldBeRefusedAsync(HttpRequestMessage message, int status, string code)
    {
        using var response = await bench.Http.SendAsync(message);

        ((int)response.StatusCode).ShouldBe(status);
        XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Element("Code")!.Value.ShouldBe(code);
        bench.Aws.Responses.Responses.ShouldBeEmpty();
    }

    private static ByteArrayContent Content(string body) => new(Encoding.UTF8.GetBytes(body));
}
