using EcrPtcLambda.Rules;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Ecr;

/// <summary>The log messages of <see cref="EcrGateway"/>.</summary>
internal static partial class EcrGatewayLog
{
    [LoggerMessage(7, LogLevel.Debug, "{Operation} succeeded for the rule {Rule}.")]
    public static partial void EcrCallSucceeded(ILogger logger, string operation, RuleKey rule);

    [LoggerMessage(8, LogLevel.Information, "{Operation} failed for the rule {Rule}: {ExceptionName}: {EcrMessage} (request id {EcrRequestId}).")]
    public static partial void EcrCallFailed(ILogger logger, string operation, RuleKey rule, string exceptionName, string ecrMessage, string? ecrRequestId);
}
