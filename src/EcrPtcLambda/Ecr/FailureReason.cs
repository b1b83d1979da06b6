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
            Remedy(failure, home),
            aftermath,
            source,
        }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Remedy(EcrFailure failure, HomeRegistry home) => failure.Kind switch
    {
        FailureKind.ServerError => "Amazon ECR failed on its side, several times; deploy again, and see the AWS Health Dashboard if it lasts.",
        FailureKind.InvalidParameter or FailureKind.Validation => "Correct the property that Amazon ECR names.",
        FailureKind.AlreadyExists => "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.",
        FailureKind.UnsupportedUpstreamRegistry => $"Amazon ECR in {home.Region} doesn't cache from this registry; choose another UpstreamRegistryUrl or Region.",
        FailureKind.LimitExceeded => "Delete a pull through cache rule that isn't needed: the quota of rules per registry can't be raised.",
        FailureKind.UnableToAccessSecret => "Check that the secret's resource policy and key policy let Amazon ECR's service-linked role (AWSServiceRoleForECRPullThroughCache) read it.",
        FailureKind.SecretNotFound => $"Create the secret in {home.Region}, or correct CredentialArn: it names the secret with its random suffix.",
        FailureKind.UnableToDecryptSecretValue => "Let Amazon ECR's service-linked role (AWSServiceRoleForECRPullThroughCache) decrypt with the secret's KMS key: kms:Decrypt in the key's policy.",
        FailureKind.NotFound => "The rule was deleted by someone else meanwhile; deploy again.",
        FailureKind.AccessDenied => $"Allow {DeniedAction(failure)} in the policy of {DeniedRole(failure)}, and, where the registry is another account's, in that registry's policy.",
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
