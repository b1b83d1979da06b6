using System.Text.RegularExpressions;
using CsCheck;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.PropertyBased;

/// <summary>The validator against the ECR API model of 2015-09-21, whose facts stand here once more, on their own.</summary>
public sealed partial class RuleValidatorProperties
{
    [Fact]
    public void A_prefix_is_taken_exactly_if_the_model_takes_it() =>
        Gen.OneOf(Generated.Prefix, Generated.Pieces(["a", "b2", "-", "--", "_", "__", ".", "/", "ROOT", "A", "\n", "é", " "], 9)).Sample(
            prefix => Takes(("EcrRepositoryPrefix", prefix), ("UpstreamRegistryUrl", "quay.io")) == IsModelPrefix(prefix),
            iter: 10_000);

    [Fact]
    public void An_upstream_prefix_is_taken_exactly_if_the_model_takes_it() =>
        Gen.OneOf(Generated.Prefix, Generated.Pieces(["a", "b2", "-", "_", ".", "/", "ROOT", "A", "\n"], 9)).Where(prefix => prefix.Length > 0).Sample(
            prefix => Takes(("EcrRepositoryPrefix", "ab"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRepositoryPrefix", prefix)) == IsModelPrefix(prefix),
            iter: 5000);

    [Fact]
    public void A_registry_id_is_taken_exactly_if_the_model_takes_it() =>
        Gen.OneOf(Generated.AccountId, Generated.Pieces(["0", "12", "345", "٣", "x", "\n", "-"], 8)).Where(id => id.Length > 0).Sample(
            id => Takes(("EcrRepositoryPrefix", "ab"), ("UpstreamRegistryUrl", "quay.io"), ("RegistryId", id)) == ModelRegistryId().IsMatch(id),
            iter: 5000);

    [Fact]
    public void A_credential_of_the_functions_Region_and_account_is_taken_exactly_if_the_model_takes_it() =>
        Gen.Select(
                Generated.One("ecr-pullthroughcache/", "ecr-pullthroughcache", "other/", "ecr-pullthroughcache/é"),
                Generated.Pieces(["docker", "/", "_", "+", "=", ".", "@", "-AbCdEf", " ", ":", "\n", new('x', 90)], 9))
            .Sample(
                (beginning, rest) =>
                {
                    var arn = $"arn:aws:secretsmanager:us-east-1:{Account}:secret:{beginning}{rest}";
                    return Takes(("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", arn)) == IsModelCredential(arn);
                },
                iter: 5000);

    [Fact]
    public void Any_properties_are_a_rule_of_the_models_or_a_list_of_problems() => Generated.Json.Sample(
        json => RuleValidator.Validate(Generated.Parsed(json), Context) switch
        {
            ValidatedRule.Valid { Rule: var rule } => IsModelPrefix(rule.Key.EcrRepositoryPrefix)
                && ModelRegistryId().IsMatch(rule.Key.RegistryId)
                && IsModelPrefix(rule.UpstreamRepositoryPrefix)
                && (rule.CredentialArn is null || IsModelCredential(rule.CredentialArn)),
            ValidatedRule.Invalid { Errors: var problems, Reason: var reason } => problems.Count > 0 && reason.Length > 0,
            _ => false,
        },
        iter: 5000);

    private static bool Takes(params (string Name, string Value)[] properties) =>
        RuleValidator.Validate(Properties(properties), Context) is ValidatedRule.Valid;

    private static bool IsModelPrefix(string text) => text.Length is >= 2 and <= 30 && ModelPrefix().IsMatch(text);

    private static bool IsModelCredential(string text) => text.Length is >= 50 and <= 612 && ModelCredential().IsMatch(text);

    // The model's patterns are ECMAScript's: $ is the end, and \w and digits are ASCII.
    [GeneratedRegex(@"^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)\z")]
    private static partial Regex ModelPrefix();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex ModelRegistryId();

    [GeneratedRegex(@"^arn:aws(-[A-Za-z0-9_]+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+\z")]
    private static partial Regex ModelCredential();
}
