using System.Globalization;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// The time at which CloudFormation made a request. A rule created after it can come from an earlier delivery of the same request.
/// </summary>
/// <param name="At">The time, or the earliest possible time.</param>
/// <param name="IsKnown">False if neither the event nor its invocation contains the time.</param>
internal readonly record struct RequestTimestamp(DateTimeOffset At, bool IsKnown)
{
    // A signature's date and a trace ID are truncated to whole seconds.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    // Lambda retries an event one minute after its function failed, at the earliest.
    private static readonly TimeSpan RedeliveryAge = TimeSpan.FromSeconds(45);

    // Lambda keeps an event for up to six hours. An older trace belongs to another request or to a sample event.
    private static readonly TimeSpan LongestQueued = TimeSpan.FromHours(6.5);

    private static readonly TimeSpan AssumedAge = TimeSpan.FromMinutes(15);

    /// <summary>Reads the time from the URL's signature or the trace ID's root. The default is 15 minutes ago.</summary>
    /// <param name="url">The event's ResponseURL.</param>
    /// <param name="traceId">
    /// The invocation's X-Ray trace header, <c>Root=1-&lt;8 hexadecimal digits of epoch seconds&gt;-…</c>, if any.
    /// </param>
    /// <param name="now">The current time.</param>
    public static RequestTimestamp From(ResponseUrl url, string? traceId, DateTimeOffset now) =>
        url.SignedAt is { } signedAt ? new(signedAt, IsKnown: true)
        : FromTrace(traceId) is { } tracedAt && tracedAt >= now - LongestQueued && tracedAt <= now + ClockTolerance.BetweenServices ? new(tracedAt, IsKnown: true)
        : new(now - AssumedAge, IsKnown: false);

    /// <summary>
    /// The time at which CloudFormation stops waiting: the end of ServiceTimeout or the expiry of the response URL, whichever is first.
    /// Null if the time of the request is unknown.
    /// </summary>
    /// <param name="url">The event's ResponseURL.</param>
    /// <param name="serviceTimeout">The value of the ServiceTimeout property.</param>
    public DateTimeOffset? ExpiresAt(ResponseUrl url, TimeSpan serviceTimeout) =>
        IsKnown ? At + (serviceTimeout < url.Lifetime ? serviceTimeout : url.Lifetime) : null;

    /// <summary>True if an event at <paramref name="moment"/> can be the effect of this request.</summary>
    public bool Precedes(DateTimeOffset? moment) => moment >= At - ClockTolerance.BetweenServices;

    /// <summary>True if an event at <paramref name="moment"/> can't have been known when the request was made.</summary>
    public bool DefinitelyPrecedes(DateTimeOffset? moment) => IsKnown && moment > At + Resolution + ClockTolerance.BetweenServices;

    /// <summary>True if the request is old enough to be a redelivery.</summary>
    public bool MayBeRedelivery(DateTimeOffset now) => IsKnown && now - At > RedeliveryAge;

    private static DateTimeOffset? FromTrace(string? traceId)
    {
        const string root = "Root=1-";
        var start = traceId?.IndexOf(root, StringComparison.Ordinal) ?? -1;
        return start >= 0
            && traceId!.Length >= start + root.Length + 8
            && uint.TryParse(traceId.AsSpan(start + root.Length, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }
}
