using System.Collections.Concurrent;

namespace EcrPtcLambda.Emulator.SecretsManager;

/// <summary>Emulates the part of AWS Secrets Manager that Amazon ECR uses.</summary>
public sealed class EmulatedSecretsManager(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, EmulatedSecret> secrets = new();

    /// <summary>The state of secrets that were never stored. Null if they don't exist.</summary>
    public SecretState? Unknown { get; set; }

    /// <summary>
    /// The time before Amazon ECR finds a new secret. Users report SecretNotFoundException for some seconds, and a wait of ten seconds as
    /// the remedy.
    /// </summary>
    /// <seealso href="https://github.com/entigolabs/entigo-infralib/pull/1645"/>
    public TimeSpan VisibilityDelay { get; set; }

    /// <summary>Creates or changes a secret.</summary>
    /// <param name="arn">The secret's ARN, as CredentialArn names it.</param>
    /// <param name="state">The state that Amazon ECR finds.</param>
    /// <param name="foundFrom">
    /// The time from which Amazon ECR finds it. The default is <see cref="VisibilityDelay"/> from now, or unchanged for an existing secret.
    /// </param>
    public void Put(string arn, SecretState state = SecretState.Good, DateTimeOffset? foundFrom = null) => secrets.AddOrUpdate(
        arn,
        _ => new(state, foundFrom ?? clock.GetUtcNow() + VisibilityDelay),
        (_, before) => new(state, foundFrom ?? before.FoundFrom));

    /// <summary>Removes a secret.</summary>
    public void Remove(string arn) => secrets.TryRemove(arn, out _);

    /// <summary>Returns the state of a secret, or null if it doesn't exist.</summary>
    internal SecretState? Read(string arn) =>
        !secrets.TryGetValue(arn, out var secret) ? Unknown
        : secret.FoundFrom > clock.GetUtcNow() ? null
        : secret.State;

    private sealed record EmulatedSecret(SecretState State, DateTimeOffset FoundFrom);
}

/// <summary>The state of a secret as Amazon ECR finds it.</summary>
public enum SecretState
{
    /// <summary>A username and an access token that the upstream accepts.</summary>
    Good,

    /// <summary>A username and an access token that the upstream rejects.</summary>
    BadCredentials,

    /// <summary>A value other than a username and an access token.</summary>
    Malformed,

    /// <summary>Amazon ECR's role is not allowed to read the secret.</summary>
    Unreadable,

    /// <summary>Amazon ECR's role is not allowed to decrypt the secret.</summary>
    Undecryptable,
}
