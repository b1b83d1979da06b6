using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon;

namespace EcrPtcLambda.Rules;

/// <summary>
/// Validates the properties of a template: returns the desired rule, or all errors at once. Lengths and patterns come from the ECR API
/// model of 2015-09-21, and the authentication of each registry from the ECR user guide.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html"/>
internal static partial class RuleValidator
{
    /// <summary>Validates <paramref name="properties"/>, the event's ResourceProperties.</summary>
    /// <param name="properties">Undefined or null is an empty object.</param>
    /// <param name="awsContext">The function's account and Region.</param>
    public static ValidatedRule Validate(JsonElement properties, AwsContext awsContext)
    {
        var read = RuleProperties.Read(properties);
        var problems = new List<ValidationError>(read.Errors);
        var given = new GivenProperties(
            read,
            awsContext,
            RegistryId(read, awsContext, problems),
            Prefix(read, RuleProperties.EcrRepositoryPrefix, problems),
            Prefix(read, RuleProperties.UpstreamRepositoryPrefix, problems),
            Named(read, awsContext, problems),
            Located(read, awsContext, problems),
            CredentialArn(read, awsContext, problems),
            CustomRoleArn(read, awsContext, problems));
        var validateUpstream = Choice(read, RuleProperties.ValidateUpstream, ["true", "false"], problems) ?? "true";
        var onExisting = Choice(read, RuleProperties.OnExisting, [nameof(Rules.OnExisting.Fail), nameof(Rules.OnExisting.Adopt)], problems);
        problems.AddRange(PropertyConstraint.All.Select(constraint => constraint.Check(given)).OfType<ValidationError>());
        if (!given.Has(RuleProperties.EcrRepositoryPrefix))
        {
            problems.Add(new(RuleProperties.EcrRepositoryPrefix, "is required: 2 to 30 characters, such as docker-hub or team/quay, or ROOT"));
        }

        return problems.Count > 0
            ? new ValidatedRule.Invalid(problems)
            : new ValidatedRule.Valid(
                new(
                    new(given.RegistryId!, given.EcrRepositoryPrefix!),
                    given.Url!,
                    given.Upstream!.Name,
                    given.CredentialArn,
                    given.CustomRoleArn,
                    given.UpstreamRepositoryPrefix ?? RuleKey.Root,
                    validateUpstream == "true",
                    onExisting == nameof(Rules.OnExisting.Adopt) ? Rules.OnExisting.Adopt : Rules.OnExisting.Fail),
                UpstreamRegistry.AdviceOn(given.Url!) is { } advice ? [new(RuleProperties.UpstreamRegistryUrl, advice, given.Url)] : []);
    }

    private static string? RegistryId(RuleProperties read, AwsContext awsContext, List<ValidationError> problems)
    {
        if (read.Given(RuleProperties.RegistryId) is not { } given)
        {
            return read.IsUnreadable(RuleProperties.RegistryId) ? null : awsContext.AccountId;
        }

        if (RuleKey.IsRegistryId(given))
        {
            return given;
        }

        var advice = read.WasNumber(RuleProperties.RegistryId) || given.All(char.IsAsciiDigit)
            ? "must be the 12 digits of an AWS account; YAML drops a leading zero of a number, so write it in quotes"
            : "must be the 12 digits of an AWS account, in quotes";
        problems.Add(new(RuleProperties.RegistryId, advice, given));
        return null;
    }

    private static string? Prefix(RuleProperties read, string name, List<ValidationError> problems)
    {
        if (read.Given(name) is not { } given)
        {
            return null;
        }

        if (RuleKey.IsPrefix(given))
        {
            return RuleKey.Normalize(given);
        }

        var advice = !RuleKey.HasPrefixLength(given)
            ? string.Create(CultureInfo.InvariantCulture, $"must have 2 to 30 characters and has {given.Length}")
            : given.Equals(RuleKey.Root, StringComparison.OrdinalIgnoreCase)
                ? "must be written ROOT, in capitals, to mean every repository"
                : "must be lower-case letters and digits, parted by single . or _, by __, by hyphens or by /, or ROOT";
        problems.Add(new(name, advice, given));
        return null;
    }

    private static UpstreamRegistry? Named(RuleProperties read, AwsContext awsContext, List<ValidationError> problems)
    {
        if (read.Given(RuleProperties.UpstreamRegistry) is not { } given)
        {
            return null;
        }

        var named = UpstreamRegistry.Named(given);
        if (named is null)
        {
            var suggestion = UpstreamRegistry.NameMeantBy(given, awsContext) is { } name ? $"; did you mean {name}?" : "";
            problems.Add(new(
                RuleProperties.UpstreamRegistry, $"must be one of {string.Join(", ", UpstreamRegistry.All.Select(form => form.Name))}{suggestion}", given));
        }

        return named;
    }

