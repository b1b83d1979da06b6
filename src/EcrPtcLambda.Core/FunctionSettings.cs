using Microsoft.Extensions.Logging;

namespace EcrPtcLambda;

/// <summary>What the function reads from its environment, besides what the AWS SDK reads for itself.</summary>
/// <param name="Region">AWS_REGION.</param>
/// <param name="ResponseHosts">ECR_PTC_RESPONSE_HOSTS: hosts that may get an answer besides AWS's own.</param>
/// <param name="MinimumLogLevel">AWS_LAMBDA_LOG_LEVEL; INFO where it isn't set.</param>
/// <param name="CaBundle">AWS_CA_BUNDLE: a PEM file of the only roots that are trusted.</param>
/// <param name="CertificateFile">SSL_CERT_FILE: the platform reads it itself; here only whether it is set matters.</param>
/// <param name="CertificateDirectory">SSL_CERT_DIR: likewise.</param>
internal sealed record FunctionSettings(
    string? Region,
    string? ResponseHosts,
    LogLevel MinimumLogLevel,
    string? CaBundle = null,
    string? CertificateFile = null,
    string? CertificateDirectory = null)
{
    public static FunctionSettings Read(Func<string, string?> environment) => new(
        environment("AWS_REGION"),
        environment("ECR_PTC_RESPONSE_HOSTS"),
        Level(environment("AWS_LAMBDA_LOG_LEVEL")),
        environment("AWS_CA_BUNDLE"),
        environment("SSL_CERT_FILE"),
        environment("SSL_CERT_DIR"));

    private static LogLevel Level(string? name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
