using System.Text;
using System.Text.Json;
using CsCheck;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.PropertyBased;

public sealed class ResponseProperties
{
    private const string WhereToLook = "(see log stream 2026/08/22/[$LATEST]0123456789abcdef, request 7b7a3a1e)";

    private static readonly Gen<string> LongText = Gen.Select(Generated.Text, Gen.Int[0, 900]).Select((unit, times) => string.Concat(Enumerable.Repeat(unit, times)));

    private static readonly Gen<CustomResourceResponse> Responses = Gen.Select(
        Gen.OneOf(Gen.Const((string?)null), LongText.Select(text => (string?)text)),
        Generated.Text,
        Generated.Text,
        Gen.Select(Generated.Text, LongText).Array[0, 4]).Select((reason, id, logicalId, data) => new CustomResourceResponse
        {
            Status = reason is null ? "SUCCESS" : "FAILED",
            Reason = reason,
            PhysicalResourceId = id,
            StackId = StackId,
            RequestId = RequestId,
            LogicalResourceId = logicalId,
            Data = reason is null ? data.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2) : null,
        });

    [Fact]
    public void A_response_has_4096_bytes_at_most_and_echoes_every_id() => Responses.Sample(
        response =>
        {
            var body = ResponseTruncation.Truncate(response, WhereToLook);
            var read = Strict(body);
            return body.Length <= 4096
                && read.GetProperty("PhysicalResourceId").GetString() == response.PhysicalResourceId
                && read.GetProperty("StackId").GetString() == StackId
                && read.GetProperty("RequestId").GetString() == RequestId
                && read.GetProperty("LogicalResourceId").GetString() == response.LogicalResourceId
                && read.GetProperty("Status").GetString() == response.Status;
        },
        iter: 1000);

    [Fact]
    public void A_Reason_is_whole_or_a_beginning_that_ends_with_a_character_and_says_where_the_rest_is() => Responses.Where(response => response.Reason is not null).Sample(
        response =>
        {
            var sent = Strict(ResponseTruncation.Truncate(response, WhereToLook)).GetProperty("Reason").GetString()!;
            var ending = $"… {WhereToLook}";
            return sent == response.Reason
                || (sent.EndsWith(ending, StringComparison.Ordinal)
                    && response.Reason!.StartsWith(sent[..^ending.Length], StringComparison.Ordinal)
                    && !sent.Contains('\uFFFD', StringComparison.Ordinal));
        },
        iter: 1000);

    [Fact]
    public void Data_keeps_its_keys_and_each_value_is_whole_or_empty() => Responses.Where(response => response.Data is not null).Sample(
        response =>
        {
            var sent = Strict(ResponseTruncation.Truncate(response, WhereToLook)).GetProperty("Data");
            return response.Data!.All(pair => sent.GetProperty(pair.Key).GetString() is { } value && (value == pair.Value || value.Length == 0));
        },
        iter: 1000);

    private static readonly Gen<RuleInstance> Instance = Gen.Select(
        Generated.AccountId, Generated.Prefix, Gen.UInt, (account, prefix, second) =>
            new RuleInstance(new(account, RuleKey.Normalize(prefix)), DateTimeOffset.FromUnixTimeSeconds(second)));

    private static readonly Gen<Predecessor?> Replaced = Gen.OneOf(
        Gen.Const((Predecessor?)null), Gen.Select(Instance, Gen.Bool, (instance, isAdopted) => (Predecessor?)new Predecessor(instance, isAdopted)));

    [Fact]
    public void A_rules_id_says_what_it_was_made_of() => Gen.Select(Instance, Gen.Bool, Replaced).Sample((instance, isAdopted, predecessor) =>
    {
        var id = new PhysicalResourceId.Rule(instance, isAdopted, predecessor);
        return PhysicalResourceId.Parse(id.Format(Context), Context) == id;
    });

    [Fact]
    public void An_unsure_Creates_id_says_what_it_was_made_of() => Gen.Select(Instance, Gen.UInt, Replaced).Sample((instance, second, predecessor) =>
    {
        var id = new PhysicalResourceId.UnsureCreate(instance.Key, new(instance.CreatedAt, DateTimeOffset.FromUnixTimeSeconds(second)), predecessor);
        return PhysicalResourceId.Parse(id.Format(Context), Context) == id;
    });

    [Fact]
    public void A_failed_Creates_id_names_no_rule_and_has_1024_bytes_at_most() => LongText.Sample(requestId =>
    {
        var id = PhysicalResourceId.ForFailedCreate(requestId);
        return PhysicalResourceId.Parse(id.Text, Context) == id && id.Text.Length > 0 && Encoding.UTF8.GetByteCount(id.Text) <= 1024;
    });

    [Fact]
    public void Any_text_is_an_id_that_says_the_same_when_it_is_written_again() =>
        Gen.OneOf(
                Generated.Text,
                Generated.Prefix,
                Generated.Pieces(["create-unsure:", "create-failed:", ":", "-", "123456789012", "17558640", "ab", "/", "\n", "@", "~", "!adopted"], 9))
            .Sample(text => PhysicalResourceId.Parse(text, Context) is var id && PhysicalResourceId.Parse(id.Format(Context), Context) == id, iter: 20000);

    [Fact]
    public void A_wait_is_never_negative_and_never_longer_than_eight_seconds_however_many_attempts() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Double.Unit).Sample((attempt, chance) =>
        {
            var full = new Backoff(TimeProvider.System, new FixedRandom(chance)).FullJitter(attempt);
            var equal = new Backoff(TimeProvider.System, new FixedRandom(chance)).EqualJitter(attempt);
            return full >= TimeSpan.Zero && full <= equal && equal <= TimeSpan.FromSeconds(8);
        });

    private static JsonElement Strict(byte[] body) => JsonDocument.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body)).RootElement;
}
