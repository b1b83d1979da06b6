using System.Text;
using Amazon.ECR;
using EcrPtcLambda.Emulator.Tests.Support;

namespace EcrPtcLambda.Emulator.Tests.Signing;

public sealed class RequestSignatureTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_the_sdk_signs_is_let_in() =>
        (await bench.Ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldBeEmpty();

    [Fact]
    public async Task What_the_sdk_signs_without_a_token_is_let_in_where_the_key_is_a_long_term_one()
    {
        using var longTerm = new Bench(new() { SessionToken = null });

        (await longTerm.Ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_signed_by_hand_is_let_in() => (await SendAsync(Call())).Status.ShouldBe(200);

    [Fact]
    public async Task A_request_without_authorization_returns_MissingAuthenticationTokenException() =>
        await ShouldBeRefusedAsync("MissingAuthenticationTokenException", Altering(message => message.Headers.Remove("Authorization")));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Bearer abc")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260822/us-east-1/ecr/aws4_request, SignedHeaders=host")]
    public async Task A_malformed_authorization_returns_IncompleteSignatureException(string authorization) =>
        await ShouldBeRefusedAsync("IncompleteSignatureException", Altering(message => Replace(message, "Authorization", authorization)));

    [Fact]
    public async Task A_missing_date_returns_IncompleteSignatureException() =>
        await ShouldBeRefusedAsync("IncompleteSignatureException", Altering(message => message.Headers.Remove("X-Amz-Date")));

    [Theory]
    [InlineData("x")]
    [InlineData("2026-08-22T12:00:00Z")]
    [InlineData("20261322T120000Z")]
    public async Task A_malformed_date_returns_IncompleteSignatureException(string date) =>
        await ShouldBeRefusedAsync("IncompleteSignatureException", Altering(message => Replace(message, "X-Amz-Date", date)));

    [Fact]
    public async Task Another_key_id_returns_UnrecognizedClientException() =>
        await ShouldBeRefusedAsync("UnrecognizedClientException", caller: new() { AccessKeyId = "AKIAI44QH8DHBEXAMPLE" });

    [Fact]
    public async Task Another_secret_key_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", caller: new() { SecretAccessKey = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY" });

    [Fact]
    public async Task Another_token_returns_ExpiredTokenException() =>
        await ShouldBeRefusedAsync("ExpiredTokenException", caller: new() { SessionToken = "another" });

    [Fact]
    public async Task A_missing_token_returns_UnrecognizedClientException() =>
        await ShouldBeRefusedAsync("UnrecognizedClientException", caller: new() { SessionToken = null });

    [Fact]
    public async Task A_token_with_a_long_term_key_returns_UnrecognizedClientException()
    {
        using var longTerm = new Bench(new() { SessionToken = null });
        using var handler = longTerm.Aws.CreateHandler();
        using var ecr = EcrClients.Create(handler, new() { SessionToken = "surplus" });

        var error = await Should.ThrowAsync<AmazonECRException>(() => ecr.DescribePullThroughCacheRulesAsync(new()));

        error.ErrorCode.ShouldBe("UnrecognizedClientException");
    }

    [Fact]
    public async Task Another_Region_in_the_scope_returns_InvalidSignatureException() =>
        (await ShouldBeRefusedAsync("InvalidSignatureException", caller: new() { Region = "eu-west-1" })).Message.ShouldContain("us-east-1");

    [Fact]
    public async Task Another_service_in_the_scope_returns_InvalidSignatureException() =>
        (await SendAsync(Call() with { Service = "api.ecr" })).Type.ShouldBe("InvalidSignatureException");

    [Fact]
    public async Task An_altered_body_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", Altering(message => message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"maxResults":1}"""))
        {
            Headers = { ContentType = message.Content!.Headers.ContentType },
        }));

    [Fact]
    public async Task An_altered_signed_header_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", Altering(
            message => Replace(message, "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.DeletePullThroughCacheRule")));

    [Fact]
    public async Task An_altered_host_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", Altering(message => message.Headers.Host = "api.ecr.us-east-2.amazonaws.com"));

    [Fact]
    public async Task An_altered_query_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", Altering(message => message.RequestUri = new(message.RequestUri!, "/?x=1")));

    [Fact]
    public async Task An_unsigned_host_returns_InvalidSignatureException() =>
        await ShouldBeRefusedAsync("InvalidSignatureException", Altering(message => Replace(
            message, "Authorization", message.Headers.GetValues("Authorization").Single().Replace("host;", "", StringComparison.Ordinal))));

    [Fact]
    public async Task A_header_that_isnt_signed_may_be_added()
    {
        using var altering = Altering(message => message.Headers.Add("X-Proxy", "added"));
        using var ecr = EcrClients.Create(altering);

        (await ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-6, "Signature expired")]
    [InlineData(6, "Signature not yet current")]
    public async Task A_date_that_is_minutes_off_returns_InvalidSignatureException(int minutes, string message)
    {
        var response = await SendAsync(Call() with { At = TimeProvider.System.GetUtcNow().AddMinutes(minutes) });

        response.ShouldSatisfyAllConditions(
            it => it.Status.ShouldBe(403), it => it.Type.ShouldBe("InvalidSignatureException"), it => it.Message.ShouldStartWith(message));
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public async Task A_date_that_is_little_off_is_let_in(int minutes) =>
        (await SendAsync(Call() with { At = TimeProvider.System.GetUtcNow().AddMinutes(minutes) })).Status.ShouldBe(200);

    [Fact]
    public async Task A_refused_request_changes_nothing()
    {
        bench.Aws.Ecr.Put(Given.EcrPublic());
        using var message = (new SignedCall("DeletePullThroughCacheRule", """{"ecrRepositoryPrefix":"ecr-public"}""", bench.Aws.Options)).ToMessage();
        message.Headers.Remove("Authorization");

        await RawResponse.OfAsync(bench.Http, message);

        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
        bench.Aws.Ecr.UsedActions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("defaultkey", "defaultsecret", null)]
    [InlineData("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", null)]
    [InlineData("ASIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", "another")]
    public async Task Where_any_signature_is_accepted_so_is_that_of_any_caller(string key, string secret, string? token)
    {
        using var open = new Bench(new() { AcceptsAnySignature = true });
        using var handler = open.Aws.CreateHandler();
        using var ecr = EcrClients.Create(handler, new() { AccessKeyId = key, SecretAccessKey = secret, SessionToken = token });

        (await ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-600)]
    [InlineData(600)]
    public async Task Where_any_signature_is_accepted_so_is_one_of_another_hour(int minutes) =>
        (await SendToOpenAsync(Call() with { At = TimeProvider.System.GetUtcNow().AddMinutes(minutes) }, static _ => { })).Status.ShouldBe(200);

    [Fact]
    public async Task Where_any_signature_is_accepted_there_must_be_one() =>
        (await SendToOpenAsync(Call(), static message => message.Headers.Remove("Authorization"))).Type.ShouldBe("MissingAuthenticationTokenException");

    [Theory]
    [InlineData("Authorization", "nonsense")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=k/20260822/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("X-Amz-Date", "yesterday")]
    public async Task Where_any_signature_is_accepted_it_must_be_well_formed(string name, string value) =>
        (await SendToOpenAsync(Call(), message => Replace(message, name, value))).Type.ShouldBe("IncompleteSignatureException");

    [Fact]
    public async Task Where_any_signature_is_accepted_it_must_sign_the_host() =>
        (await SendToOpenAsync(Call(), static message => Replace(
            message, "Authorization", message.Headers.GetValues("Authorization").Single().Replace("host;", "", StringComparison.Ordinal)))).Type.ShouldBe("InvalidSignatureException");

    [Theory]
    [InlineData("us-west-2", "ecr")]
    [InlineData("us-east-1", "s3")]
    public async Task Where_any_signature_is_accepted_it_must_be_for_this_Region_and_ECR(string region, string service)
    {
        var response = await SendToOpenAsync(new SignedCall("DescribePullThroughCacheRules", "{}", new() { Region = region }) { Service = service }, static _ => { });

        response.Type.ShouldBe("InvalidSignatureException");
        response.Message.ShouldContain("'us-east-1'");
    }

    private static async Task<RawResponse> SendToOpenAsync(SignedCall call, Action<HttpRequestMessage> alter)
    {
        using var open = new Bench(new() { AcceptsAnySignature = true });
        using var message = call.ToMessage();
        alter(message);
        return await RawResponse.OfAsync(open.Http, message);
    }

    private async Task<AmazonECRException> ShouldBeRefusedAsync(string code, HttpMessageHandler? handler = null, EmulatedAwsOptions? caller = null)
    {
        using var door = handler ?? bench.Aws.CreateHandler();
        using var ecr = EcrClients.Create(door, caller);

        var error = await Should.ThrowAsync<AmazonECRException>(() => ecr.DescribePullThroughCacheRulesAsync(new()));

        error.ErrorCode.ShouldBe(code);
        ((int)error.StatusCode).ShouldBe(403);
        return error;
    }

    private SignedCall Call() => new("DescribePullThroughCacheRules", "{}", bench.Aws.Options);

    private async Task<RawResponse> SendAsync(SignedCall call)
    {
        using var message = call.ToMessage();
        return await RawResponse.OfAsync(bench.Http, message);
    }

    private Altered Altering(Action<HttpRequestMessage> alter) => new(bench.Aws.CreateHandler(), alter);

    private static void Replace(HttpRequestMessage message, string name, string value)
    {
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
    }
}
