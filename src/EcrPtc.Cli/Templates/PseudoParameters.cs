using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>The values of the pseudo parameters; null for those that aren't known, for example without a stack.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html"/>
internal sealed record PseudoParameters(
    string? AccountId, string? Region, string? Partition, string? UrlSuffix, string? StackId, string? StackName, IReadOnlyList<string>? NotificationArns)
{
    public const string NoValue = "AWS::NoValue";

    /// <summary>The pseudo parameters of a template that is only read.</summary>
    public static PseudoParameters Unknown { get; } = new(null, null, null, null, null, null, null);

    /// <summary>Whether account and Region are only assumed, so that they don't decide conditions.</summary>
    public bool IsAssumed { get; init; }

    public static bool Has(string name) => name is "AWS::AccountId" or "AWS::Region" or "AWS::Partition" or "AWS::URLSuffix" or "AWS::StackId" or "AWS::StackName" or "AWS::NotificationARNs" or NoValue;

    /// <summary>Returns the value, or null if it isn't known or there is no such pseudo parameter.</summary>
    public JsonNode? this[string name] => name switch
    {
        "AWS::AccountId" => AccountId,
        "AWS::Region" => Region,
        "AWS::Partition" => Partition,
        "AWS::URLSuffix" => UrlSuffix,
        "AWS::StackId" => StackId,
        "AWS::StackName" => StackName,
        "AWS::NotificationARNs" => NotificationArns is null ? null : new JsonArray([.. NotificationArns.Select(arn => JsonValue.Create(arn))]),
        _ => null,
    };
}
