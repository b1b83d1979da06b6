using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>
/// An identity-based policy as IAM evaluates it, in what template.yaml uses: Allow statements with actions, resources with wildcards, and
/// the conditions Bool and StringEquals, which do not match where the request has no such key.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"/>
internal sealed class IamPolicy(IReadOnlyList<JsonNode> statements)
{
    /// <param name="action">Such as <c>sqs:SendMessage</c>.</param>
    /// <param name="resource">The ARN that it is for.</param>
    /// <param name="context">The keys of the request.</param>
    public bool Allows(string action, string resource, params (string Key, string Value)[] context) =>
        statements.Any(statement => Effect(statement) == "Allow" && Matches(statement, action, resource, context))
        && !statements.Any(statement => Effect(statement) == "Deny" && Matches(statement, action, resource, context));

    private static string Effect(JsonNode statement) => statement["Effect"]!.GetValue<string>();

    private static bool Matches(JsonNode statement, string action, string resource, (string Key, string Value)[] context) =>
        Texts(statement["Action"]!).Any(pattern => IsLike(action, pattern))
        && Texts(statement["Resource"]!).Any(pattern => IsLike(resource, pattern))
        && (statement["Condition"] is not JsonObject conditions || conditions.All(condition => Holds(condition.Key, condition.Value!.AsObject(), context)));

    private static bool Holds(string condition, JsonObject keys, (string Key, string Value)[] context) => condition is "Bool" or "StringEquals"
        ? keys.All(key => context.Any(each => each.Key == key.Key && Texts(key.Value!).Contains(each.Value)))
        : throw new NotSupportedException(condition);

    private static bool IsLike(string text, string pattern) =>
        Regex.IsMatch(text, $"\\A{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}\\z");

    private static IEnumerable<string> Texts(JsonNode node) =>
        node is JsonArray many ? many.Select(each => each!.GetValue<string>()) : [node.GetValue<string>()];
}
