using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// The assumptions about undocumented behavior of Amazon ECR. The function depends on none of them, and on no error message. A recording of
/// <c>make acceptance</c> shows which assumptions are wrong.
/// </summary>
internal static class Assumed
{
    /// <summary>All assumptions as sentences. A test compares the documentation with this list.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        "The operation's own permission is checked before the input.",
        "Create checks in this order: the URL, the name, ROOT, the credential and the role, an existing rule, the quota, the other permissions, the secret.",
        "Input of which only the error message is published is rejected with InvalidParameterException.",
        "The format of the message for input that violates the API model is the one of other operations of Amazon ECR.",
        "A secret in another Region or account is rejected with SecretNotFoundException.",
        "A wrong name that is accepted is stored, and a name that isn't specified is derived from the URL. The name of a private registry isn't checked.",
        "A private registry of another account requires a role. The error is assumed.",
        "The prefix ROOT with another upstream prefix than ROOT is rejected. The error is assumed.",
        "The messages for an existing rule, a missing rule, an exceeded quota, an inaccessible secret, and an undecryptable secret are assumed.",
        "Throttling is reported with ThrottlingException.",
        "x and x/ are the same prefix.",
        "Create and Describe return the same creation time. Describe returns an upstream prefix only if one was specified.",
        "Describe fails if one of the prefixes has no rule.",
        "Describe can lag behind a Create or a Delete. Every other operation sees a change immediately.",
        "Update sets the credential or the role, and leaves the other one unchanged.",
        "Validate succeeds for a rule without a credential, with or without a role. The messages of its failures are assumed.",
        "Create and Update with a credential require secretsmanager:GetSecretValue of the caller.",
        "While the service-linked role of the first rule can't read the secret, Create fails with UnableToAccessSecretException.",
    ];

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

    /// <summary>Returns the rule after an Update, which leaves the other of credential and role unchanged.</summary>
    public static EmulatedRule Updated(EmulatedRule rule, string? credentialArn, string? customRoleArn, DateTimeOffset now) =>
        rule with { CredentialArn = credentialArn ?? rule.CredentialArn, CustomRoleArn = customRoleArn ?? rule.CustomRoleArn, UpdatedAt = now };

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
