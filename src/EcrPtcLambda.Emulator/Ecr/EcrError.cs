namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>An error response of Amazon ECR.</summary>
internal sealed class EcrError(string type, string message, int statusCode = 400) : Exception(message)
{
    public string Type { get; } = type;

    public int StatusCode { get; } = statusCode;

    /// <summary>Returns the error for a violation of the ECR API model, with the message format that its operations share.</summary>
    public static EcrError InvalidParameter(string member, string constraint) =>
        new("InvalidParameterException", $"Invalid parameter at '{member}' failed to satisfy constraint: '{constraint}'");
}
