namespace EcrPtcLambda;

/// <summary>Makes what carries requests to ECR and answers to the response bucket.</summary>
internal static class Connections
{
    /// <summary>No redirect, cookie, proxy or trace header: a pre-signed URL must be reached as it was signed.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(4),
        UseCookies = false,
        UseProxy = false,
    };
}
