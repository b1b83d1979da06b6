using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Responses;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.Secrets;

namespace EcrPtcLambda.Demo;

/// <summary>Plays the events of a stack's life to the native executable, and shows what it asks of ECR and answers to CloudFormation.</summary>
internal sealed class StackLife(EmulatedAws aws, EmulatedAwsServer server, LambdaSandbox sandbox, TextWriter output)
{
    private const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";
    private const string SecretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";
    private const string RotatedArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl";
    private const string WrongArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-3-MnOpQr";

    private static readonly (string, string)[] EcrPublic = [("EcrRepositoryPrefix", "ecr-public"), ("UpstreamRegistryUrl", "public.ecr.aws")];

    private int requests;
    private bool isAsExpected = true;

    /// <returns>Whether every event was answered as it should be, and no rule is left.</returns>
    public async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        aws.Secrets.Put(SecretArn);
        aws.Secrets.Put(RotatedArn);
        aws.Secrets.Put(WrongArn, SecretState.BadCredentials);

        await output.WriteLineAsync($"An emulated AWS listens at {server.Endpoint}; the native executable polls its Lambda Runtime API.");
        await PlayAsync("A stack is created with two rules.", "Create", "EcrPublic", null, EcrPublic, "SUCCESS", cancellationToken);
        await PlayAsync(null, "Create", "DockerHub", null, DockerHub(SecretArn), "SUCCESS", cancellationToken);
        await PlayAsync("The credential is rotated: in place, without touching the rule's prefix.", "Update", "DockerHub", "docker-hub", DockerHub(RotatedArn), "SUCCESS", cancellationToken);
        await PlayAsync("A credential that Docker Hub rejects: the deployment fails, and the rule is as it was.", "Update", "DockerHub", "docker-hub", DockerHub(WrongArn), "FAILED", cancellationToken);
        await PlayAsync("CloudFormation rolls back: an Update to the properties before.", "Update", "DockerHub", "docker-hub", DockerHub(RotatedArn), "SUCCESS", cancellationToken);
        await PlayAsync(
            "A template with mistakes: all are told at once, and nothing is created.", "Create", "Mistake", null,
            [("EcrRepositoryPrefix", "Quay"), ("UpstreamRegistryURL", "https://quay.io"), ("RegistryId", "12345678901")], "FAILED", cancellationToken);
        await PlayAsync("The upstream changes: the rule is replaced under its own prefix.", "Update", "EcrPublic", "ecr-public", [("EcrRepositoryPrefix", "ecr-public"), ("UpstreamRegistryUrl", "quay.io")], "SUCCESS", cancellationToken);
        await PlayAsync("The stack is deleted.", "Delete", "DockerHub", "docker-hub", DockerHub(RotatedArn), "SUCCESS", cancellationToken);
        await PlayAsync(null, "Delete", "EcrPublic", "ecr-public", EcrPublic, "SUCCESS", cancellationToken);
        await PlayAsync("And deleted once more: a rule that isn't there is as good as deleted.", "Delete", "EcrPublic", "ecr-public", EcrPublic, "SUCCESS", cancellationToken);

        await output.WriteLineAsync();
        await output.WriteLineAsync($"Rules left in Amazon ECR: {aws.Ecr.Rules.Count}. Answers: {aws.Responses.Answers.Count} to {requests} events. Resident memory: {sandbox.ResidentBytes / 1024 / 1024} MB.");
        var isClean = isAsExpected && aws.Ecr.Rules.Count == 0 && aws.Responses.Answers.Count == requests;
        await output.WriteLineAsync(isClean ? "All went as it should." : "Something did NOT go as it should; the function's log:");
        if (!isClean)
        {
            await output.WriteLineAsync(string.Join('\n', sandbox.Log));
        }

        return isClean;
    }

    private async Task PlayAsync(
        string? headline, string requestType, string logicalId, string? physicalId, (string Name, string Value)[] properties, string expectedStatus, CancellationToken cancellationToken)
    {
        if (headline is not null)
        {
            await output.WriteLineAsync($"\n{headline}");
        }

        var requestId = string.Create(CultureInfo.InvariantCulture, $"7b7a3a1e-6a1e-4f0e-8f4f-{++requests:x12}");
        var url = aws.Responses.CreateResponseUrl(StackId, logicalId, requestId, server);
        var callsBefore = aws.Journal.Entries.Count;
        await output.WriteLineAsync($"  event   {requestType} {logicalId}{(physicalId is null ? "" : $" ({physicalId})")}: {string.Join(", ", properties.Select(property => $"{property.Name}={Short(property.Value)}"))}");

        var start = Stopwatch.GetTimestamp();
        var result = await aws.Lambda.InvokeAsync(
            new CloudFormationRequest(requestType, url, StackId, requestId, logicalId, physicalId, properties).ToJson(), cancellationToken: cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);

        foreach (var call in aws.Journal.Entries.Skip(callsBefore).Where(call => call.Operation != Faults.PutAnswer))
        {
            await output.WriteLineAsync($"  ecr     {call.Operation} → {(call.Status == 200 ? Verdict(call.Response) : $"{call.Status} {Type(call.Response)}")}");
        }

        var answer = aws.Responses.Answers.LastOrDefault(each => each.RequestId == requestId);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  answer  {Shown(answer)} [{elapsed.TotalMilliseconds:0.0} ms]"));
        if (answer?.Status != expectedStatus || answer.Rejection is not null || result is not InvocationResult.Succeeded)
        {
            isAsExpected = false;
            await output.WriteLineAsync($"  ! expected {expectedStatus}, and the function to return; it {result}");
        }
    }

    private static (string, string)[] DockerHub(string credentialArn) =>
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", credentialArn)];

    private static string Short(string value) => value.StartsWith("arn:", StringComparison.Ordinal) ? $"…{value[value.LastIndexOf('/')..]}" : value;

    private static string Shown(CloudFormationAnswer? answer) => answer switch
    {
        null => "none",
        { Status: "FAILED" } => $"FAILED {answer.PhysicalResourceId}: {answer.Reason}",
        { Data: { } data } => $"SUCCESS {answer.PhysicalResourceId}, {data["RepositoryUri"]}",
        _ => $"SUCCESS {answer.PhysicalResourceId}",
    };

    private static string Verdict(string response) =>
        JsonDocument.Parse(response).RootElement.TryGetProperty("isValid", out var isValid) ? $"200 isValid: {(isValid.GetBoolean() ? "true" : "false")}" : "200";

    private static string Type(string response) => JsonDocument.Parse(response).RootElement.GetProperty("__type").GetString()!;
}
