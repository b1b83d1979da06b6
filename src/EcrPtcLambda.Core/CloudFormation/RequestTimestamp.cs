using System.Globalization;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>When CloudFormation made a request: a rule made since then may be the work of an earlier delivery of the same request.</summary>
/// <param name="At">The moment, or the earliest it can have been.</param>
/// <param name="IsKnown">False where nothing in the event or its invocation tells it.</param>
internal readonly record struct RequestTimestamp(DateTimeOffset At, bool IsKnown)
{
    // A signature's date and a trace id tell whole seconds, cut off.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    // Lambda delivers an event again a minute after its function failed, at the earliest.
    private static readonly TimeSpan RedeliveryAge = TimeSpan.FromSeconds(45);

    // Lambda keeps an event for six hours at the most; an older trace is another's, or a sample.
    private static readonly TimeSpan LongestQueued = TimeSpan.FromHours(6.5);

    private static readonly TimeSpan AssumedAge = TimeSpan.FromMinutes(15);

    /// <summary>From the URL's signature, else from the trace id's root, else 15 minutes ago.</summary>
    /// <param name="url">The event's ResponseURL.</param>
    /// <param name="traceId">The invocation's X-Ray trace header, <c>Root=1-&lt;8 hexadecimal digits of epoch seconds&gt;-…</c>, where there is one.</param>
    /// <param name="now">The present.</param>
    public static RequestTimestamp From(ResponseUrl url, string? traceId, DateTimeOffset now) =>
        url.SignedAt is { } signedAt ? new(signedAt, IsKnown: true)
        : FromTrace(traceId) is { } tracedAt && tracedAt >= now - LongestQueued && tracedAt <= now + ClockTolerance.BetweenServices ? new(tracedAt, IsKnown: true)
        : new(now - AssumedAge, IsKnown: false);

    /// <summary>When CloudFormation gives the request up: when ServiceTimeout has passed, or when the URL for the answer has died; null where nobody knows when that began.</summary>
    /// <param name="url">The event's ResponseURL.</param>
    /// <param name="serviceTimeout">The property's value.</param>
    public DateTimeOffset? ExpiresAt(ResponseUrl url, TimeSpan serviceTimeout) =>
        IsKnown ? At + (serviceTimeout < url.Lifetime ? serviceTimeout : url.Lifetime) : null;

    /// <summary>Whether something that happened at <paramref name="moment"/> may have been this request's doing.</summary>
    public bool Precedes(DateTimeOffset? moment) => moment >= At - ClockTolerance.BetweenServices;

    /// <summary>Whether something that happened at <paramref name="moment"/> can't have been known when the request was made.</summary>
    public bool DefinitelyPrecedes(DateTimeOffset? moment) => IsKnown && moment > At + Resolution + ClockTolerance.BetweenServices;

    /// <summary>Whether the request is old enough to have been delivered once before.</summary>
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
