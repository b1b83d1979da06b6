using System.Text.RegularExpressions;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>Writes a failure for the reader of a stack's events: what failed, ECR's own words, what to do, where to look.</summary>
internal static partial class FailureReason
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="key">The rule that it went wrong on.</param>
    /// <param name="home">Where the function runs.</param>
    /// <param name="aftermath">What was done about it or left behind, as a sentence; null where nothing was.</param>
    public static string Of(EcrFailure failure, RuleKey key, HomeRegistry home, string? aftermath)
    {
        var source = failure.RequestId is null
            ? $"({failure.ExceptionName})"
            : $"(ECR {failure.ExceptionName}, request id {failure.RequestId})";
        return string.Join(' ', new[]
        {
            $"{failure.Operation} failed for the rule {key}: {failure.Message}.",
            Remedy(failure, key, home),
            failure.Advice is null ? null : $"UpstreamRegistryUrl {failure.Advice}.",
            aftermath,
            source,
        }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Remedy(EcrFailure failure, RuleKey key, HomeRegistry home) => failure.Kind switch
    {
        FailureKind.ServerError => "Amazon ECR failed on its side, several times; deploy again, and see the AWS Health Dashboard if it lasts.",
        FailureKind.InvalidParameter or FailureKind.Validation => "Correct the property that Amazon ECR names.",
        FailureKind.AlreadyExists => "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.",
        FailureKind.UnsupportedUpstreamRegistry => $"Amazon ECR in {home.Region} doesn't cache from this registry; choose another UpstreamRegistryUrl or Region.",
        FailureKind.UnauthenticatedUpstreamRegistry =>
            "If Amazon ECR asks for authentication, give CredentialArn, the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/; "
            + $"otherwise it doesn't cache from this registry in {home.Region}: choose another UpstreamRegistryUrl or Region.",
        FailureKind.LimitExceeded => "Delete a pull through cache rule that isn't needed: the quota of rules per registry can't be raised.",
        FailureKind.UnableToAccessSecret => "Check that the secret's resource policy lets Amazon ECR's service-linked role (AWSServiceRoleForECRPullThroughCache) read it, and that the secret is encrypted with the default key, aws/secretsmanager.",
        FailureKind.SecretNotFound => $"Create the secret in {home.Region}, in account {key.RegistryId}, or correct CredentialArn: it names the secret with its random suffix.",
        FailureKind.UnableToDecryptSecretValue => "Encrypt the secret with the default key, aws/secretsmanager: Amazon ECR supports no customer managed key for it.",
        FailureKind.NotFound => "The rule was deleted by someone else meanwhile; deploy again.",
        FailureKind.AccessDenied when key.RegistryId == home.AccountId || !DeniedAction(failure).StartsWith("ecr:", StringComparison.Ordinal) => $"Allow {DeniedAction(failure)} in the policy of {DeniedRole(failure)}.",
        FailureKind.AccessDenied =>
            $"Allow {DeniedAction(failure)} in the policy of {DeniedRole(failure)}, and in the registry policy of account {key.RegistryId}, whose policy scope must be V2. "
            + "AWS documents rules as granted by identity-based policies: where that isn't enough, deploy the function in that account.",
        FailureKind.Throttled => "Too many calls to Amazon ECR at once; deploy again, or make fewer rules depend on nothing (DependsOn) so that they are created one after another.",
        FailureKind.Credentials => "Check the function's role and its credentials: they are missing, expired or not for this partition.",
        FailureKind.Configuration => "Correct the function's environment: AWS_ENDPOINT_URL_ECR, AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.",
        FailureKind.Network => $"Amazon ECR's endpoint in {home.Region} could not be reached; check the function's VPC, its endpoints and security groups.",
        FailureKind.Tls => "The endpoint's certificate was not trusted; check AWS_CA_BUNDLE and any proxy between the function and Amazon ECR.",
        FailureKind.TlsHandshake => "The TLS handshake failed: check what stands between the function and Amazon ECR, such as a proxy or firewall, and that the endpoint offers TLS 1.2 or newer.",
        FailureKind.UnexpectedResponse => "What answered isn't Amazon ECR: check AWS_ENDPOINT_URL_ECR, AWS_ENDPOINT_URL, and any proxy or firewall between the function and Amazon ECR.",
        FailureKind.Internal => "This is a fault in the function: see its log, and report it.",
        FailureKind.OutOfTime => "Deploy again; if it recurs, give the function a longer timeout.",
        FailureKind.UpstreamRejected => "Put a valid username and accessToken into the secret, or set ValidateUpstream: false to deploy without the check.",
        _ => "See the function's log for more.",
    };

    private static string DeniedAction(EcrFailure failure) =>
        Action().Match(failure.Message) is var match && match.Success ? match.Groups["action"].Value : $"ecr:{failure.Operation}";

    private static string DeniedRole(EcrFailure failure) =>
        Role().Match(failure.Message) is var match && match.Success ? $"the role {match.Groups["role"].Value}" : "the function's role";

    // IAM's own wording: "User: <ARN> is not authorized to perform: <action> on resource: ...".
    [GeneratedRegex(@"not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Action();

    [GeneratedRegex(@"assumed-role/(?<role>[\w+=,.@-]{1,64})/", RegexOptions.ExplicitCapture)]
    private static partial Regex Role();
}
