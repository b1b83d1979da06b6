using EcrPtc.Cli.Resources;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>A custom resource of whose events and answers the ledger knows. Between two events others may have their turn.</summary>
/// <param name="inner">Sends the events.</param>
/// <param name="lambda">Who gets them.</param>
/// <param name="ledger">Judges what comes of them.</param>
/// <param name="turns">Who goes on after each.</param>
/// <param name="pass">Lets time pass after each.</param>
internal sealed class RecordedResource(IResourceProvider inner, SimulatedLambda lambda, Ledger ledger, Turns turns, Action pass) : IResourceProvider
{
    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        RequestAsync("Create", request, inner.CreateAsync, cancellationToken);

    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        RequestAsync("Update", request, inner.UpdateAsync, cancellationToken);

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        RequestAsync("Delete", request, inner.DeleteAsync, cancellationToken);

    private async Task<ProviderResponse> RequestAsync(
        string requestType, ResourceRequest request, Func<ResourceRequest, CancellationToken, Task<ProviderResponse>> send, CancellationToken cancellationToken)
    {
        var @event = ledger.Begin(requestType, request, lambda.Skew);
        var answer = await send(request, cancellationToken);
        await lambda.WhenIdleAsync();
        ledger.Heed(@event, answer);
        if (ledger.Violation is { } violation)
        {
            throw new BrokenInvariantException(violation);
        }

        pass();
        await turns.PassAsync();
        return answer;
    }
}
