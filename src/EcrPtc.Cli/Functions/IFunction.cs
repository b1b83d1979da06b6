using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtc.Cli.Functions;

/// <summary>The function as Lambda runs it: events go in, and the answers go to the response bucket.</summary>
internal interface IFunction : IAsyncDisposable
{
    /// <summary>What it logged, line by line.</summary>
    IReadOnlyCollection<string> Log { get; }

    /// <summary>A response URL that the function can reach.</summary>
    /// <param name="signedAt">When CloudFormation signs it.</param>
    string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt);

    /// <summary>Delivers an event.</summary>
    /// <param name="lambdaRequestId">Lambda's own id, which a redelivery keeps.</param>
    /// <param name="cancellationToken">Ends the wait; what the function still does then is its own affair.</param>
    Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken);
}
