namespace EcrPtc.Cli.Validation;

/// <summary>A template that couldn't be read.</summary>
/// <param name="Path">Its path, as the user gave it.</param>
/// <param name="Message">The reason.</param>
internal sealed record UnreadFile(string Path, string Message);
