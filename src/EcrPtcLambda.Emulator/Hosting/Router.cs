using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Http;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Determines the service from the request itself, so that one port serves all services.</summary>
internal sealed class Router(EcrEndpoint ecr, ResponseBucketEndpoint responses, RuntimeApiEndpoint runtimeApi, InvokeEndpoint invoke)
{
    /// <summary>Returns true if a fault refuses the connection for the request.</summary>
    /// <param name="request">The request to be sent, of which the body isn't used.</param>
    public bool Refuses(EmulatedRequest request) => request switch
    {
        _ when request.Target.StartsWith("/2018-06-01/runtime/", StringComparison.Ordinal) || InvokeEndpoint.IsFor(request) => false,
        { Path: "/" } => ecr.Refuses(request),
        _ => responses.Refuses(),
    };

    /// <exception cref="ConnectionEndedException">A fault closes the connection.</exception>
    public Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken) => request switch
    {
        _ when request.Target.StartsWith("/2018-06-01/runtime/", StringComparison.Ordinal) => runtimeApi.ServeAsync(request, cancellationToken),
        _ when InvokeEndpoint.IsFor(request) => invoke.ServeAsync(request, cancellationToken),
        { Path: "/" } => ecr.ServeAsync(request, cancellationToken),
        _ => responses.ServeAsync(request, cancellationToken),
    };
}
