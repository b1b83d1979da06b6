using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator.Http;

namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>
/// The Invoke operation of the Lambda API, for any name of a function: the event goes to the process that polls the Runtime API next. As in
/// <c>sam local start-lambda</c>, the signature of a request isn't verified.
/// </summary>
/// <remarks>
/// Headers and status codes are those of the documentation. The texts of messages, the event without a payload, and the order of the checks
/// are assumed. A function without a process doesn't exist in Lambda, which starts one: here it is reported as a function that isn't found,
/// which clients don't retry.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>
internal sealed class InvokeEndpoint(EmulatedRuntimeApi lambda, TimeProvider clock)
{
    private const string Prefix = "/2015-03-31/functions/";
    private const string Suffix = "/invocations";

    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private const int MaxPayloadBytes = 6 * 1024 * 1024;
    private const int MaxAsynchronousPayloadBytes = 1024 * 1024;

    public static bool IsFor(EmulatedRequest request) =>
        request.Path.StartsWith(Prefix, StringComparison.Ordinal) && request.Path.EndsWith(Suffix, StringComparison.Ordinal) && request.Path.Length > Prefix.Length + Suffix.Length;

    public async Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken)
    {
        if (request.Method != "POST")
        {
            return Error(405, "MethodNotAllowedException", $"The method {request.Method} isn't allowed.");
        }

        var type = request.Header("X-Amz-Invocation-Type") ?? "RequestResponse";
        var most = type == "Event" ? MaxAsynchronousPayloadBytes : MaxPayloadBytes;
        var payload = request.Body.Length == 0 ? "{}"u8.ToArray() : request.Body;
        return type switch
        {
            not ("RequestResponse" or "Event" or "DryRun") => Error(400, "InvalidParameterValueException", "InvocationType must be RequestResponse, Event or DryRun."),
            _ when payload.Length > most => Error(413, "RequestTooLargeException", $"Request must be smaller than {most} bytes for the InvokeFunction operation"),
            _ when WhyNotJson(payload) is { } why => Error(400, "InvalidRequestContentException", $"Could not parse request body into json: {why}"),
            "DryRun" => With(204, []),
            "Event" => Queue(payload),
            _ => await InvokeAsync(payload, request, cancellationToken),
        };
    }

    private async Task<EmulatedResponse> InvokeAsync(byte[] payload, EmulatedRequest request, CancellationToken cancellationToken) =>
        await lambda.InvokeIfPolledAsync(payload, new(), cancellationToken) switch
        {
            null => Error(404, "ResourceNotFoundException", $"Function not found: no process polls the Runtime API. Start a bootstrap with AWS_LAMBDA_RUNTIME_API={request.Host}"),
            InvocationResult.Succeeded(var body) => With(200, Encoding.UTF8.GetBytes(body)),
            InvocationResult.Errored(_, var body) => Failed(body),
            _ => Failed(new JsonObject { ["errorType"] = "Sandbox.Timedout", ["errorMessage"] = $"Error: Task timed out after {new InvocationSettings().Timeout.TotalSeconds:0.00} seconds" }.ToJsonString()),
        };

    // The caller doesn't wait. An event that the function fails over is delivered again.
    private EmulatedResponse Queue(byte[] payload)
    {
        _ = DeliverAsync(payload);
        return With(202, []);
    }

    private async Task DeliverAsync(byte[] payload)
    {
        var settings = new InvocationSettings { RequestId = Guid.NewGuid().ToString() };
        try
        {
            foreach (var wait in InvocationSettings.Redeliveries.Append(TimeSpan.Zero))
            {
                if (await lambda.InvokeAsync(payload, settings) is InvocationResult.Succeeded)
                {
                    return;
                }

                await Task.Delay(wait, clock);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // The Runtime API is gone, and its events with it.
        }
    }

    private static string? WhyNotJson(byte[] payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new() { MaxDepth = 1000 });
            return null;
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
    }

    private static EmulatedResponse Failed(string body) => With(200, Encoding.UTF8.GetBytes(body), ("X-Amz-Function-Error", "Unhandled"));

    private static EmulatedResponse With(int status, byte[] body, params IEnumerable<(string Name, string Value)> headers) => new(
        status, body.Length == 0 ? null : "application/json", body, [("X-Amz-Executed-Version", "$LATEST"), ("x-amzn-RequestId", Guid.NewGuid().ToString()), .. headers]);

    private static EmulatedResponse Error(int status, string type, string message) => new(
        status,
        "application/json",
        Encoding.UTF8.GetBytes(new JsonObject { ["Type"] = "User", ["Message"] = message }.ToJsonString()),
        ("x-amzn-ErrorType", type),
        ("x-amzn-RequestId", Guid.NewGuid().ToString()));
}
