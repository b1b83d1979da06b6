using EcrPtcLambda.Emulator.Http;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Tells by the request itself which service is meant, so that one port serves all.</summary>
internal sealed class Router(EcrEndpoint ecr, ResponseBucketEndpoint responses, RuntimeApiEndpoint runtimeApi)
{
    /// <summary>Whether a fault keeps the request from being sent at all.</summary>
    /// <param name="request">What its sender is about to send; the body isn't asked for.</param>
    public bool Refuses(EmulatedRequest request) => request switch
    {
        _ when request.Target.StartsWith("/2018-06-01/runtime/", StringComparison.Ordinal) => false,
        { Path: "/" } => ecr.Refuses(request),
        _ => responses.Refuses(),
    };

    /// <exception cref="ConnectionEndedException">A fault ends the connection.</exception>
    public Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken) => request switch
    {
        _ when request.Target.StartsWith("/2018-06-01/runtime/", StringComparison.Ordinal) => runtimeApi.ServeAsync(request, cancellationToken),
        { Path: "/" } => ecr.ServeAsync(request, cancellationToken),
        _ => responses.ServeAsync(request, cancellationToken),
    };
}
