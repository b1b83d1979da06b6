using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// The assumptions about undocumented behavior of Amazon ECR. The function depends on none of them, and on no error message. A recording of
/// <c>make acceptance</c> shows which assumptions are wrong.
/// </summary>
/// <remarks>
/// The order in which <see cref="EmulatedEcr"/> checks a Create is assumed too: URL, name, ROOT, credential and role, an existing rule, the
/// quota, permissions, the secret.
/// </remarks>
internal static class Assumed
{
    /// <summary>
    /// The error code of rejections of which only the messages are known. It is the code of messages that begin with "Invalid input".
    /// </summary>
    public const string CodeOfRefusedInput = "InvalidParameterException";

    /// <summary>The error code for a secret in another Region or account. It is the code for a missing secret.</summary>
    public const string CodeOfSecretElsewhere = "SecretNotFoundException";

    /// <summary>
    /// The action that Amazon ECR requires of a caller that creates or updates a rule with a credential. The handler of the native resource
    /// declares it; the user guide doesn't mention it.
    /// </summary>
    public const string ActionOfCredential = "secretsmanager:GetSecretValue";

    /// <summary>Returns the canonical form of a prefix. <c>x</c> and <c>x/</c> are the same, because a trailing slash is assumed.</summary>
    public static string KeyOf(string prefix) => prefix.TrimEnd('/');

    /// <summary>Returns the name that a rule keeps if a wrong one is silently accepted: the given one.</summary>
    public static string NameOf(string? given, string byUrl) => given ?? byUrl;

    /// <summary>ROOT allows no upstream prefix except ROOT. The user guide states the rule but not the error.</summary>
    public static EcrError RootTakesNoUpstreamPrefix() => new(
        CodeOfRefusedInput, "Invalid input: The upstream repository prefix can be set only when the Amazon ECR repository prefix isn't ROOT");

    public static EcrError AlreadyExists(string prefix, string registryId) => new(
        "PullThroughCacheRuleAlreadyExistsException",
        $"The pull through cache rule with repository prefix '{prefix}' already exists in the registry with id '{registryId}'");

    public static EcrError NotFound(string prefix, string registryId) => new(
        "PullThroughCacheRuleNotFoundException",
        $"Pull through cache rule with the repository prefix '{prefix}' does not exist in the registry with id '{registryId}'");

    public static EcrError LimitExceeded(string registryId, int quota) => new(
        "LimitExceededException", $"The registry with id '{registryId}' has the maximum number of pull through cache rules: {quota}");

    public static EcrError Throttled() => new("ThrottlingException", "Rate exceeded");

    /// <summary>Another account's registry requires a role.</summary>
    public static EcrError RoleRequired() => new(CodeOfRefusedInput, "A custom role ARN is required for an upstream registry in another account");

    /// <summary>Also returned while the service-linked role that the call created can't read the secret yet.</summary>
    public static EcrError UnableToAccessSecret(string arn) => new("UnableToAccessSecretException", $"Amazon ECR is unable to access the secret with ARN '{arn}'");

    public static EcrError UnableToDecryptSecret(string arn) =>
        new("UnableToDecryptSecretValueException", $"Amazon ECR is unable to decrypt the value of the secret with ARN '{arn}'");

    /// <summary>
    /// Returns the failure that Validate reports for a secret, or null if it is valid. Rules without a credential are valid.
    /// </summary>
    public static string? FailureOf(SecretState? secret, string upstreamRegistryUrl) => secret switch
    {
        SecretState.Good => null,
        SecretState.BadCredentials => $"The upstream registry {upstreamRegistryUrl} rejected the credentials in the secret: 401 Unauthorized",
        SecretState.Malformed => "The secret value must be a JSON object with the keys username and accessToken",
        SecretState.Unreadable => "Amazon ECR could not access the secret",
        SecretState.Undecryptable => "Amazon ECR could not decrypt the secret value",
        _ => "The secret could not be found",
    };
}
