namespace EcrPtcLambda.SamLocal;

/// <summary>The options of <c>sam local invoke</c>, before samconfig.toml adds defaults.</summary>
/// <param name="Function">The function's logical ID.</param>
/// <param name="EventFile">The path of the event.</param>
/// <param name="EnvironmentFile">The path of the values that replace the template's. Null for none.</param>
/// <param name="Region">The Region. Null for the default.</param>
internal sealed record InvocationOptions(string Function, string EventFile, string? EnvironmentFile, string? Region);
