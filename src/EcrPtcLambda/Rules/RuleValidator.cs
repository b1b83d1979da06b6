using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon;

namespace EcrPtcLambda.Rules;

/// <summary>
/// Turns the properties of a template into the rule they ask for, or into every problem they have at once.
/// Lengths and patterns are the ECR API model's of 2015-09-21; which registry takes which authentication is the ECR user guide's.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html"/>
internal static partial class RuleValidator
{
    /// <summary>Checks <paramref name="properties"/>, the event's ResourceProperties.</summary>
    /// <param name="properties">Undefined or null counts as an empty object.</param>
    /// <param name="home">Where the function runs.</param>
    public static ValidatedRule Validate(JsonElement properties, HomeRegistry home)
    {
        var read = RuleProperties.Read(properties);
        var problems = new List<Problem>(read.Problems);

        var registryId = RegistryId(read, home, problems);
        var prefix = Prefix(read, RuleProperties.EcrRepositoryPrefix, problems);
        var upstreamPrefix = Prefix(read, RuleProperties.UpstreamRepositoryPrefix, problems);
        var (form, url) = Upstream(read, home, problems);
        var credentialArn = CredentialArn(read, registryId, home, problems);
        var customRoleArn = CustomRoleArn(read, registryId, home, problems);
        var validateUpstream = Choice(read, RuleProperties.ValidateUpstream, ["true", "false"], problems) ?? "true";
        var onExisting = Choice(read, RuleProperties.OnExisting, [nameof(Rules.OnExisting.Fail), nameof(Rules.OnExisting.Adopt)], problems);

        if (read.Given(RuleProperties.EcrRepositoryPrefix) is null && !read.IsUnreadable(RuleProperties.EcrRepositoryPrefix))
        {
            problems.Add(new(RuleProperties.EcrRepositoryPrefix, "is required: 2 to 30 characters, such as docker-hub or team/quay, or ROOT"));
        }

        Authentication(read, form, url, registryId, home, problems);

        return problems.Count > 0
            ? new ValidatedRule.Invalid(problems)
            : new ValidatedRule.Valid(new(
                new(registryId!, RuleKey.Normalise(prefix!)),
                url!,
                form!.Name,
                credentialArn,
                customRoleArn,
                upstreamPrefix is null ? RuleKey.Root : RuleKey.Normalise(upstreamPrefix),
                validateUpstream == "true",
                onExisting == nameof(Rules.OnExisting.Adopt) ? Rules.OnExisting.Adopt : Rules.OnExisting.Fail));
    }

