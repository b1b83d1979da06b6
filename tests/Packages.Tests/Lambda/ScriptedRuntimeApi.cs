using System.Net;
using System.Text;

namespace Packages.Tests.Lambda;

/// <summary>
/// Plays the Runtime API in process: hands out the invocations of its script, keeps what comes back, and at the script's
/// end cancels <see cref="Ended"/>, so that the loop returns.
/// </summary>
public sealed class ScriptedRuntimeApi : HttpMessageHandler
{
    public const string Endpoint = "runtime.invalid:9001";

    private readonly Queue<Func<HttpResponseMessage>> _script = [];
    private readonly List<RuntimeCall> _calls = [];
    private readonly CancellationTokenSource _end = new();

    public CancellationToken Ended => _end.Token;

    public IReadOnlyList<RuntimeCall> Calls => _calls;

    public IEnumerable<RuntimeCall> Responses => Calls.Where(call => call.Method == HttpMethod.Post);

    /// <summary>The status for a POST whose path ends so; 202 unless set.</summary>
    public Dictionary<string, HttpStatusCode> Statuses { get; } = [];

    public ScriptedRuntimeApi Invoke(string requestId, string payload, params (string Name, string Value)[] headers) =>
        Next(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
            response.Headers.Add("Lambda-Runtime-Aws-Request-Id", requestId);
            foreach (var (name, value) in headers)
            {
                response.Headers.Add(name, value);
            }

            return response;
        });

    public ScriptedRuntimeApi Next(HttpStatusCode status) =>
        Next(() => new HttpResponseMessage(status) { Content = new StringContent("""{"errorMessage":"m","errorType":"t"}""") });

    public ScriptedRuntimeApi Next(Func<HttpResponseMessage> response)
    {
        _script.Enqueue(response);
        return this;
    }

    public RuntimeCall Response(string pathEnd) => Responses.Single(call => call.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = await RuntimeCall.OfAsync(request, cancellationToken);
        _calls.Add(call);
        if (call.Method == HttpMethod.Post)
        {
            var status = Statuses.FirstOrDefault(
                response => call.Path.EndsWith(response.Key, StringComparison.Ordinal),
                new("", HttpStatusCode.Accepted)).Value;
            return new HttpResponseMessage(status)
            {
                Content = new StringContent(
                    status == HttpStatusCode.Accepted ? """{"status":"OK"}""" : """{"errorMessage":"m","errorType":"t"}"""),
            };
        }

        if (!_script.TryDequeue(out var next))
        {
            await _end.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The loop was not run with the token that ends it.");
        }

        return next();
    }

    protected override void Dispose(bool disposing)
    {
        _end.Dispose();
        base.Dispose(disposing);
    }
}
