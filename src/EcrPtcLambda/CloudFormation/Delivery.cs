namespace EcrPtcLambda.CloudFormation;

/// <summary>What became of an answer.</summary>
/// <param name="Attempts">How often it was sent.</param>
internal abstract record Delivery(int Attempts)
{
    /// <summary>The name in the logs.</summary>
    public string Name => GetType().Name;

    /// <summary>CloudFormation has it.</summary>
    internal sealed record Accepted(int Attempts) : Delivery(Attempts);

    /// <summary>The bucket will never take it: the URL has expired or doesn't match its signature. A redelivery can't help.</summary>
    internal sealed record Refused(int Attempts, int StatusCode) : Delivery(Attempts);

    /// <summary>No attempt got through in the time there was. A redelivery can help.</summary>
    internal sealed record Undelivered(int Attempts, string LastFailure) : Delivery(Attempts);

    /// <summary>Not sent, because CloudFormation no longer waits for it.</summary>
    internal sealed record Withheld() : Delivery(0);
}
