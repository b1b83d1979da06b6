namespace EcrPtcLambda.CloudFormation;

/// <summary>The result of sending a response.</summary>
/// <param name="Attempts">The number of attempts.</param>
internal abstract record SendResult(int Attempts)
{
    /// <summary>The name in the logs.</summary>
    public string Name => GetType().Name;

    /// <summary>The bucket accepted the response.</summary>
    internal sealed record Accepted(int Attempts) : SendResult(Attempts);

    /// <summary>
    /// The bucket rejects the response permanently: the URL has expired or doesn't match its signature. A redelivery can't help.
    /// </summary>
    internal sealed record Rejected(int Attempts, int StatusCode) : SendResult(Attempts);

    /// <summary>No attempt succeeded before the deadline. A redelivery can help.</summary>
    internal sealed record NotDelivered(int Attempts, string LastFailure) : SendResult(Attempts);

    /// <summary>Not sent, because CloudFormation no longer waits for the response.</summary>
    internal sealed record NotSent() : SendResult(0);
}
