using System.Net;

namespace EcrPtcLambda.CloudFormation;

/// <summary>What a status code of the response bucket means for the answer.</summary>
internal enum ResponseVerdict
{
    Accepted,

    /// <summary>Another try may succeed: 408, 429 and 5xx.</summary>
    Retryable,

    /// <summary>No try will: an expired or altered URL, a redirect, or anything else.</summary>
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
