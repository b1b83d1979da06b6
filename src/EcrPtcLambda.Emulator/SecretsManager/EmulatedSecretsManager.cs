using System.Collections.Concurrent;

namespace EcrPtcLambda.Emulator.SecretsManager;

/// <summary>The part of Secrets Manager that ECR sees.</summary>
public sealed class EmulatedSecretsManager(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, EmulatedSecret> secrets = new();

    /// <summary>What ECR finds in place of a secret that was never put; null where there is none then.</summary>
    public SecretState? Unknown { get; set; }

    /// <summary>
    /// How long ECR doesn't find a secret that was made: others met SecretNotFoundException for some seconds, and waited ten.
    /// </summary>
    /// <seealso href="https://github.com/entigolabs/entigo-infralib/pull/1645"/>
    public TimeSpan VisibilityDelay { get; set; }

    /// <summary>Makes or changes a secret.</summary>
    /// <param name="arn">The secret's ARN, as CredentialArn names it.</param>
    /// <param name="state">What ECR finds when it reads it.</param>
    /// <param name="foundFrom">Since when ECR finds it; null for <see cref="VisibilityDelay"/> from now, or as before where it is there already.</param>
    public void Put(string arn, SecretState state = SecretState.Good, DateTimeOffset? foundFrom = null) => secrets.AddOrUpdate(
        arn,
        _ => new(state, foundFrom ?? clock.GetUtcNow() + VisibilityDelay),
        (_, before) => new(state, foundFrom ?? before.FoundFrom));

    /// <summary>Removes a secret.</summary>
    public void Remove(string arn) => secrets.TryRemove(arn, out _);

    /// <summary>What ECR finds, or null where there is no such secret.</summary>
    internal SecretState? Read(string arn) =>
        !secrets.TryGetValue(arn, out var secret) ? Unknown
        : secret.FoundFrom > clock.GetUtcNow() ? null
        : secret.State;

    private sealed record EmulatedSecret(SecretState State, DateTimeOffset FoundFrom);
}

/// <summary>What ECR finds when it reads a secret.</summary>
public enum SecretState
{
    /// <summary>A username and an access token that the upstream accepts.</summary>
    Good,

    /// <summary>A username and an access token that the upstream does not accept.</summary>
    BadCredentials,

    /// <summary>Something other than a username and an access token.</summary>
    Malformed,

    /// <summary>ECR's role may not read it.</summary>
    Unreadable,

    /// <summary>ECR's role may not decrypt it.</summary>
    Undecryptable,
}
