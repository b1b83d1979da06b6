using System.CommandLine;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtc.Cli.Commands;

/// <summary>The options for secrets that exist before a command.</summary>
internal static class SecretOptions
{
    public static Option<string[]> Secrets { get; } = new("--secret")
    {
        Description = "An existing secret; its state is good (the default), bad-credentials, malformed, unreadable or undecryptable.",
        HelpName = "ARN[=STATE]",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>For commands whose events come from files and not from a template that creates secrets.</summary>
    public static Option<bool> NoSecrets { get; } = new("--no-secrets")
    {
        Description = "Assume that only the secrets of --secret and of stacks exist; without this, a secret that an event names exists and is good.",
    };

    /// <exception cref="UsageException">A value is not an ARN, or has an unknown state.</exception>
    public static IReadOnlyList<(string Arn, SecretState State)> From(ParseResult arguments) => [.. arguments.GetValue(Secrets)!.Select(Read)];

    /// <summary>Stores the given secrets for this command and later ones.</summary>
    public static void Put(IReadOnlyList<(string Arn, SecretState State)> secrets, LocalAws aws)
    {
        foreach (var (arn, state) in secrets)
        {
            aws.PutSecret(arn, state);
        }
    }

    private static (string Arn, SecretState State) Read(string given)
    {
        // An ARN can contain an equals sign, the name of a state can't.
        var at = given.LastIndexOf('=');
        return (at < 0 ? null : given[(at + 1)..]) switch
        {
            "good" => (given[..at], SecretState.Good),
            "bad-credentials" => (given[..at], SecretState.BadCredentials),
            "malformed" => (given[..at], SecretState.Malformed),
            "unreadable" => (given[..at], SecretState.Unreadable),
            "undecryptable" => (given[..at], SecretState.Undecryptable),
            _ when given.StartsWith("arn:", StringComparison.Ordinal) => (given, SecretState.Good),
            _ => throw new UsageException($"{given} value passed to --secret must be the ARN of a secret, with =good, =bad-credentials, =malformed, =unreadable or =undecryptable after it if needed"),
        };
    }
}
