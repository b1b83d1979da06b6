using System.Net.Security;

namespace EcrPtcLambda;

/// <summary>Makes what carries requests to ECR and answers to the response bucket.</summary>
internal static class Connections
{
    /// <summary>No redirect, cookie, proxy or trace header: a pre-signed URL must be reached as it was signed.</summary>
    /// <param name="tls">Whom to trust.</param>
    public static SocketsHttpHandler Create(SslClientAuthenticationOptions tls) => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(4),
        SslOptions = tls,
        UseCookies = false,
        UseProxy = false,
    };
}
