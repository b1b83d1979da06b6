namespace EcrPtcLambda.Emulator;

/// <summary>A fault of one call.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The service throttles the call.</summary>
    public sealed record Throttle : Fault;

    /// <summary>The service responds with a status code of 500 or more.</summary>
    public sealed record ServerError(int StatusCode = 500) : Fault;

    /// <summary>The connection is closed before the call takes effect.</summary>
    public sealed record Reset : Fault;

    /// <summary>
    /// The connection is refused, and nothing is sent. A server on the loopback address has already accepted the connection, and closes it
    /// like <see cref="Reset"/>.
    /// </summary>
    public sealed record Refused : Fault;

    /// <summary>The call takes effect, and the connection is closed before the response.</summary>
    public sealed record LostResponse : Fault;

    /// <summary>The call takes effect after a delay.</summary>
    public sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The service responds with a given error.</summary>
    public sealed record Error(string Type, string Message, int StatusCode = 400) : Fault;
}
