using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// What nobody has told of Amazon ECR, and the emulator has to do in some way all the same: the one place of its assumptions. Nothing in
/// the product depends on them, or on a text. A recording of <c>make acceptance</c> shows which of them are wrong.
/// </summary>
/// <remarks>
/// Assumed too is the order in which <see cref="EmulatedEcr"/> checks a Create: URL, name, ROOT, credential and role, an existing rule,
/// the quota, permissions, the secret.
/// </remarks>
internal static class Assumed
{
    /// <summary>The code of refusals whose texts alone are known: that of those which begin with "Invalid input".</summary>
    public const string CodeOfRefusedInput = "InvalidParameterException";

    /// <summary>The code for a secret of another Region or account: that of one that isn't there.</summary>
    public const string CodeOfSecretElsewhere = "SecretNotFoundException";

    /// <summary>
    /// ECR asks of whoever creates or updates a rule with a credential that they may read it, as the native resource's handler declares;
    /// the user guide asks for no such right.
    /// </summary>
    public const string ActionOfCredential = "secretsmanager:GetSecretValue";

    /// <summary>One spelling for one rule: <c>x</c> and <c>x/</c> are the same, since a slash is assumed behind a prefix.</summary>
    public static string KeyOf(string prefix) => prefix.TrimEnd('/');

    /// <summary>The name that a rule keeps where a wrong one is silently taken: the given one.</summary>
    public static string NameOf(string? given, string byUrl) => given ?? byUrl;

    /// <summary>ROOT has no upstream prefix but ROOT: the guide says so, and not what is answered.</summary>
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

    /// <summary>Another account's registry without a role.</summary>
    public static EcrError RoleRequired() => new(CodeOfRefusedInput, "A custom role ARN is required for an upstream registry in another account");

    /// <summary>Also while the service-linked role that the call made can't read yet.</summary>
    public static EcrError UnableToAccessSecret(string arn) => new("UnableToAccessSecretException", $"Amazon ECR is unable to access the secret with ARN '{arn}'");

    public static EcrError UnableToDecryptSecret(string arn) =>
        new("UnableToDecryptSecretValueException", $"Amazon ECR is unable to decrypt the value of the secret with ARN '{arn}'");

    /// <summary>What Validate says of a secret, or null where it is good. Rules without a credential, with a role or without, are valid.</summary>
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
