using System.Text.Json.Serialization;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtc.Cli.State;

/// <summary>The persistent state.</summary>
/// <param name="Version">The version of the file format.</param>
internal sealed record LocalState(int Version)
{
    // The physical IDs of version 1 named a prefix and not a rule; an operation of version 2 had one request in flight.
    public const int CurrentVersion = 4;

    public IReadOnlyList<Stack> Stacks { get; init; } = [];

    public IReadOnlyList<EmulatedRule> Rules { get; init; } = [];

    /// <summary>The state of each secret, by ARN.</summary>
    public IReadOnlyDictionary<string, SecretState> Secrets { get; init; } = new Dictionary<string, SecretState>();

    /// <summary>The Parameter Store: values by name.</summary>
    public IReadOnlyDictionary<string, string> StoredParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The physical ID that the function last returned for a resource of an event file, by its stack and logical ID.</summary>
    public IReadOnlyDictionary<string, string> ReturnedIds { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether all required parts are present; a file that was edited by hand may lack some.</summary>
    [JsonIgnore]
    public bool IsWhole =>
        this is { Rules: not null, Stacks: not null, Secrets: not null, StoredParameters: not null, ReturnedIds: not null }
        && Rules.All(rule => rule is { RegistryId: not null, EcrRepositoryPrefix: not null, UpstreamRegistryUrl: not null })
        && Stacks.All(stack => stack is { Name: not null, Id: not null, Resources: not null, Events: not null }
            && stack.Resources.All(resource => resource is { LogicalId: not null, Type: not null, PhysicalId: not null }));
}

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LocalState))]
internal sealed partial class LocalStateJson : JsonSerializerContext;
