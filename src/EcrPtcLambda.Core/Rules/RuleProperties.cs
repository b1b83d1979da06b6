using System.Text.Json;
using System.Text.RegularExpressions;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.Rules;

/// <summary>
/// The properties of Custom::PullThroughCacheRule as strings. CloudFormation converts every scalar to a string, but emulators keep numbers
/// and Booleans. An empty or null property is absent.
/// </summary>
internal sealed partial class RuleProperties
{
    public const string EcrRepositoryPrefix = "EcrRepositoryPrefix";
    public const string UpstreamRegistryUrl = "UpstreamRegistryUrl";
    public const string UpstreamRegistry = "UpstreamRegistry";
    public const string RegistryId = "RegistryId";
    public const string CredentialArn = "CredentialArn";
    public const string CustomRoleArn = "CustomRoleArn";
    public const string UpstreamRepositoryPrefix = "UpstreamRepositoryPrefix";
    public const string ValidateUpstream = "ValidateUpstream";
    public const string OnExisting = "OnExisting";

    /// <summary>All properties of the resource, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        EcrRepositoryPrefix, UpstreamRegistryUrl, UpstreamRegistry, RegistryId, CredentialArn, CustomRoleArn,
        UpstreamRepositoryPrefix, ValidateUpstream, OnExisting,
    ];

    // CloudFormation's own properties, passed along: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
    private static readonly string[] CloudFormationNames = ["ServiceToken", "ServiceTimeout"];

    private readonly Dictionary<string, (string Text, JsonValueKind Kind)> given = [];
    private readonly HashSet<string> unreadable = [];
    private readonly List<ValidationError> errors = [];

    private RuleProperties()
    {
    }

    /// <summary>Unknown names, and values that are not scalars.</summary>
    public IReadOnlyList<ValidationError> Errors => errors;

    public static RuleProperties Read(JsonElement properties)
    {
        var read = new RuleProperties();
        switch (properties.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var property in properties.EnumerateObject())
                {
                    read.Add(property);
                }

                break;
            default:
                read.errors.Add(new("ResourceProperties", "must be an object of properties"));
                break;
        }

        return read;
    }

    /// <summary>Returns the property's string, or null if it is absent, empty or not a scalar.</summary>
    public string? Given(string name) => given.TryGetValue(name, out var value) ? value.Text : null;

    public bool WasNumber(string name) => given.TryGetValue(name, out var value) && value.Kind is JsonValueKind.Number;

    /// <summary>True if the property is a list or an object. It already has an error, and must not be reported as missing.</summary>
    public bool IsUnreadable(string name) => unreadable.Contains(name);

    private void Add(JsonProperty property)
    {
        var name = JsonText.ReadName(property);
        if (!Names.Contains(name))
        {
            if (!CloudFormationNames.Contains(name))
            {
                errors.Add(new(Shortened(name), $"is not a property of this resource; did you mean {SpellingSuggestion.For(name, Names)}?"));
            }

            return;
        }

        switch (property.Value.ValueKind)
        {
            case JsonValueKind.String when JsonText.Read(property.Value) is { } text && DynamicReference().Match(text) is { Success: true } reference:
                AddUnreadable(name, Unresolved(reference.Groups["service"].Value));
                break;
            case JsonValueKind.String when JsonText.Read(property.Value) is { } text:
                given[name] = (text, JsonValueKind.String);
                break;
            case JsonValueKind.String when !property.Value.ValueEquals(""):
                AddUnreadable(name, "must be well-formed text: it holds half a surrogate pair");
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                given[name] = (property.Value.GetRawText(), property.Value.ValueKind);
                break;
            case JsonValueKind.Array:
                AddUnreadable(name, "must be a single value, not a list");
                break;
            case JsonValueKind.Object:
                AddUnreadable(name, "must be a single value, not an object");
                break;
        }
    }

    private void AddUnreadable(string name, string advice)
    {
        unreadable.Add(name);
        errors.Add(new(name, advice));
    }

    // CloudFormation resolves only ssm references in the properties of custom resources, so that no secret reaches a function's event. An
    // unresolved reference is misspelled or comes from a tool that resolves none. The reference is not quoted, because the text around it
    // can be a secret.
    private static string Unresolved(string service) => service is "secretsmanager" or "ssm-secure"
        ? $"must not hold {{{{resolve:{service}:…}}}}: CloudFormation doesn't resolve secretsmanager and ssm-secure references in custom resources; give the value itself, such as a secret's ARN by !Ref"
        : $"holds {{{{resolve:{service}:…}}}}, which was not resolved: CloudFormation resolves {{{{resolve:ssm:name}}}} in custom resources, of String parameters of its own account and Region";

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    [GeneratedRegex(@"\{\{resolve:(?<service>[A-Za-z-]{0,20})", RegexOptions.ExplicitCapture)]
    private static partial Regex DynamicReference();

    private static string Shortened(string name) => name.Length > 60 ? $"{name[..60]}…" : name;
}
