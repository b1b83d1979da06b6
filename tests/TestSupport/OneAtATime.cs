using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;

namespace EcrPtcLambda.TestSupport;

/// <summary>
/// Delivers the requests that are in flight one after another, in the order in which they were sent, so that a story goes the same way every
/// time. A request whose operation no longer waits for it is delivered in its turn all the same, as Lambda delivers what is in its queue.
/// </summary>
internal sealed class OneAtATime(IResourceProvider inner) : IResourceProvider, IRequestAwaiter
{
    private readonly Queue<(TaskCompletionSource Turn, Task Request)> queue = [];

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Enqueue(turn => DeliverAsync(turn, () => inner.CreateAsync(request, cancellationToken)));

    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Enqueue(turn => DeliverAsync(turn, () => inner.UpdateAsync(request, cancellationToken)));

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        Enqueue(turn => DeliverAsync(turn, () => inner.DeleteAsync(request, cancellationToken)));

    public async Task WhenAnyAsync(IReadOnlyList<Task<ProviderResponse>> requests)
    {
        while (!requests.Any(static request => request.IsCompleted) && await DeliverNextAsync())
        {
        }
    }

    /// <summary>Delivers the remaining requests, which no operation waited for.</summary>
    public async Task DeliverRestAsync()
    {
        while (await DeliverNextAsync())
        {
        }
    }

    private async Task<bool> DeliverNextAsync()
    {
        if (!queue.TryDequeue(out var next))
        {
            return false;
        }

        next.Turn.SetResult();
        await Task.WhenAny(next.Request);
        return true;
    }

    private Task<ProviderResponse> Enqueue(Func<Task, Task<ProviderResponse>> deliver)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = deliver(turn.Task);
        queue.Enqueue((turn, request));
        return request;
    }

    private static async Task<ProviderResponse> DeliverAsync(Task turn, Func<Task<ProviderResponse>> send)
    {
        await turn;
        return await send();
    }
}
