namespace EcrPtcLambda.Emulator;

/// <summary>One thing that goes wrong with one call.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The service answers that there are too many calls.</summary>
    public sealed record Throttle : Fault;

    /// <summary>The service answers with a status of 500 or more.</summary>
    public sealed record ServerError(int StatusCode = 500) : Fault;

    /// <summary>
    /// There is no connection: the call is never sent. A server on the loopback address can't refuse one call and take another; there
    /// it is as <see cref="Reset"/>.
    /// </summary>
    public sealed record Refused : Fault;

    /// <summary>The connection ends before the call takes effect.</summary>
    public sealed record Reset : Fault;

    /// <summary>The call takes effect, and the connection ends before its answer.</summary>
    public sealed record LostResponse : Fault;

    /// <summary>The call takes effect after a while.</summary>
    public sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The service answers with an error of its own.</summary>
    public sealed record Error(string Type, string Message, int StatusCode = 400) : Fault;
}
