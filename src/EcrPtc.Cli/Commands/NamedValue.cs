namespace EcrPtc.Cli.Commands;

/// <summary>A value that an argument gives to a name.</summary>
/// <param name="Name">The name, at least one character.</param>
/// <param name="Value">The value, which can be empty and can contain equals signs.</param>
internal readonly record struct NamedValue(string Name, string Value)
{
    /// <summary>Reads an argument of the form NAME=VALUE.</summary>
    /// <param name="given">The argument.</param>
    /// <param name="option">The option that the argument belongs to.</param>
    /// <param name="form">The forms of the argument, for the error.</param>
    /// <exception cref="UsageException">The argument has no equals sign after a name.</exception>
    public static NamedValue Parse(string given, string option, string form)
    {
        var at = given.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new(given[..at], given[(at + 1)..])
            : throw new UsageException($"{given} value passed to {option} must be of format {form}");
    }
}
