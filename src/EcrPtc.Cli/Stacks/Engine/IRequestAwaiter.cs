using EcrPtc.Cli.Resources;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Waits for the in-flight requests of an operation.</summary>
internal interface IRequestAwaiter
{
    /// <summary>Completes when at least one of the requests has succeeded, failed or been cancelled.</summary>
    /// <param name="requests">At least one.</param>
    Task WhenAnyAsync(IReadOnlyList<Task<ProviderResponse>> requests);
}

/// <summary>Waits as long as the requests take.</summary>
internal sealed class RequestAwaiter : IRequestAwaiter
{
    public Task WhenAnyAsync(IReadOnlyList<Task<ProviderResponse>> requests) => Task.WhenAny(requests);
}
