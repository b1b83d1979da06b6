using System.Net;
using Amazon.Runtime;
using EcrPtcLambda.Acceptance.Aws;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>The account of the operator's credentials.</summary>
public sealed class AwsCallerTests
{
    private const string Response = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult>
            <Arn>arn:aws:iam::998877665544:user/jane</Arn><UserId>AIDAEXAMPLE</UserId><Account>998877665544</Account>
          </GetCallerIdentityResult>
        </GetCallerIdentityResponse>
        """;

    [Theory]
    [InlineData("eu-west-1", "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn/")]
    public async Task The_account_is_the_one_that_the_Regions_STS_returns(string region, string endpoint)
    {
        using var sts = new Sts(HttpStatusCode.OK, Response);

        (await AccountAsync(sts, region)).ShouldBe("998877665544");

        var (url, authorization, body) = sts.Requests.ShouldHaveSingleItem();
        url.ShouldBe(endpoint);
        authorization.ShouldContain($"/{region}/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=");
        body.ShouldBe("Action=GetCallerIdentity&Version=2011-06-15");
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "<ErrorResponse/>")]
    [InlineData(HttpStatusCode.OK, "<GetCallerIdentityResponse/>")]
    public async Task If_STS_returns_no_account_the_operator_must_give_it(HttpStatusCode status, string body)
    {
        using var sts = new Sts(status, body);

        (await Should.ThrowAsync<AcceptanceException>(() => AccountAsync(sts, "eu-west-1"))).Message.ShouldBe($"AWS STS doesn't return the account of the credentials ({(int)status}): give --account.");
    }

    [Fact]
    public async Task If_STS_is_unreachable_the_operator_must_give_the_account()
    {
        using var sts = new Sts(HttpStatusCode.OK, body: null);

        (await Should.ThrowAsync<AcceptanceException>(() => AccountAsync(sts, "eu-west-1"))).Message.ShouldBe("AWS STS is unreachable (no route): give --account.");
    }

    private static async Task<string> AccountAsync(Sts sts, string region)
    {
        using var http = new HttpClient(sts, disposeHandler: false);
        return await new AwsCaller(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), region, http, TimeProvider.System).AccountIdAsync(default);
    }

    /// <summary>AWS STS with one response. Unreachable without one.</summary>
    private sealed class Sts(HttpStatusCode status, string? body) : HttpMessageHandler
    {
        public List<(string Url, string Authorization, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!.ToString(), request.Headers.GetValues("Authorization").Single(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return body is null ? throw new HttpRequestException("no route") : new(status) { Content = new StringContent(body) };
        }
    }
}
