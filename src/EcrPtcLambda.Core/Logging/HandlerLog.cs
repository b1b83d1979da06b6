using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Logging;

/// <summary>
/// The log messages of the handler, except the summary. None contains the query string of a response URL. Each event ID is unique in the
/// library.
/// </summary>
internal static partial class HandlerLog
{
    [LoggerMessage(1, LogLevel.Error, "No response can be sent, and nothing is changed: the event's ResponseURL can't be used because {Why}.")]
    public static partial void ResponseUrlUnusable(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Warning, "The event is stale: CloudFormation waited for its response until {ExpiredAt}. No rule is created or changed, and no response is sent.")]
    public static partial void EventIsStale(ILogger logger, DateTimeOffset expiredAt);

    [LoggerMessage(3, LogLevel.Error, "Internal error in the custom resource handler.")]
    public static partial void InternalError(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The response bucket rejected the response with HTTP {StatusCode}: the ResponseURL has expired or was altered in transit.")]
    public static partial void ResponseRejected(ILogger logger, int statusCode);

    [LoggerMessage(6, LogLevel.Error, "The response could not be delivered before the deadline, after {Attempts} attempts ({LastFailure}). The invocation fails so that Lambda delivers the event again.")]
    public static partial void ResponseNotDelivered(ILogger logger, int attempts, string lastFailure);

    [LoggerMessage(10, LogLevel.Error, "The event came from an Amazon SNS topic, and nothing is changed. The ServiceToken in the template must be the ARN of this function, not of a topic.")]
    public static partial void EventIsSnsNotification(ILogger logger);

    [LoggerMessage(11, LogLevel.Warning, "The deadline of the invocation has already passed according to this machine's clock. The event is handled as if {Assumed} were left.")]
    public static partial void DeadlineIsPast(ILogger logger, TimeSpan assumed);

    [LoggerMessage(9, LogLevel.Warning, "No rule was deleted: {Why}.")]
    public static partial void DeleteSkipped(ILogger logger, string why);
}
