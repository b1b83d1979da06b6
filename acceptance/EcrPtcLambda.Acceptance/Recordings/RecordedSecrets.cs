using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>
/// The secrets of a recording, whatever their names. A recording doesn't contain their states, so each state follows from the recorded
/// response to a call that uses the secret.
/// </summary>
/// <param name="secrets">The secrets of the emulator.</param>
internal sealed class RecordedSecrets(EmulatedSecretsManager secrets)
{
    private readonly Dictionary<string, string> arns = [];

    /// <summary>Puts the secret of a call into the state that Amazon ECR found, before the call is replayed.</summary>
    public void Prepare(RecordedCall call)
    {
        var prefix = Text(call.Request, "ecrRepositoryPrefix") ?? "";
        if ((Text(call.Request, "credentialArn") ?? Text(call.Response, "credentialArn") ?? arns.GetValueOrDefault(prefix)) is not { } arn)
        {
            return;
        }

        arns[prefix] = arn;
        if (StateOf(call) is { } state)
        {
            secrets.Put(arn, state);
        }
        else
        {
            secrets.Remove(arn);
        }
    }

    private static SecretState? StateOf(RecordedCall call) => new EcrReply(call.Status, call.Response?.ToJsonString() ?? "", "").Code switch
    {
        "SecretNotFoundException" => null,
        "UnableToAccessSecretException" => SecretState.Unreadable,
        "UnableToDecryptSecretValueException" => SecretState.Undecryptable,
        null when call.Response is JsonObject response && response["isValid"]?.ToJsonString() == "false" => StateOf(Text(response, "failure"), Text(response, "upstreamRegistryUrl") ?? ""),
        _ => SecretState.Good,
    };

    // A failure with another message than the emulator's is shown as a difference from the most likely one.
    private static SecretState? StateOf(string? failure, string url) =>
        failure == Assumed.FailureOf(null, url) ? null
        : Enum.GetValues<SecretState>().Where(state => Assumed.FailureOf(state, url) == failure && failure is not null).DefaultIfEmpty(SecretState.BadCredentials).First();

    private static string? Text(JsonNode? node, string member) => (node as JsonObject)?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
