using System.Net;

namespace EcrPtcLambda.CloudFormation;

/// <summary>What a status code of the response bucket means for the answer.</summary>
internal enum AnswerVerdict
{
    Accepted,

    /// <summary>Another try may succeed: 408, 429 and 5xx.</summary>
    Again,

    /// <summary>No try will: an expired or altered URL, a redirect, or anything else.</summary>
    Final,
}

internal static class AnswerVerdictExtensions
{
    extension(AnswerVerdict)
    {
        public static AnswerVerdict Of(HttpStatusCode status) => (int)status switch
        {
            >= 200 and < 300 => AnswerVerdict.Accepted,
            408 or 429 or >= 500 => AnswerVerdict.Again,
            _ => AnswerVerdict.Final,
        };
    }
}
