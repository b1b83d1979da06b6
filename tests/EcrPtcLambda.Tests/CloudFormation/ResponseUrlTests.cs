using EcrPtcLambda.CloudFormation;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class ResponseUrlTests
{
    private const string Key = "arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/platform/5b0f2b80%7CRule%7C7b7a3a1e";

    private const string V4Query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260822T120000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=7199&X-Amz-Credential=AKIA%2F20260822%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0123456789abcdef";

    private const string V2Query = "AWSAccessKeyId=AKIA&Expires=1787407200&Signature=abc%2Bdef%3D";

    [Theory]
    [InlineData("cloudformation-custom-resource-response-useast1.s3.amazonaws.com")]
    [InlineData("cloudformation-custom-resource-response-useast2.s3-us-east-2.amazonaws.com")]
    [InlineData("cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com")]
    [InlineData("cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn")]
    [InlineData("cloudformation-custom-resource-response-usgovwest1.s3.us-gov-west-1.amazonaws.com")]
    [InlineData("cloudformation-custom-resource-response-usisoeast1.s3.us-iso-east-1.c2s.ic.gov")]
    [InlineData("cloudformation-custom-resource-response-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu")]
    [InlineData("BUCKET.S3.US-EAST-1.AMAZONAWS.COM")]
    [InlineData("bucket.s3.amazonaws.com:443")]
    public void A_host_under_a_partitions_suffix_gets_a_response(string host) => Refusal($"https://{host}/{Key}?{V4Query}").ShouldBeNull();

    [Theory]
    [InlineData("http://bucket.s3.amazonaws.com/key?q", "scheme")]
    [InlineData("ftp://bucket.s3.amazonaws.com/key?q", "scheme")]
    [InlineData("file:///etc/passwd", "scheme")]
    [InlineData("https://bucket.s3.amazonaws.com:8443/key?q", "port")]
    [InlineData("https://bucket.s3.amazonaws.com:80/key?q", "port")]
    [InlineData("https://example.com/key?q", "DNS suffix")]
    [InlineData("https://amazonaws.com/key?q", "DNS suffix")]
    [InlineData("https://evilamazonaws.com/key?q", "DNS suffix")]
    [InlineData("https://amazonaws.com.example.com/key?q", "DNS suffix")]
    [InlineData("https://example.com/.amazonaws.com?q", "DNS suffix")]
    [InlineData("https://example.com#.amazonaws.com", "DNS suffix")]
    [InlineData("https://example.com?.amazonaws.com", "DNS suffix")]
    [InlineData("https://bucket.s3.amazonaws.com.", "DNS suffix")]
    [InlineData("https://169.254.169.254/latest/meta-data", "DNS name")]
    [InlineData("https://[::1]/key", "DNS name")]
    [InlineData("https://localhost/key", "DNS suffix")]
    [InlineData("https://bucket.s3.amazonaws.com@example.com/key", "user information")]
    [InlineData("https://me:secret@bucket.s3.amazonaws.com/key", "user information")]
    [InlineData("//bucket.s3.amazonaws.com/key", "")]
    [InlineData("bucket.s3.amazonaws.com/key", "absolute URL")]
    [InlineData("not a url", "space")]
    [InlineData("https://bucket.s3.amazonaws.com/key?q HTTP/1.1\r\nHost: example.com", "space")]
    [InlineData("https://bucket.s3.amazonaws.com/key?q\r\nX: y", "control character")]
    [InlineData("https://bücket.s3.amazonaws.com/key", "isn't ASCII")]
    [InlineData("https://bucket.s3.amazonaws\u3002com/key", "isn't ASCII")]
    [InlineData(null, "missing")]
    public void Anything_else_gets_none(string? url, string why) => Refusal(url).ShouldNotBeNull().ShouldContain(why);

    [Theory]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/key?q")]
    [InlineData("a.example, host.docker.internal:9000", "http://host.docker.internal:9000/key?q")]
    [InlineData("localhost", "https://localhost/key?q")]
    [InlineData("localhost:443", "https://localhost/key?q")]
    [InlineData("localhost:80", "http://localhost/key?q")]
    [InlineData("localhost", "http://localhost/key?q")]
    [InlineData("LOCALHOST:8080", "http://localhost:8080/key?q")]
    public void A_host_that_the_operator_allows_gets_a_response(string hosts, string url) => Refusal(url, hosts).ShouldBeNull();

    [Theory]
    [InlineData("localhost", "http://localhost:8080/key?q")]
    [InlineData("localhost:8080", "http://localhost:8081/key?q")]
    [InlineData("localhost:8080", "ftp://localhost:8080/key?q")]
    [InlineData("localhost:8080", "http://user@localhost:8080/key?q")]
    [InlineData("localhost:8080", "http://localhost.example.com:8080/key?q")]
    [InlineData("", "http://localhost/key?q")]
    public void The_operators_hosts_are_matched_whole(string hosts, string url) => Refusal(url, hosts).ShouldNotBeNull();

    [Fact]
    public void The_URL_keeps_the_bytes_that_were_signed()
    {
        const string odd = "https://bucket.s3.amazonaws.com/%41%7E/a%2Fb/../c/./d|e?X-Amz-Signature=%61b&%7e";

        Parse(odd).Uri.PathAndQuery.ShouldBe("/%41%7E/a%2Fb/../c/./d|e?X-Amz-Signature=%61b&%7e");
    }

    [Fact]
    public void A_URL_of_signature_version_4_was_signed_at_its_date() => Parse($"https://b.s3.amazonaws.com/{Key}?{V4Query}").SignedAt.ShouldBe(Now);

    [Fact]
    public void A_URL_of_signature_version_2_was_signed_two_hours_before_it_expires() => Parse($"https://b.s3.amazonaws.com/{Key}?{V2Query}").SignedAt.ShouldBe(Now);

    [Fact]
    public void A_date_of_signature_version_4_counts_before_an_expiry_of_version_2() =>
        Parse($"https://b.s3.amazonaws.com/{Key}?Expires=1787493600&X-Amz-Date=20260822T120000Z").SignedAt.ShouldBe(Now);

    [Theory]
    [InlineData("")]
    [InlineData("X-Amz-Date=yesterday")]
    [InlineData("Expires=soon")]
    [InlineData("Expires=99999999999999999999")]
    [InlineData("Expires=-5")]
    [InlineData("x-amz-date=20260822T120000Z")]
    [InlineData("X-Amz-Date=00010101T000000Z")]
    [InlineData("X-Amz-Date=99991231T235959Z&X-Amz-Expires=604800")]
    [InlineData("Expires=253402300799")]
    public void A_URL_without_a_date_was_signed_nobody_knows_when(string query) => Parse($"https://b.s3.amazonaws.com/{Key}?{query}").SignedAt.ShouldBeNull();

    [Theory]
    [InlineData("X-Amz-Expires=900", 900)]
    [InlineData("X-Amz-Expires=7199", 7199)]
    [InlineData("X-Amz-Expires=604800", 604800)]
    [InlineData("X-Amz-Expires=604801", 7200)]
    [InlineData("X-Amz-Expires=-1", 7200)]
    [InlineData("X-Amz-Expires=99999999999999", 7200)]
    [InlineData("Expires=1787407200", 7200)]
    [InlineData("", 7200)]
    public void A_URL_lives_as_long_as_it_says_or_two_hours(string query, int seconds) =>
        Parse($"https://b.s3.amazonaws.com/{Key}?{query}").Lifetime.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void The_objects_key_holds_the_ids() =>
        Parse($"https://b.s3.amazonaws.com/{Key}?{V4Query}").Ids.ShouldBe(("arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80", "Rule", "7b7a3a1e"));

    [Theory]
    [InlineData("/")]
    [InlineData("/a/b")]
    [InlineData("/a%7Cb")]
    [InlineData("/a%7C%7Cc")]
    [InlineData("/a%7Cb%7Cc%7Cd")]
    public void Another_key_holds_none(string path) => Parse($"https://b.s3.amazonaws.com{path}?q").Ids.ShouldBeNull();

    [Fact]
    public void The_text_of_a_URL_leaves_the_query_out() =>
        Parse($"https://b.s3.amazonaws.com/{Key}?{V4Query}").ToString().ShouldBe($"https://b.s3.amazonaws.com/{Key}?…");

    private static string? Refusal(string? url, string? hosts = null) => ResponseUrl.TryParse(url, ResponseHosts.From(hosts), out _);

    private static ResponseUrl Parse(string text)
    {
        ResponseUrl.TryParse(text, ResponseHosts.From(null), out var url).ShouldBeNull();
        return url!;
    }
}
