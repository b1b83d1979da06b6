using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The log messages of <see cref="ResponseSender"/>. None contains the query string of a response URL.</summary>
internal static partial class ResponseSenderLog
{
    [LoggerMessage(4, LogLevel.Warning, "Attempt {Attempt} to send the response failed: {Failure}.")]
    public static partial void ResponseAttemptFailed(ILogger logger, int attempt, string failure);
}
