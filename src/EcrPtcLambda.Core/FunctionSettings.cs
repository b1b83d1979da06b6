using Microsoft.Extensions.Logging;

namespace EcrPtcLambda;

/// <summary>The function's environment variables, except those that the AWS SDK reads.</summary>
/// <param name="Region">AWS_REGION.</param>
/// <param name="ResponseHosts">ECR_PTC_RESPONSE_HOSTS: additional hosts that can receive a response.</param>
/// <param name="MinimumLogLevel">AWS_LAMBDA_LOG_LEVEL. The default is INFO.</param>
/// <param name="CaBundle">AWS_CA_BUNDLE: a PEM file with the only trusted roots.</param>
/// <param name="CertificateFile">SSL_CERT_FILE. The platform reads it; the function only checks whether it is set.</param>
/// <param name="CertificateDirectory">SSL_CERT_DIR, likewise.</param>
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
