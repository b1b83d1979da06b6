using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtc.Cli.Functions;

/// <summary>The function as Lambda runs it: it gets events, and sends its responses to the response bucket.</summary>
internal interface IFunction : IAsyncDisposable
{
    /// <summary>The lines of its log.</summary>
    IReadOnlyCollection<string> Log { get; }

    /// <summary>A response URL that the function can reach.</summary>
    /// <param name="signedAt">The time at which CloudFormation signs it.</param>
    string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt);

    /// <summary>Delivers an event.</summary>
    /// <param name="lambdaRequestId">The request ID of Lambda, which a redelivery keeps.</param>
    /// <param name="cancellationToken">Ends the wait, but not the function.</param>
    Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken);
}
