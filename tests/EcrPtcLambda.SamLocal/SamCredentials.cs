namespace EcrPtcLambda.SamLocal;

/// <summary>The credentials that the SAM CLI passes to a function.</summary>
/// <param name="AccessKeyId">The access key ID.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token. Null for a long-term access key.</param>
internal sealed record SamCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Returns the shell's credentials, or SAM's defaults. (SAM also reads profiles.)</summary>
    public static SamCredentials FromEnvironment() => Variable("AWS_ACCESS_KEY_ID") is { } key && Variable("AWS_SECRET_ACCESS_KEY") is { } secret
        ? new(key, secret, Variable("AWS_SESSION_TOKEN"))
        : new("defaultkey", "defaultsecret", SessionToken: null);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
