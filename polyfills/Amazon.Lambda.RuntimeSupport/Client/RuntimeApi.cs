using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// The Runtime API of a custom runtime
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal sealed class RuntimeApi(HttpClient httpClient, LambdaEnvironment environment, LogWriter log)
{
    private const string ErrorContentType = "application/vnd.aws.lambda.error+json";

    /// <summary>Waits for an event without a timeout, because Lambda may freeze the process meanwhile.</summary>
    /// <exception cref="HttpRequestException">The Runtime API can't be reached or refuses; this environment is of no more use.</exception>
    public async Task<InvocationRequest> NextAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, "runtime/invocation/next");
        using var response = await httpClient.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Refused(request, response);
        }

        var context = new LambdaContext(new InvocationHeaders(response.Headers.NonValidated), environment, log, TimeProvider.System);
        var payload = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new InvocationRequest(new MemoryStream(payload, 0, payload.Length, writable: false, publiclyVisible: true), context);
    }

    public async Task RespondAsync(LambdaContext context, InvocationResponse response, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, $"runtime/invocation/{Uri.EscapeDataString(context.AwsRequestId)}/response");
        request.Content = new OutputContent(response);
        await SendResultAsync(request, context, cancellationToken);
    }

    public async Task ReportErrorAsync(LambdaContext context, Exception exception, CancellationToken cancellationToken)
    {
        using var request = ErrorRequest($"runtime/invocation/{Uri.EscapeDataString(context.AwsRequestId)}/error", exception);
        await SendResultAsync(request, context, cancellationToken);
    }

    public async Task ReportInitErrorAsync(Exception exception, CancellationToken cancellationToken)
    {
        using var request = ErrorRequest("runtime/init/error", exception);
        using var response = await httpClient.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw Refused(request, response);
        }
    }

    private static HttpRequestException Refused(HttpRequestMessage request, HttpResponseMessage response) =>
        new($"The Lambda Runtime API returned {(int)response.StatusCode} for {request.Method} {request.RequestUri?.AbsolutePath}.",
            inner: null, response.StatusCode);

    private async Task SendResultAsync(HttpRequestMessage request, LambdaContext context, CancellationToken cancellationToken)
    {
        if (context.InvocationId is { } invocationId)
        {
            request.Headers.TryAddWithoutValidation(InvocationHeaders.InvocationId, invocationId);
        }

        using var response = await httpClient.SendAsync(request, cancellationToken);
        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous:
                return;
            case HttpStatusCode.Gone:
                Log(LogLevel.Warning, "The response was too late: Lambda has already ended this invocation (410).");
                return;
            case HttpStatusCode.RequestEntityTooLarge:
                Log(LogLevel.Error, "Lambda rejected the response: it is too large (413).");
                return;
            case HttpStatusCode.BadRequest or HttpStatusCode.Forbidden:
                Log(LogLevel.Error, string.Create(CultureInfo.InvariantCulture, $"Lambda rejected the response ({(int)response.StatusCode})."));
                return;
            default:
                throw Refused(request, response);
        }

        void Log(LogLevel level, string message) => log.Write(level, context, message);
    }

    private HttpRequestMessage ErrorRequest(string path, Exception exception)
    {
        var request = Request(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", exception.GetType().Name);
        request.Content = new ReadOnlyMemoryContent(ErrorBody.Of(exception))
        {
            Headers = { ContentType = new MediaTypeHeaderValue(ErrorContentType) },
        };
        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, $"http://{environment.RuntimeApi}/2018-06-01/{path}")
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
}
