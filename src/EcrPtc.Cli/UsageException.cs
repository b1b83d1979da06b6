namespace EcrPtc.Cli;

/// <summary>The command was given something that it can't take.</summary>
internal sealed class UsageException(string message) : Exception(message);
