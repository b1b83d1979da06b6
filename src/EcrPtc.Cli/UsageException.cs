namespace EcrPtc.Cli;

/// <summary>The arguments of a command are invalid.</summary>
internal sealed class UsageException(string message) : Exception(message);
