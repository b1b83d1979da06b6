using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Acceptance.Rows;

namespace EcrPtcLambda.Acceptance.Aws;

/// <summary>The registry of a run, as an operator with the AWS CLI uses it. Changes only rules of acceptance runs.</summary>
/// <param name="wire">Calls Amazon ECR.</param>
/// <param name="accountId">The registry ID.</param>
/// <param name="clock">Measures waits.</param>
internal sealed partial class Registry(EcrWire wire, string accountId, TimeProvider clock)
{
    // The maximum number of attempts of a call that Amazon ECR throttles or that fails with a server error.
    private const int Tries = 8;

    /// <summary>The registry's account ID.</summary>
    public string AccountId => accountId;

    /// <summary>The common prefix of all runs.</summary>
    public const string PrefixOfAll = "ptc-acc-";

    /// <summary>True if an acceptance run created the prefix.</summary>
    public static bool IsOurs(string prefix) => OwnPrefix().IsMatch(prefix);

    /// <summary>Returns the rules of all acceptance runs. No other rule leaves this method, and none is recorded.</summary>
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

    /// <summary>Deletes rules of acceptance runs. Continues after a failure.</summary>
    /// <returns>The rules that could not be deleted, each with the reason.</returns>
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

    /// <summary>Creates a rule outside the stack.</summary>
    public Task<EcrReply> CreateAsync(string prefix, JsonObject members, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        var body = members.DeepClone().AsObject();
        body["registryId"] = accountId;
        body["ecrRepositoryPrefix"] = prefix;
        return CallAsync(RecordedCaller.Acceptance, "CreatePullThroughCacheRule", body, cancellationToken);
    }

    /// <summary>Deletes a rule outside the stack.</summary>
    public Task<EcrReply> DeleteAsync(string prefix, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        return CallAsync(RecordedCaller.Acceptance, "DeletePullThroughCacheRule", Named(prefix), cancellationToken);
    }

    /// <summary>Updates a rule outside the stack.</summary>
    public Task<EcrReply> UpdateAsync(string prefix, CancellationToken cancellationToken)
    {
        RequireOwn(prefix);
        return CallAsync(RecordedCaller.Acceptance, "UpdatePullThroughCacheRule", Named(prefix), cancellationToken);
    }

    /// <summary>Validates a rule.</summary>
    public Task<EcrReply> ValidateAsync(string prefix, CancellationToken cancellationToken) =>
        CallAsync(RecordedCaller.Acceptance, "ValidatePullThroughCacheRule", Named(prefix), cancellationToken);

    /// <summary>Returns the rule of a prefix, or null if Describe returns none.</summary>
    public async Task<RegistryRule?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(
            RecordedCaller.Acceptance, "DescribePullThroughCacheRules", new() { ["registryId"] = accountId, ["ecrRepositoryPrefixes"] = new JsonArray(prefix) }, cancellationToken);
        return reply.Code switch
        {
            null when reply.Json["pullThroughCacheRules"] is JsonArray { Count: 1 } rules => RegistryRule.FromJson(rules[0]!.AsObject()),
            "PullThroughCacheRuleNotFoundException" => null,
            var code => throw new RowFailedException($"Describe of {prefix} returns {code}: {reply.Text}"),
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
            throw new InvalidOperationException($"{prefix} is not a prefix of an acceptance run.");
        }
    }

    [GeneratedRegex(@"\Aptc-acc-[0-9a-f]{6}/[a-z0-9]+/?\z")]
    private static partial Regex OwnPrefix();
}

/// <summary>A rule as Describe returns it.</summary>
/// <param name="CreatedAt">The JSON of the creation time, in epoch seconds.</param>
internal sealed record RegistryRule(
    string Prefix, string UpstreamRegistryUrl, string? UpstreamRegistry, string? UpstreamRepositoryPrefix,
    string? CredentialArn, string? CustomRoleArn, decimal CreatedAt, decimal? UpdatedAt)
{
    public DateTimeOffset CreatedAtTime => DateTimeOffset.FromUnixTimeMilliseconds((long)(CreatedAt * 1000));

    public static RegistryRule FromJson(JsonObject rule) => new(
        rule["ecrRepositoryPrefix"]?.GetValue<string>() ?? "",
        rule["upstreamRegistryUrl"]?.GetValue<string>() ?? "",
        rule["upstreamRegistry"]?.GetValue<string>(),
        rule["upstreamRepositoryPrefix"]?.GetValue<string>(),
        rule["credentialArn"]?.GetValue<string>(),
        rule["customRoleArn"]?.GetValue<string>(),
        Seconds(rule["createdAt"]) ?? 0,
        Seconds(rule["updatedAt"]));

    private static decimal? Seconds(JsonNode? number) =>
        number is null ? null : decimal.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
