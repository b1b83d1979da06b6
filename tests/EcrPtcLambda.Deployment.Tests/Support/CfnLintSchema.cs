using System.Text.Json.Nodes;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>
/// Makes of the resource's schema one that cfn-lint takes for custom resources of all types, which are one type to it: what has a
/// property that only ours has must be ours, and what has none may be anything.
/// </summary>
internal static class CfnLintSchema
{
    // Not those that another custom resource may well have: a RegistryId, a CredentialArn.
    private static readonly string[] Telling = ["EcrRepositoryPrefix", "UpstreamRegistry", "UpstreamRegistryUrl", "UpstreamRepositoryPrefix"];

    public static JsonObject From(JsonObject schema)
    {
        var readOnly = schema["readOnlyProperties"]!.AsArray().Select(pointer => pointer!.GetValue<string>()["/properties/".Length..]).ToHashSet();
        var settable = schema["properties"]!.AsObject().Where(property => !readOnly.Contains(property.Key))
            .Select(property => KeyValuePair.Create(property.Key, Understood(property.Value!)));
        return new()
        {
            ["typeName"] = "AWS::CloudFormation::CustomResource",
            ["description"] = "For cfn-lint --registry-schemas. Made from custom-pullthroughcacherule.json; don't edit.",
            ["properties"] = new JsonObject
            {
                ["Id"] = new JsonObject { ["type"] = "string" },
                ["ServiceTimeout"] = new JsonObject { ["type"] = "integer" },
                ["ServiceToken"] = new JsonObject { ["type"] = "string" },
            },
            ["patternProperties"] = new JsonObject { [".*"] = new JsonObject { ["type"] = new JsonArray("string", "integer", "number", "boolean", "array", "object") } },
            ["required"] = new JsonArray("ServiceToken"),
            ["additionalProperties"] = false,
            ["createOnlyProperties"] = new JsonArray("/properties/ServiceToken"),
            ["readOnlyProperties"] = new JsonArray("/properties/Id"),
            ["primaryIdentifier"] = new JsonArray("/properties/Id"),
            ["if"] = new JsonObject { ["anyOf"] = new JsonArray([.. Telling.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]) },
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject(settable),
                ["required"] = schema["required"]!.DeepClone(),
                ["allOf"] = Absent(schema["allOf"]!),
                ["additionalProperties"] = false,
            },
        };
    }

    // cfn-lint takes anything for a choice among booleans and their texts, and either for a boolean.
    private static JsonNode? Understood(JsonNode property) => property["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "boolean")
        ? new JsonObject { ["description"] = property["description"]!.DeepClone(), ["type"] = "boolean" }
        : property.DeepClone();

    // A property that may only be empty is one that may not be there: of a reference cfn-lint doesn't know whether it is empty.
    private static JsonNode? Absent(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } map when map["properties"] is JsonObject { Count: 1 } properties
            && properties.First() is { Key: var name, Value: JsonObject only } && only["maxLength"]?.GetValue<int>() == 0 =>
            new JsonObject { ["not"] = new JsonObject { ["required"] = new JsonArray(name) } },
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Absent(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Absent)]),
        null => null,
        _ => node.DeepClone(),
    };
}
