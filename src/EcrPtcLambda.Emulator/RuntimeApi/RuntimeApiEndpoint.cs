using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator.Http;

namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>
/// The four routes of the Runtime API. Status codes, content types and bodies are those of the AWS Lambda Runtime Interface Emulator.
/// RuntimeSupport parses some of the bodies and fails if one is not JSON.
/// </summary>
/// <seealso href="https://github.com/aws/aws-lambda-runtime-interface-emulator/tree/develop/internal/lambda/rapi/rendering"/>
internal sealed class RuntimeApiEndpoint(EmulatedRuntimeApi lambda)
{
    // Lambda's limit for the body of a synchronous response.
    private const int MaxBodyBytes = (6 * 1024 * 1024) + 1024;

    public async Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken) =>
        (request.Method, request.Path.Split('/')[3..]) switch
        {
            ("GET", ["invocation", "next"]) => await NextAsync(cancellationToken),
            ("POST", ["invocation", var id, "response"]) => Complete(request, id, new InvocationResult.Succeeded(Encoding.UTF8.GetString(request.Body))),
            ("POST", ["invocation", var id, "error"]) => Complete(request, id, new InvocationResult.Errored(ErrorType(request), Encoding.UTF8.GetString(request.Body))),
            ("POST", ["init", "error"]) => FailInit(request),
            _ => EmulatedResponse.Empty(404),
        };

    private async Task<EmulatedResponse> NextAsync(CancellationToken cancellationToken)
    {
        var invocation = await lambda.NextAsync(cancellationToken);
        List<(string Name, string Value)> headers =
        [
            ("Lambda-Runtime-Aws-Request-Id", invocation.RequestId),
            ("Lambda-Runtime-Deadline-Ms", invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("Lambda-Runtime-Invoked-Function-Arn", lambda.FunctionArn),
        ];
        if (invocation.Settings.TraceId is { } traceId)
        {
            headers.Add(("Lambda-Runtime-Trace-Id", traceId));
        }

        if (invocation.Settings.InvocationId is { } invocationId)
        {
            headers.Add(("Lambda-Runtime-Invocation-Id", invocationId));
        }

        return new(200, "application/json", invocation.Payload.ToArray(), [.. headers]);
    }

    private EmulatedResponse Complete(EmulatedRequest request, string requestId, InvocationResult result) =>
        Respond(request.Body.Length > MaxBodyBytes ? 413 : lambda.Complete(requestId, request.Header("Lambda-Runtime-Invocation-Id"), result));

    private EmulatedResponse FailInit(EmulatedRequest request)
    {
        lambda.FailInit(Encoding.UTF8.GetString(request.Body));
        return Respond(202);
    }

    private static EmulatedResponse Respond(int status) => status switch
    {
        202 => Json(status, new() { ["status"] = "OK" }),
        400 => Error(status, "Invalid request ID", "InvalidRequestID"),
        410 => Error(status, "Invoke timeout", "InvokeTimeout"),
        413 => Error(status, string.Create(CultureInfo.InvariantCulture, $"Exceeded maximum allowed payload size ({MaxBodyBytes} bytes)."), "RequestEntityTooLarge"),
        _ => EmulatedResponse.Empty(status),
    };

    private static EmulatedResponse Error(int status, string message, string type) =>
        Json(status, new() { ["errorMessage"] = message, ["errorType"] = type });

    private static EmulatedResponse Json(int status, JsonObject body) => new(status, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static string ErrorType(EmulatedRequest request) => request.Header("Lambda-Runtime-Function-Error-Type") ?? "";
}