    private static UpstreamRegistry? Located(RuleProperties read, AwsContext awsContext, List<ValidationError> problems)
    {
        if (read.Given(RuleProperties.UpstreamRegistryUrl) is not { } url)
        {
            return null;
        }

        var located = UpstreamRegistry.FromUrl(url, awsContext);
        if (located is null)
        {
            var named = UpstreamRegistry.Named(read.Given(RuleProperties.UpstreamRegistry) ?? "");

            // The text before an @ can be a password.
            problems.Add(new(RuleProperties.UpstreamRegistryUrl, UrlAdvice(url, named, awsContext), url.Contains('@', StringComparison.Ordinal) ? null : url));
        }

        return located;
    }

    private static string UrlAdvice(string url, UpstreamRegistry? named, AwsContext awsContext)
    {
        var host = UpstreamRegistry.BareHost(url);
        var meant = UpstreamRegistry.UrlMeantBy(host) ?? host;
        if (UpstreamRegistry.FromUrl(meant, awsContext) is not null)
        {
            return meant == host
                ? $"must be a bare host name, without scheme, path, port, spaces or capitals: write {meant}"
                : $"must be the registry's own host name: write {meant}";
        }

        return named is not null
            ? $"must be {named.Form.Replace("<DNS suffix>", awsContext.DnsSuffix, StringComparison.Ordinal)} for UpstreamRegistry {named.Name}"
            : $"must be an upstream registry that Amazon ECR supports: {string.Join(", ", UpstreamRegistry.All.Select(form => form.Form)).Replace("<DNS suffix>", awsContext.DnsSuffix, StringComparison.Ordinal)}";
    }

    private static string? CredentialArn(RuleProperties read, AwsContext awsContext, List<ValidationError> problems)
    {
        if (read.Given(RuleProperties.CredentialArn) is not { } given)
        {
            return null;
        }

        var advice = given switch
        {
            _ when !given.StartsWith("arn:", StringComparison.Ordinal) => "must be the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/",
            { Length: < 50 or > 612 } => string.Create(CultureInfo.InvariantCulture, $"must have 50 to 612 characters and has {given.Length}"),
            _ when !SecretArn().IsMatch(given) || !Arn.TryParse(given, out _) => "must be the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/",
            _ when Arn.Parse(given) is var arn && arn.Partition != awsContext.Partition => $"must be a secret of the function's partition, {awsContext.Partition}",
            _ when Arn.Parse(given) is var arn && arn.Region != awsContext.Region => $"must be a secret in the function's Region, {awsContext.Region}: ECR reads it there",
            _ => null,
        };
        if (advice is null)
        {
            return given;
        }

        // A value that doesn't begin like an ARN can be a misplaced secret, so it is never quoted.
        problems.Add(new(RuleProperties.CredentialArn, advice, given.StartsWith("arn:", StringComparison.Ordinal) ? given : null));
        return null;
    }

    private static string? CustomRoleArn(RuleProperties read, AwsContext awsContext, List<ValidationError> problems)
    {
        if (read.Given(RuleProperties.CustomRoleArn) is not { } given)
        {
            return null;
        }

        var advice = given switch
        {
            { Length: > 2048 } => string.Create(CultureInfo.InvariantCulture, $"must have 2048 characters at most and has {given.Length}"),
            _ when !RoleArn().IsMatch(given) || !Arn.TryParse(given, out _) => "must be the ARN of an IAM role, arn:<partition>:iam::<account>:role/<name>",
            _ when Arn.Parse(given) is var arn && arn.Partition != awsContext.Partition => $"must be a role of the function's partition, {awsContext.Partition}",
            _ => null,
        };
        if (advice is null)
        {
            return given;
        }

        problems.Add(new(RuleProperties.CustomRoleArn, advice, given));
        return null;
    }

    private static string? Choice(RuleProperties read, string name, string[] choices, List<ValidationError> problems)
    {
        if (read.Given(name) is not { } given || choices.Contains(given))
        {
            return read.Given(name);
        }

        problems.Add(new(name, $"must be {string.Join(" or ", choices)}", given));
        return null;
    }

    // ECR model, CredentialArn, with ASCII for \w, as AWS services interpret it.
    [GeneratedRegex(@"\Aarn:aws(-[A-Za-z0-9_]+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SecretArn();

    // IAM's role ARN: a path of printable ASCII and a name of 1 to 64 characters.
    [GeneratedRegex(@"\Aarn:aws(-[A-Za-z0-9_]+)*:iam::[0-9]{12}:role\/([\x21-\x7E]{0,510}\/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex RoleArn();
}
