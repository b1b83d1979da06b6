namespace EcrPtcLambda.Tests.Support;

/// <summary>The documentation already uses the new names of plans and log fields. Delete this class when the code uses them, too.</summary>
internal static class Renamed
{
    public static string Of(string name) => name switch
    {
        "Keep" => "NoChange",
        "Check" => "Validate",
        "ChangeAuthentication" => "UpdateCredentials",
        "Ignore" => "Skip",
        "Refuse" => "Reject",
        "answerAttempts" => "responseAttempts",
        "answerMilliseconds" => "responseMilliseconds",
        _ => name,
    };
}
