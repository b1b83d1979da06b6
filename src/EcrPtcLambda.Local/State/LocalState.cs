using System.Text.Json.Serialization;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Local.Stacks;

namespace EcrPtcLambda.Local.State;

/// <summary>Everything that outlives a command.</summary>
/// <param name="Version">Of the file's form.</param>
internal sealed record LocalState(int Version)
{
    public const int CurrentVersion = 1;

    public IReadOnlyList<Stack> Stacks { get; init; } = [];

    public IReadOnlyList<EmulatedRule> Rules { get; init; } = [];

    /// <summary>What ECR finds in each secret, by ARN.</summary>
    public IReadOnlyDictionary<string, SecretState> Secrets { get; init; } = new Dictionary<string, SecretState>();
}

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LocalState))]
internal sealed partial class LocalStateJson : JsonSerializerContext;
