namespace EcrPtcLambda.Bench.Emulation;

/// <summary>An event to deliver.</summary>
/// <param name="Prefix">The prefix of the requested rule.</param>
/// <param name="ResponseUrl">The URL for the response.</param>
/// <param name="Payload">The JSON of the event.</param>
internal sealed record RuleEvent(string Prefix, string ResponseUrl, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Returns a description without the response URL's signature.</summary>
    public override string ToString() => $"Create {Prefix}";
}
