using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Acceptance.Rows;

namespace EcrPtcLambda.Acceptance.Aws;

/// <summary>The registry that the rules are made in, as an operator with the AWS CLI sees it. It touches rules of acceptance runs alone.</summary>
/// <param name="wire">Amazon ECR.</param>
/// <param name="accountId">The registry.</param>
/// <param name="clock">What waits go by.</param>
internal sealed partial class Registry(EcrWire wire, string accountId, TimeProvider clock)
{
    // How often a call is tried again that ECR throttles or fails on.
    private const int Tries = 8;

    /// <summary>The registry's account.</summary>
    public string AccountId => accountId;

    /// <summary>What the prefixes of all runs begin with.</summary>
    public const string PrefixOfAll = "ptc-acc-";

    /// <summary>Whether a prefix is one that a run made, and nothing else's.</summary>
    public static bool IsOurs(string prefix) => OwnPrefix().IsMatch(prefix);

    /// <summary>The rules of acceptance runs, whichever; nobody else's leave this method, and none is recorded.</summary>
    public async Task<IReadOnlyList<RegistryRule>> RulesOfRunsAsync(CancellationToken cancellationToken)
    {
        var rules = new List<RegistryRule>();
        string? token = null;
        do
        {
            var body = new JsonObject { ["registryId"] = accountId, ["maxResults"] = 100 };
            if (token is not null)
            {
                body["nextToken"] = token;
            }

            var reply = await CallAsync(who: null, "DescribePullThroughCacheRules", body, cancellationToken);
            if (reply.Code is { } code)
            {
                throw new AcceptanceException($"The registry's rules can't be listed: {code}: {reply.Text}");
            }

            rules.AddRange((reply.Json["pullThroughCacheRules"] as JsonArray ?? []).OfType<JsonObject>().Select(RegistryRule.FromJson).Where(rule => IsOurs(rule.Prefix)));
            token = reply.Json["nextToken"]?.GetValue<string>();
        }
        while (!string.IsNullOrEmpty(token));
        return rules;
    }

    /// <summary>Deletes rules of acceptance runs, and goes on to the next where one can't be.</summary>
    /// <returns>What could not be deleted, and why.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(IEnumerable<RegistryRule> rules, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var rule in rules)
        {
            try
            {
                var reply = await DeleteAsync(rule.Prefix, cancellationToken);
                if (reply.Code is { } code and not "PullThroughCacheRuleNotFoundException")
                {
                    left.Add($"{rule.Prefix}: {code}: {reply.Text}");
                }
            }
            catch (HttpRequestException exception)
            {
                left.Add($"{rule.Prefix}: {exception.Message}");
            }
        }

        return left;
    }

    /// <summary>Makes a rule by hand.</summary>
    public Task<EcrReply> CreateAsync(string prefix, JsonObject members, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        var body = members.DeepClone().AsObject();
        body["registryId"] = accountId;
        body["ecrRepositoryPrefix"] = prefix;
        return CallAsync(RecordedCaller.Acceptance, "CreatePullThroughCacheRule", body, cancellationToken);
    }

    /// <summary>Deletes a rule by hand.</summary>
    public Task<EcrReply> DeleteAsync(string prefix, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        return CallAsync(RecordedCaller.Acceptance, "DeletePullThroughCacheRule", Named(prefix), cancellationToken);
    }

    /// <summary>Updates a rule by hand.</summary>
    public Task<EcrReply> UpdateAsync(string prefix, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        return CallAsync(RecordedCaller.Acceptance, "UpdatePullThroughCacheRule", Named(prefix), cancellationToken);
    }

    /// <summary>Has ECR validate a rule.</summary>
    public Task<EcrReply> ValidateAsync(string prefix, CancellationToken cancellationToken) =>
        CallAsync(RecordedCaller.Acceptance, "ValidatePullThroughCacheRule", Named(prefix), cancellationToken);

    /// <summary>The rule of a prefix, or null where Describe shows none.</summary>
    public async Task<RegistryRule?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(
            RecordedCaller.Acceptance, "DescribePullThroughCacheRules", new() { ["registryId"] = accountId, ["ecrRepositoryPrefixes"] = new JsonArray(prefix) }, cancellationToken);
        return reply.Code switch
        {
            null when reply.Json["pullThroughCacheRules"] is JsonArray { Count: 1 } rules => RegistryRule.FromJson(rules[0]!.AsObject()),
            "PullThroughCacheRuleNotFoundException" => null,
            var code => throw new RowFailedException($"Describe of {prefix} answers {code}: {reply.Text}"),
        };
    }

    private JsonObject Named(string prefix) => new() { ["registryId"] = accountId, ["ecrRepositoryPrefix"] = prefix };

    private async Task<EcrReply> CallAsync(RecordedCaller? who, string operation, JsonObject body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await wire.CallAsync(who, operation, body.ToJsonString(), cancellationToken);
            if (attempt == Tries || (reply.Status < 500 && reply.Status != 429 && reply.Code?.StartsWith("Throttl", StringComparison.Ordinal) != true))
            {
                return reply;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt)), clock, cancellationToken);
        }
    }

    private static void RequireOwn(string prefix)
    {
        if (!IsOurs(prefix))
        {
            throw new InvalidOperationException($"{prefix} is no prefix of an acceptance run.");
        }
    }

    [GeneratedRegex(@"\Aptc-acc-[0-9a-f]{6}/[a-z0-9]+/?\z")]
    private static partial Regex OwnPrefix();
}

/// <summary>A rule as Describe tells it.</summary>
/// <param name="CreatedAt">As it stands in the JSON; epoch seconds.</param>
internal sealed record RegistryRule(
    string Prefix, string UpstreamRegistryUrl, string? UpstreamRepositoryPrefix, string? CredentialArn, string? CustomRoleArn, decimal CreatedAt, decimal? UpdatedAt)
{
    public DateTimeOffset CreatedAtTime => DateTimeOffset.FromUnixTimeMilliseconds((long)(CreatedAt * 1000));

    public static RegistryRule FromJson(JsonObject rule) => new(
        rule["ecrRepositoryPrefix"]?.GetValue<string>() ?? "",
        rule["upstreamRegistryUrl"]?.GetValue<string>() ?? "",
        rule["upstreamRepositoryPrefix"]?.GetValue<string>(),
        rule["credentialArn"]?.GetValue<string>(),
        rule["customRoleArn"]?.GetValue<string>(),
        Seconds(rule["createdAt"]) ?? 0,
        Seconds(rule["updatedAt"]));

    private static decimal? Seconds(JsonNode? number) =>
        number is null ? null : decimal.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
