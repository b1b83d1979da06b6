namespace EcrPtcLambda.SamLocal;

/// <summary>What <c>sam local invoke</c> was given, before samconfig.toml fills the gaps.</summary>
/// <param name="Function">The function's logical id.</param>
/// <param name="EventFile">The event's path.</param>
/// <param name="EnvironmentFile">The path of the values that replace the template's; null where none was given.</param>
/// <param name="Region">The Region; null where none was given.</param>
internal sealed record InvocationOptions(string Function, string EventFile, string? EnvironmentFile, string? Region);
