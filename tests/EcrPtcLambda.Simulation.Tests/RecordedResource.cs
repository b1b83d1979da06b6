using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// The custom resources of one operation. The ledger knows of their events and responses. The requests that are in flight take turns with
/// each other and with whatever else is at work, and an operation that waits for one gets the turn from it.
/// </summary>
/// <param name="inner">Sends the events.</param>
/// <param name="lambda">Who gets them.</param>
/// <param name="ledger">Judges what comes of them.</param>
/// <param name="turns">Who goes on after each.</param>
/// <param name="pass">Lets time pass after each.</param>
internal sealed class RecordedResource(IResourceProvider inner, SimulatedLambda lambda, Ledger ledger, Turns turns, Action pass) : IResourceProvider, IRequestAwaiter
{
    // What the operation waits for; empty while it has the turn.
    private IReadOnlyList<Task<ProviderResponse>> awaited = [];

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Send(request, inner.CreateAsync, cancellationToken);

    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Send(request, inner.UpdateAsync, cancellationToken);

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Send(request, inner.DeleteAsync, cancellationToken);

    public async Task WhenAnyAsync(IReadOnlyList<Task<ProviderResponse>> requests)
    {
        if (!requests.Any(static request => request.IsCompleted))
        {
            awaited = requests;
            turns.Leave();
            await Task.WhenAny(requests);
        }
    }

    private Task<ProviderResponse> Send(
        ResourceRequest request, Func<ResourceRequest, CancellationToken, Task<ProviderResponse>> send, CancellationToken cancellationToken)
    {
        var sent = new TaskCompletionSource<ProviderResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.Add(RequestAsync(sent, ledger.Begin(request, lambda.Skew), request, send, cancellationToken));
        return sent.Task;
    }

    private async Task RequestAsync(
        TaskCompletionSource<ProviderResponse> sent,
        LifecycleEvent @event,
        ResourceRequest request,
        Func<ResourceRequest, CancellationToken, Task<ProviderResponse>> send,
        CancellationToken cancellationToken)
    {
        await turns.EnterAsync();
        try
        {
            var response = await send(request, cancellationToken);
            await lambda.WhenIdleAsync();
            ledger.Accept(@event, response);
            if (ledger.Violation is { } violation)
            {
                throw new BrokenInvariantException(violation);
            }

            pass();
            await turns.PassAsync();
            End(sent, () => sent.SetResult(response));
        }
        catch (Exception exception)
        {
            End(sent, () => sent.SetException(exception));
            throw;
        }
    }

    // Whoever waits for the request goes on; for one that was given up, it is anyone's turn.
    private void End(TaskCompletionSource<ProviderResponse> sent, Action complete)
    {
        var isAwaited = awaited.Contains(sent.Task);
        if (isAwaited)
        {
            awaited = [];
        }

        complete();
        if (!isAwaited)
        {
            turns.Leave();
        }
    }
}
