using System.CommandLine;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtc.Cli.Commands;

/// <summary>The secrets that a command finds there already.</summary>
internal static class SecretOptions
{
    public static Option<string[]> Secrets { get; } = new("--secret")
    {
        Description = "A secret that is there already; its state is good where none is given, or bad-credentials, malformed, unreadable or undecryptable.",
        HelpName = "ARN[=STATE]",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>Of the commands whose events come from files, and so from no template that makes secrets.</summary>
    public static Option<bool> NoSecrets { get; } = new("--no-secrets")
    {
        Description = "Take no secret to be there but those of --secret and of stacks; without this, one that an event names is there and good.",
    };

    /// <exception cref="UsageException">One is no ARN, or of no state that there is.</exception>
    public static IReadOnlyList<(string Arn, SecretState State)> From(ParseResult arguments) => [.. arguments.GetValue(Secrets)!.Select(Read)];

    /// <summary>Puts the secrets that were given there, for this command and those to come.</summary>
    public static void Put(IReadOnlyList<(string Arn, SecretState State)> secrets, LocalAws aws)
    {
        foreach (var (arn, state) in secrets)
        {
            aws.PutSecret(arn, state);
        }
    }

    private static (string Arn, SecretState State) Read(string given)
    {
        // An ARN may hold a =, a state's name may not.
        var at = given.LastIndexOf('=');
        return (at < 0 ? null : given[(at + 1)..]) switch
        {
            "good" => (given[..at], SecretState.Good),
            "bad-credentials" => (given[..at], SecretState.BadCredentials),
            "malformed" => (given[..at], SecretState.Malformed),
            "unreadable" => (given[..at], SecretState.Unreadable),
            "undecryptable" => (given[..at], SecretState.Undecryptable),
            _ when given.StartsWith("arn:", StringComparison.Ordinal) => (given, SecretState.Good),
            _ => throw new UsageException($"{given} value passed to --secret must be the ARN of a secret, with =good, =bad-credentials, =malformed, =unreadable or =undecryptable behind it if need be"),
        };
    }
}
