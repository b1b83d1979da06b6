using System.Buffers;
using System.Text;
using System.Text.Json;
using EcrPtcLambda.Emulator.Http;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>The Amazon ECR endpoint for the AWS JSON 1.1 protocol.</summary>
internal sealed class EcrEndpoint(EmulatedEcr ecr, EmulatedAwsOptions options, Faults faults, CallLog callLog)
{
    private const string TargetPrefix = "AmazonEC2ContainerRegistry_V20150921.";
    private const string ContentType = "application/x-amz-json-1.1";

    /// <summary>Returns true if a fault refuses the connection for a call. The call is logged without a request.</summary>
    public bool Refuses(EmulatedRequest request)
    {
        var operation = OperationOf(request);
        if (!faults.TakeRefusal(operation))
        {
            return false;
        }

        callLog.Record(operation, "", 0, "connection refused", TimeSpan.Zero);
        return true;
    }

    public async Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        var operation = OperationOf(request);
        var text = Encoding.UTF8.GetString(request.Body);
        var fault = faults.Take(operation);
        if (fault is Fault.Reset or Fault.Refused)
        {
            var isRefused = fault is Fault.Refused;
            callLog.Record(operation, text, 0, isRefused ? "connection refused" : "connection reset", options.Clock.GetElapsedTime(start));
            throw new ConnectionEndedException(isRefused);
        }

        if (fault is Fault.Delay delay)
        {
            await Task.Delay(delay.By, options.Clock, cancellationToken);
        }

        var response = Serve(operation, request, fault);
        var isLost = fault is Fault.LostResponse;
        callLog.Record(operation, text, isLost ? 0 : response.Status, isLost ? "took effect; response lost" : Encoding.UTF8.GetString(response.Body), options.Clock.GetElapsedTime(start));
        return isLost ? throw new ConnectionEndedException() : response;
    }

    private EmulatedResponse Serve(string operation, EmulatedRequest request, Fault? fault)
    {
        try
        {
            var region = RequestSignature.Check(request, options);
            switch (fault)
            {
                case Fault.Throttle:
                    throw Assumed.Throttled();
                case Fault.ServerError error:
                    throw new EcrError("ServerException", "Something failed on the server side", error.StatusCode);
                case Fault.Error error:
                    throw new EcrError(error.Type, error.Message, error.StatusCode);
            }

            return request.Method == "POST"
                ? new(200, ContentType, ecr.Execute(operation, EcrInput.Parse(request.Body), region).ToJson(), RequestId())
                : throw new EcrError("UnknownOperationException", "", 404);
        }
        catch (EcrError error)
        {
            return new(error.StatusCode, ContentType, Body(error), RequestId());
        }
    }

    private static string OperationOf(EmulatedRequest request) =>
        request.Header("X-Amz-Target") is { } target && target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : "";

    private static (string Name, string Value) RequestId() => ("x-amzn-RequestId", Guid.NewGuid().ToString());

    private static byte[] Body(EcrError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("__type", error.Type);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
