namespace EcrPtcLambda.SamLocal;

/// <summary>The credentials that a function gets of the SAM CLI.</summary>
/// <param name="AccessKeyId">The access key id.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token; null where the key is a long-term one.</param>
internal sealed record SamCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Those of the shell, or else SAM's own. (SAM reads profiles too.)</summary>
    public static SamCredentials FromEnvironment() => Variable("AWS_ACCESS_KEY_ID") is { } key && Variable("AWS_SECRET_ACCESS_KEY") is { } secret
        ? new(key, secret, Variable("AWS_SESSION_TOKEN"))
        : new("defaultkey", "defaultsecret", SessionToken: null);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
