using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

/// <summary>Stands where the network would be: records what the client sends, returns what the test wants.</summary>
internal sealed class FakeEcr : HttpMessageHandler
{
    public const string RequestId = "8f5f0f3a-2f7e-4f5c-9d53-000000000001";

    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> responses = new();

    public List<SentRequest> Requests { get; } = [];

    public static FakeEcr Returning(string json) => new FakeEcr().ThenReturns(HttpStatusCode.OK, json);

    public FakeEcr ThenReturns(HttpStatusCode status, string json, params (string Name, string Value)[] headers) =>
        Then(_ => Task.FromResult(Response(status, json, headers)));

    public FakeEcr Then(Func<CancellationToken, Task<HttpResponseMessage>> response)
    {
        responses.Enqueue(response);
        return this;
    }

    public AmazonECRConfig Config() => new()
    {
        RegionEndpoint = RegionEndpoint.EUCentral1,
        HttpClientFactory = new Factory(this),
        IgnoreConfiguredEndpointUrls = true,
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 0,
    };

    public AmazonECRClient Client() => Client(Config());

    public static AmazonECRClient Client(AmazonECRConfig config) =>
        new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config);

    public static Task CallAsync(IAmazonECR ecr, string operation) => operation switch
    {
        "CreatePullThroughCacheRule" => ecr.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest()),
        "DeletePullThroughCacheRule" => ecr.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest()),
        "DescribePullThroughCacheRules" => ecr.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest()),
        "UpdatePullThroughCacheRule" => ecr.UpdatePullThroughCacheRuleAsync(new UpdatePullThroughCacheRuleRequest()),
        "ValidatePullThroughCacheRule" => ecr.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest()),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(new SentRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await request.Content.ReadAsStringAsync(cancellationToken)));

        return await responses.Dequeue()(cancellationToken);
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string json, (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        response.Headers.Add("x-amzn-RequestId", RequestId);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private sealed class Factory(FakeEcr ecr) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(ecr, disposeHandler: false);
    }
}

internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public void BodyShouldBe(string json) =>
        JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json)).ShouldBeTrue($"sent {Body}, not {json}");
}
