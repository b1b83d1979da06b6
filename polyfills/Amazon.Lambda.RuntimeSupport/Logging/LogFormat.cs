namespace Amazon.Lambda.RuntimeSupport;

internal enum LogFormat
{
    Text,
    Unformatted,
    Json,
}
