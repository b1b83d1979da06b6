using System.Net;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The meaning of the response bucket's status code.</summary>
internal enum ResponseVerdict
{
    Accepted,

    /// <summary>A retry can succeed: 408, 429 and 5xx.</summary>
    Retryable,

    /// <summary>No retry can succeed: an expired or altered URL, a redirect, or any other status.</summary>
    Final,
}

internal static class ResponseVerdictExtensions
{
    extension(ResponseVerdict)
    {
        public static ResponseVerdict From(HttpStatusCode status) => (int)status switch
        {
            >= 200 and < 300 => ResponseVerdict.Accepted,
            408 or 429 or >= 500 => ResponseVerdict.Retryable,
            _ => ResponseVerdict.Final,
        };
    }
}