    private static string? RegistryId(RuleProperties read, HomeRegistry home, List<Problem> problems)
    {
        if (read.Given(RuleProperties.RegistryId) is not { } given)
        {
            return read.IsUnreadable(RuleProperties.RegistryId) ? null : home.AccountId;
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

    private static string? Prefix(RuleProperties read, string name, List<Problem> problems)
    {
        if (read.Given(name) is not { } given)
        {
            return null;
        }

        if (RuleKey.IsPrefix(given))
        {
            return given;
        }

        var advice = !RuleKey.HasPrefixLength(given)
            ? string.Create(CultureInfo.InvariantCulture, $"must have 2 to 30 characters and has {given.Length}")
            : given.Equals(RuleKey.Root, StringComparison.OrdinalIgnoreCase)
                ? "must be written ROOT, in capitals, to mean every repository"
                : "must be lower-case letters and digits, parted by single . or _, by __, by hyphens or by /, or ROOT";
        problems.Add(new(name, advice, given));
        return null;
    }

    private static (UpstreamRegistryForm? Form, string? Url) Upstream(RuleProperties read, HomeRegistry home, List<Problem> problems)
    {
        var url = read.Given(RuleProperties.UpstreamRegistryUrl);
        var name = read.Given(RuleProperties.UpstreamRegistry);
        var named = name is null ? null : UpstreamRegistryForm.Named(name);

        if (name is not null && named is null)
        {
            problems.Add(new(
                RuleProperties.UpstreamRegistry,
                $"must be one of {string.Join(", ", UpstreamRegistryForm.All.Select(form => form.Name))}; {DidYouMean(name, UpstreamRegistryForm.All.Select(form => form.Name))}",
                name));
        }

        if (url is null)
        {
            if (named is { Url: { } derived } && !read.IsUnreadable(RuleProperties.UpstreamRegistryUrl))
            {
                return (named, derived);
            }

            if (named is { Url: null } && !read.IsUnreadable(RuleProperties.UpstreamRegistryUrl))
            {
                problems.Add(new(RuleProperties.UpstreamRegistryUrl, $"is required with UpstreamRegistry {named.Name}: {named.Form}"));
            }
            else if (name is null && !read.IsUnreadable(RuleProperties.UpstreamRegistry) && !read.IsUnreadable(RuleProperties.UpstreamRegistryUrl))
            {
                problems.Add(new(RuleProperties.UpstreamRegistryUrl, "is required, such as public.ecr.aws, unless UpstreamRegistry names a registry with one URL"));
            }

            return (named, null);
        }

        if (UpstreamRegistryForm.Of(url, home) is not { } form)
        {
            // What stands before an @ may be a password.
            problems.Add(new(RuleProperties.UpstreamRegistryUrl, UrlAdvice(url, named, home), url.Contains('@', StringComparison.Ordinal) ? null : url));
            return (named, null);
        }

        if (named is not null && named != form)
        {
            problems.Add(new(
                RuleProperties.UpstreamRegistry,
                $"must agree with UpstreamRegistryUrl, which is {form.Name}'s; leave it out, or write {named.Form} as the URL",
                named.Name));
        }

        return (form, url);
    }

    private static string UrlAdvice(string url, UpstreamRegistryForm? named, HomeRegistry home)
    {
        var host = BareHost(url);
        var meant = UpstreamRegistryForm.UrlMeantBy(host) ?? host;
        if (UpstreamRegistryForm.Of(meant, home) is not null)
        {
            return meant == host
                ? $"must be a bare host name, without scheme, path, port, spaces or capitals: write {meant}"
                : $"must be the registry's own host name: write {meant}";
        }

        return named is not null
            ? $"must be {named.Form.Replace("<DNS suffix>", home.DnsSuffix, StringComparison.Ordinal)} for UpstreamRegistry {named.Name}"
            : $"must be an upstream registry that Amazon ECR supports: {string.Join(", ", UpstreamRegistryForm.All.Select(form => form.Form)).Replace("<DNS suffix>", home.DnsSuffix, StringComparison.Ordinal)}";
    }

    private static string BareHost(string url)
    {
        var host = url.Trim();
        host = host[(host.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        host = host[..(host.IndexOfAny(['/', '?', '#']) is var path and >= 0 ? path : host.Length)];
        host = host[(host.LastIndexOf('@') + 1)..];
        host = host[..(host.IndexOf(':', StringComparison.Ordinal) is var port and >= 0 ? port : host.Length)];
        return host.TrimEnd('.').ToLowerInvariant();
    }

    private static string? CredentialArn(RuleProperties read, string? registryId, HomeRegistry home, List<Problem> problems)
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
            _ when Arn.Parse(given) is var arn && arn.Partition != home.Partition => $"must be a secret of the function's partition, {home.Partition}",
            _ when Arn.Parse(given) is var arn && arn.Region != home.Region => $"must be a secret in the function's Region, {home.Region}: ECR reads it there",
            _ when registryId is not null && Arn.Parse(given) is var arn && arn.AccountId != registryId => $"must be a secret in the registry's account, {registryId}",
            _ => null,
        };
        if (advice is null)
        {
            return given;
        }

        // What doesn't begin like an ARN may be the secret itself, pasted into the wrong place: it is never repeated.
        problems.Add(new(RuleProperties.CredentialArn, advice, given.StartsWith("arn:", StringComparison.Ordinal) ? given : null));
        return null;
    }

    private static string? CustomRoleArn(RuleProperties read, string? registryId, HomeRegistry home, List<Problem> problems)
    {
        if (read.Given(RuleProperties.CustomRoleArn) is not { } given)
        {
            return null;
        }

        var advice = given switch
        {
            { Length: > 2048 } => string.Create(CultureInfo.InvariantCulture, $"must have 2048 characters at most and has {given.Length}"),
            _ when !RoleArn().IsMatch(given) || !Arn.TryParse(given, out _) => "must be the ARN of an IAM role, arn:<partition>:iam::<account>:role/<name>",
            _ when Arn.Parse(given) is var arn && arn.Partition != home.Partition => $"must be a role of the function's partition, {home.Partition}",
            _ when registryId is not null && Arn.Parse(given) is var arn && arn.AccountId != registryId => $"must be a role in the registry's own account, {registryId}",
            _ => null,
        };
        if (advice is null)
        {
            return given;
        }

        problems.Add(new(RuleProperties.CustomRoleArn, advice, given));
        return null;
    }

    private static void Authentication(RuleProperties read, UpstreamRegistryForm? form, string? url, string? registryId, HomeRegistry home, List<Problem> problems)
    {
        var hasCredential = read.Given(RuleProperties.CredentialArn) is not null;
        var hasRole = read.Given(RuleProperties.CustomRoleArn) is not null;
        if (hasCredential && hasRole)
        {
            problems.Add(new(RuleProperties.CustomRoleArn, "must not be given together with CredentialArn: a role is for an ecr upstream, a credential for the others"));
        }

        if (form is null)
        {
            return;
        }

        if (form.Authentication is UpstreamAuthentication.Credential && !hasCredential && !read.IsUnreadable(RuleProperties.CredentialArn))
        {
            problems.Add(new(RuleProperties.CredentialArn, $"is required for {form.Name}: the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/"));
        }

        if (form.Authentication is not UpstreamAuthentication.Credential && hasCredential && !hasRole)
        {
            problems.Add(new(RuleProperties.CredentialArn, $"must be left out for {form.Name}, which takes no credential"));
        }

        if (form.Authentication is not UpstreamAuthentication.Role && hasRole && !hasCredential)
        {
            problems.Add(new(RuleProperties.CustomRoleArn, $"must be left out for {form.Name}: only an ecr upstream takes a role"));
        }

        if (form.Authentication is UpstreamAuthentication.Role && !hasRole && !read.IsUnreadable(RuleProperties.CustomRoleArn)
            && url is not null && registryId is not null
            && UpstreamRegistryForm.PrivateRegistryAccount(url, home) is var upstreamAccount && upstreamAccount != registryId)
        {
            problems.Add(new(RuleProperties.CustomRoleArn, $"is required for an ecr upstream of another account ({upstreamAccount}): a role in account {registryId} that may pull there"));
        }
    }

    private static string? Choice(RuleProperties read, string name, string[] choices, List<Problem> problems)
    {
        if (read.Given(name) is not { } given || choices.Contains(given))
        {
            return read.Given(name);
        }

        problems.Add(new(name, $"must be {string.Join(" or ", choices)}", given));
        return null;
    }

    private static string DidYouMean(string given, IEnumerable<string> known) => $"did you mean {Nearest.To(given, known)}?";

    // ECR model, CredentialArn; ASCII for \w, as AWS's services read it.
    [GeneratedRegex(@"\Aarn:aws(-[A-Za-z0-9_]+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SecretArn();

    // IAM's role ARN: a path of printable ASCII and a name of 1 to 64 characters.
    [GeneratedRegex(@"\Aarn:aws(-[A-Za-z0-9_]+)*:iam::[0-9]{12}:role\/([\x21-\x7E]{0,510}\/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex RoleArn();
}
