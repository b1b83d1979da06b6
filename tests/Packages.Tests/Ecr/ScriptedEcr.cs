using System.Net;
using System.Text;
using Amazon.ECR;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

/// <summary>The client under test, over a connection that answers what a test says and keeps what was sent.</summary>
internal sealed class ScriptedEcr : IDisposable
{
    private readonly Responder responder;

    public ScriptedEcr(string body = "{}", int status = 200, Action<AmazonECRConfig>? configure = null, params (string Name, string Value)[] headers)
    {
        responder = new(this, body, status, headers);
        var config = new AmazonECRConfig { HttpClientFactory = new Factory(responder), MaxErrorRetry = 0, RegionEndpoint = Amazon.RegionEndpoint.EUWest1 };
        configure?.Invoke(config);
        Client = new AmazonECRClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config);
    }

    public AmazonECRClient Client { get; }

    public List<SentRequest> Sent { get; } = [];

    public void Dispose()
    {
        Client.Dispose();
        responder.Dispose();
    }

    private sealed class Factory(HttpMessageHandler handler) : Amazon.Runtime.HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }

    private sealed class Responder(ScriptedEcr owner, string body, int status, (string Name, string Value)[] headers) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            owner.Sent.Add(new(
                request.Method.Method,
                request.RequestUri!,
                Header(request, "X-Amz-Target"),
                request.Content!.Headers.ContentType?.ToString() ?? "",
                Header(request, "Authorization"),
                await request.Content.ReadAsStringAsync(cancellationToken)));
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.1");
            response.Headers.TryAddWithoutValidation("x-amzn-RequestId", "f2b1c0de-0000-4000-8000-000000000001");
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        }

        private static string Header(HttpRequestMessage request, string name) =>
            request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : "";
    }
}

/// <summary>What the client sent.</summary>
internal sealed record SentRequest(string Method, Uri Uri, string Target, string ContentType, string Authorization, string Body);
