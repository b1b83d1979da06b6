using System.Text.RegularExpressions;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>Formats an error for the stack's events: what failed, Amazon ECR's message, the remedy, and where to find more.</summary>
internal static partial class ReasonFormatter
{
    /// <param name="error">The error.</param>
    /// <param name="key">The affected rule.</param>
    /// <param name="awsContext">The function's account and Region.</param>
    /// <param name="aftermath">A sentence about what was rolled back or left. Null if there is nothing to report.</param>
    public static string Format(EcrError error, RuleKey key, AwsContext awsContext, string? aftermath)
    {
        var source = error.RequestId is null
            ? $"({error.ExceptionName})"
            : $"(ECR {error.ExceptionName}, request id {error.RequestId})";
        return string.Join(' ', new[]
        {
            $"{error.Operation.Name} failed for the rule {key}: {error.Message}.",
            Remedy(error, key, awsContext),
            error.Advice is null ? null : $"UpstreamRegistryUrl {error.Advice}.",

            // The code of this error isn't published.
            error.Operation is EcrOperation.CreatePullThroughCacheRule && error.RequestId is not null && awsContext.IsWithoutRules
                ? $"AWS documents that pull through cache rules can't be created in {awsContext.Region}."
                : null,
            aftermath,
            source,
        }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Remedy(EcrError error, RuleKey key, AwsContext awsContext) => error.Kind switch
    {
        EcrErrorKind.ServerError => "Amazon ECR returned server errors repeatedly. Deploy again, and check the AWS Health Dashboard if the error persists.",
        EcrErrorKind.InvalidParameter or EcrErrorKind.Validation => "Correct the property that Amazon ECR names.",
        EcrErrorKind.AlreadyExists => "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.",
        EcrErrorKind.UnsupportedUpstreamRegistry => $"Amazon ECR in {awsContext.Region} doesn't cache from this registry; choose another UpstreamRegistryUrl or Region.",
        EcrErrorKind.UnauthenticatedUpstreamRegistry =>
            "If Amazon ECR asks for authentication, give CredentialArn, the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/; "
            + $"otherwise it doesn't cache from this registry in {awsContext.Region}: choose another UpstreamRegistryUrl or Region.",
        EcrErrorKind.LimitExceeded => "Delete a pull through cache rule that isn't needed: the quota of rules per registry can't be raised.",
        EcrErrorKind.UnableToAccessSecret => "Check that the secret's resource policy lets Amazon ECR's service-linked role (AWSServiceRoleForECRPullThroughCache) read it, and that the secret is encrypted with the default key, aws/secretsmanager.",
        EcrErrorKind.SecretNotFound => $"Create the secret in {awsContext.Region}, in account {key.RegistryId}, or correct CredentialArn: it names the secret with its random suffix.",
        EcrErrorKind.UnableToDecryptSecretValue => "Encrypt the secret with the default key, aws/secretsmanager: Amazon ECR supports no customer managed key for it.",
        EcrErrorKind.NotFound => "The rule was deleted outside this operation. Deploy again.",
        EcrErrorKind.AccessDenied => DenialRemedy(error, key, awsContext),
        EcrErrorKind.Throttled => "Too many calls to Amazon ECR at once. Deploy again, or chain the rules with DependsOn so that CloudFormation creates them one at a time.",
        EcrErrorKind.Credentials => "Check the function's role and its credentials: they are missing, expired or not for this partition.",
        EcrErrorKind.Configuration => "Correct the function's environment: AWS_ENDPOINT_URL_ECR, AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.",
        EcrErrorKind.Network => $"Amazon ECR's endpoint in {awsContext.Region} could not be reached; check the function's VPC, its endpoints and security groups.",
        EcrErrorKind.Tls => "The endpoint's certificate was not trusted; check AWS_CA_BUNDLE and any proxy between the function and Amazon ECR.",
        EcrErrorKind.TlsHandshake => "The TLS handshake failed: check what stands between the function and Amazon ECR, such as a proxy or firewall, and that the endpoint offers TLS 1.2 or newer.",
        EcrErrorKind.UnexpectedResponse => "The response isn't from Amazon ECR: check AWS_ENDPOINT_URL_ECR, AWS_ENDPOINT_URL, and any proxy or firewall between the function and Amazon ECR.",
        EcrErrorKind.Internal => "This is a fault in the function: see its log, and report it.",
        EcrErrorKind.OutOfTime => "Deploy again. If the error recurs, increase the function's timeout.",
        EcrErrorKind.UpstreamRejected => "Put a valid username and accessToken into the secret, or set ValidateUpstream: false to deploy without the check.",
        _ => "See the function's log for more.",
    };

    private static string DenialRemedy(EcrError error, RuleKey key, AwsContext awsContext)
    {
        var action = DeniedAction(error.Message);
        var remedy = $"Allow {action ?? ActionsOf(error.Operation)} in the policy of {DeniedRole(error.Message)}";
        var isOwnAccounts = key.RegistryId == awsContext.AccountId || (action is not null && !action.StartsWith("ecr:", StringComparison.Ordinal));
        return isOwnAccounts
            ? $"{remedy}."
            : $"{remedy}, and in the registry policy of account {key.RegistryId}, whose policy scope must be V2. "
                + "AWS documents rules as granted by identity-based policies: where that isn't enough, deploy the function in that account.";
    }

    // IAM documents the format of a denial's message: "User: <ARN> is not authorized to perform: <action> on resource: ...". The action and
    // the role are read from it because nothing else in the response names them. They only word the remedy: if a message has another format,
    // the remedy names the actions that the operation can require, and the function's role.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    private static string? DeniedAction(string message) =>
        Action().Match(message) is var match && match.Success ? match.Groups["action"].Value : null;

    private static string DeniedRole(string message) =>
        Role().Match(message) is var match && match.Success ? $"the role {match.Groups["role"].Value}" : "the function's role";

    // Operations that take a credential or a role also require other actions of the caller.
    private static string ActionsOf(EcrOperation operation) => operation switch
    {
        EcrOperation.CreatePullThroughCacheRule => $"ecr:{operation.Name}, or the other action that Amazon ECR names (iam:PassRole, iam:CreateServiceLinkedRole, secretsmanager:GetSecretValue),",
        EcrOperation.UpdatePullThroughCacheRule => $"ecr:{operation.Name}, or the other action that Amazon ECR names (iam:PassRole, secretsmanager:GetSecretValue),",
        _ => $"ecr:{operation.Name}",
    };

    [GeneratedRegex(@"not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Action();

    [GeneratedRegex(@"assumed-role/(?<role>[\w+=,.@-]{1,64})/", RegexOptions.ExplicitCapture)]
    private static partial Regex Role();
}
