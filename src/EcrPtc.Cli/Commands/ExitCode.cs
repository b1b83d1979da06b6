namespace EcrPtc.Cli.Commands;

/// <summary>The exit codes of every command.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    public const int Success = 0;

    /// <summary>The command failed, or found errors.</summary>
    public const int Failure = 1;

    /// <summary>The arguments are wrong: nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>A signal ended the command, as shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
