namespace EcrPtcLambda.CloudFormation;

/// <summary>What became of an answer.</summary>
/// <param name="Attempts">How often it was sent.</param>
internal abstract record SendResult(int Attempts)
{
    /// <summary>The name in the logs.</summary>
    public string Name => GetType().Name;

    /// <summary>CloudFormation has it.</summary>
    internal sealed record Accepted(int Attempts) : SendResult(Attempts);

    /// <summary>The bucket will never take it: the URL has expired or doesn't match its signature. A redelivery can't help.</summary>
    internal sealed record Rejected(int Attempts, int StatusCode) : SendResult(Attempts);

    /// <summary>No attempt got through in the time there was. A redelivery can help.</summary>
    internal sealed record NotDelivered(int Attempts, string LastFailure) : SendResult(Attempts);

    /// <summary>Not sent, because CloudFormation no longer waits for it.</summary>
    internal sealed record NotSent() : SendResult(0);
}
