using System.Collections.Concurrent;

namespace EcrPtcLambda.Emulator.Secrets;

/// <summary>The part of Secrets Manager that ECR sees.</summary>
public sealed class EmulatedSecretsManager(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, EmulatedSecret> secrets = new();

    /// <summary>What ECR finds in place of a secret that was never put; null where there is none then.</summary>
    public SecretState? Unknown { get; set; }

    /// <summary>Makes or changes a secret.</summary>
    /// <param name="arn">The secret's ARN, as CredentialArn names it.</param>
    /// <param name="state">What ECR finds when it reads it.</param>
    /// <param name="readableFrom">Until when ECR's role isn't let in yet; null where it is from the start.</param>
    public void Put(string arn, SecretState state = SecretState.Good, DateTimeOffset? readableFrom = null) =>
        secrets[arn] = new(state, readableFrom);

    /// <summary>Removes a secret.</summary>
    public void Remove(string arn) => secrets.TryRemove(arn, out _);

    /// <summary>What ECR finds, or null where there is no such secret.</summary>
    internal SecretState? Read(string arn) =>
        !secrets.TryGetValue(arn, out var secret) ? Unknown
        : secret.ReadableFrom > clock.GetUtcNow() ? SecretState.Unreadable
        : secret.State;

    private sealed record EmulatedSecret(SecretState State, DateTimeOffset? ReadableFrom);
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
