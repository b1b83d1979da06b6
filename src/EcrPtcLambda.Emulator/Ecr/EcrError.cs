namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>An error that ECR answers.</summary>
internal sealed class EcrError(string type, string message, int statusCode = 400) : Exception(message)
{
    public string Type { get; } = type;

    public int StatusCode { get; } = statusCode;

    /// <summary>What ECR's model refuses, in the words that its calls are refused with everywhere.</summary>
    public static EcrError InvalidParameter(string member, string constraint) =>
        new("InvalidParameterException", $"Invalid parameter at '{member}' failed to satisfy constraint: '{constraint}'");
}
