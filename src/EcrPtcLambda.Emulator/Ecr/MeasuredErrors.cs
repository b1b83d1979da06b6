namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// Errors of Amazon ECR whose messages are published, each with its source. Unpublished error codes are in <see cref="Assumed"/>.
/// </summary>
internal static class MeasuredErrors
{
    /// <summary>A registry that requires authentication, without CredentialArn.</summary>
    /// <seealso href="https://github.com/aws-controllers-k8s/community/issues/2589"/>
    public static EcrError CredentialRequired() => new(
        "UnsupportedUpstreamRegistryException",
        "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials and try again.");

    /// <summary>UpstreamRegistry isn't the registry of the URL.</summary>
    /// <remarks>badmintoncryer/cdk-preflight, rules/ecr/pf-ecr-pull-through-cache-registry-match, deployed in September 2026.</remarks>
    public static EcrError RegistryMismatch() =>
        new(Assumed.CodeOfRefusedInput, "Invalid input: Upstream registry URL and entered upstream registry do not match. Please verify input and try again.");

    /// <summary>A credential for a registry that accepts none.</summary>
    /// <remarks>
    /// badmintoncryer/cdk-preflight, rules/ecr/pf-ecr-pull-through-cache-credential. It quotes the beginning of the message.
    /// </remarks>
    public static EcrError CredentialRefused() => new(Assumed.CodeOfRefusedInput, "The specified upstream registry doesn't require authentication");

    /// <summary>A role for a registry that isn't Amazon ECR.</summary>
    /// <remarks>As above.</remarks>
    public static EcrError RoleRefused() => new(Assumed.CodeOfRefusedInput, "Upstream registry URL and provided credential type do not match");

    /// <summary>The upstream is the registry that contains the rule.</summary>
    /// <remarks>badmintoncryer/cdk-preflight, rules/ecr/pf-ecr-pull-through-cache-url.</remarks>
    public static EcrError UpstreamIsCache() => new(Assumed.CodeOfRefusedInput, "Upstream registry URL cannot be the same as the cache registry");

    /// <summary>A URL of no registry.</summary>
    /// <seealso href="https://github.com/goharbor/harbor/issues/20174"/>
    public static EcrError InvalidUrl(string url) =>
        new("UnsupportedUpstreamRegistryException", $"The upstream registry URL {url} is invalid. Specify a valid upstream registry URL and try again");

    /// <summary>The secret doesn't exist or was created recently.</summary>
    /// <seealso href="https://github.com/entigolabs/entigo-infralib/pull/1645"/>
    public static EcrError SecretNotFound() => new("SecretNotFoundException", "The ARN of the secret specified in the pull through cache rule was not found");

    /// <summary>The secret is in another Region or account.</summary>
    /// <remarks>badmintoncryer/cdk-preflight, rules/ecr/pf-ecr-pull-through-cache-credential.</remarks>
    public static EcrError SecretIsElsewhere() =>
        new(Assumed.CodeOfSecretElsewhere, "Please verify the secret exists in the same region and account that the pullthrough cache rule will be created in");

    /// <summary>An Update with neither credential nor role.</summary>
    /// <seealso href="https://github.com/pulumi/pulumi-aws/issues/5714"/>
    public static EcrError NothingToUpdate() =>
        new("InvalidParameterException", "Invalid input: Please set either credential arn or role arn to update the credentials");
}
