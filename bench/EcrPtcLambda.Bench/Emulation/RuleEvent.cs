namespace EcrPtcLambda.Bench.Emulation;

/// <summary>An event, ready to be delivered.</summary>
/// <param name="Prefix">The prefix of the rule that it asks for.</param>
/// <param name="ResponseUrl">Where its answer goes.</param>
/// <param name="Payload">Its JSON.</param>
internal sealed record RuleEvent(string Prefix, string ResponseUrl, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Without the response URL's signature.</summary>
    public override string ToString() => $"Create {Prefix}";
}
