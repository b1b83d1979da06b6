using System.Text;
using System.Text.Json;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

public sealed class MainJobTests
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    [Theory]
    [InlineData("ecr", "210987654321.dkr.ecr.us-east-1.amazonaws.com", "", "arn:aws:iam::123456789012:role/ecr-upstream")]
    [InlineData("ecr-public", "public.ecr.aws", "", "")]
    [InlineData("quay", "quay.io", "", "")]
    [InlineData("k8s", "registry.k8s.io", "", "")]
    [InlineData("docker-hub", "registry-1.docker.io", Secret, "")]
    [InlineData("github-container-registry", "ghcr.io", Secret, "")]
    [InlineData("gitlab-container-registry", "registry.gitlab.com", Secret, "")]
    [InlineData("azure-container-registry", "contoso.azurecr.io", Secret, "")]
    [InlineData("chainguard", "cgr.dev", Secret, "")]
    public async Task A_rule_lives_and_dies_with_its_stack(string registry, string url, string credentialArn, string customRoleArn)
    {
        await using var function = await StartAsync();
        (string, string)[] properties =
            [("EcrRepositoryPrefix", "cache"), ("UpstreamRegistry", registry), ("UpstreamRegistryUrl", url), ("CredentialArn", credentialArn), ("CustomRoleArn", customRoleArn)];

        var created = await function.RequestAsync("Create", null, properties);
        created.Status.ShouldBe("SUCCESS", created.Reason);
        created.Data!["RepositoryUri"].ShouldBe("123456789012.dkr.ecr.us-east-1.amazonaws.com/cache");
        function.Aws.Ecr.Find("cache")!.UpstreamRegistry.ShouldBe(registry);

        var deleted = await function.RequestAsync("Delete", created.PhysicalResourceId, properties);
        deleted.Status.ShouldBe("SUCCESS", deleted.Reason);
        function.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credential_is_rotated_in_place()
    {
        await using var function = await StartAsync();
        await function.RequestAsync("Create", null, DockerHub);

        var response = await function.RequestAsync("Update", function.Id("docker-hub"), [.. DockerHub[..2], ("CredentialArn", OtherSecret)]);

        response.Data!["CredentialArn"].ShouldBe(OtherSecret, response.Reason);
        function.EcrCalls.Count(call => call == "CreatePullThroughCacheRule").ShouldBe(1);
    }

    [Fact]
    public async Task A_new_prefix_makes_a_new_rule_and_a_new_id()
    {
        await using var function = await StartAsync();
        var created = await function.RequestAsync("Create", null, Quay);

        var response = await function.RequestAsync("Update", created.PhysicalResourceId, [("EcrRepositoryPrefix", "red-hat"), ("UpstreamRegistryUrl", "quay.io")]);

        response.PhysicalResourceId.ShouldBe($"{function.Id("red-hat")}~{function.Id("quay")}", response.Reason);
        function.Aws.Ecr.Rules.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(SignatureStyle.V4)]
    [InlineData(SignatureStyle.V2)]
    public async Task The_response_reaches_a_URL_of_either_signature(SignatureStyle style)
    {
        await using var function = await StartAsync();
        var (payload, url) = function.Event("Create", null, Quay);
        var other = function.Aws.Responses.CreateResponseUrl(StackId, "Rule", "another", function.Server.Endpoint, style);

        await function.InvokeAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace(Encoded(url), Encoded(other), StringComparison.Ordinal)));

        (await function.Aws.Responses.ResponseToAsync(other, function.CancellationToken)).Status.ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("create-docker-hub", "SUCCESS")]
    [InlineData("create-ecr-public", "SUCCESS")]
    [InlineData("update-docker-hub", "SUCCESS")]
    [InlineData("delete-docker-hub", "SUCCESS")]
    public async Task The_sample_events_are_served(string name, string status)
    {
        await using var function = await StartAsync();
        var sample = await File.ReadAllTextAsync(Path.Combine(Metadata("Events"), $"{name}.json"));
        var old = JsonDocument.Parse(sample).RootElement.GetProperty("ResponseURL").GetString()!;
        var url = function.Aws.Responses.CreateResponseUrl(StackId, "Rule", name, function.Server.Endpoint);

        await function.InvokeAsync(Encoding.UTF8.GetBytes(sample.Replace(old, url, StringComparison.Ordinal)));

        (await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("""{"RequestType":"Create","StackId":"s","RequestId":"r","LogicalResourceId":"l"}""")]
    [InlineData("this is not JSON")]
    [InlineData("")]
    [InlineData("""{"RequestType":"Create","ResponseURL":"https://example.com/steal?Signature=x"}""")]
    [InlineData("""{"RequestType":"Create","ResponseURL":"http://169.254.169.254/latest/meta-data/"}""")]
    public async Task An_event_without_a_usable_ResponseURL_is_logged_and_done_with(string payload)
    {
        await using var function = await StartAsync();

        (await function.InvokeAsync(Encoding.UTF8.GetBytes(payload))).ShouldBeOfType<InvocationResult.Succeeded>();

        function.Aws.CallLog.Entries.ShouldBeEmpty();
        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
        (await function.EndAsync()).ShouldContain("\"level\":\"ERROR\"");
    }

    [Theory]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":\"Replace\"", "RequestType is \\\"Replace\\\"")]
    [InlineData("\"RequestType\":\"Create\"", "\"RequestType\":7", "has no RequestType")]
    [InlineData("\"ResourceProperties\":{", "\"ResourceProperties\":{\"EcrRepositoryPrefix\":[1],", "not a list")]
    [InlineData("\"quay.io\"}}", "\"quay.io\"", "not valid JSON")]
    public async Task An_invalid_event_gets_a_response(string old, string replacement, string reason)
    {
        await using var function = await StartAsync();
        var (payload, url) = function.Event("Create", null, Quay);

        await function.InvokeAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace(old, replacement, StringComparison.Ordinal)));

        var response = await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken);
        response.Status.ShouldBe("FAILED");
        Encoding.UTF8.GetString(response.Body.Span).ShouldContain(reason);
        response.StackId.ShouldBe(StackId);
        response.Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task Missing_credentials_get_a_response()
    {
        await using var function = await StartAsync(new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null });

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("credentials");
    }

    [Fact]
    public async Task Calls_are_signed_for_the_functions_Region_whatever_the_endpoint_is_called()
    {
        await using var function = await StartAsync(options: new() { Region = "eu-central-1" });

        var response = await function.RequestAsync("Create", null, Quay);

        response.Data!["RepositoryUri"].ShouldBe("123456789012.dkr.ecr.eu-central-1.amazonaws.com/quay");
    }

    [Fact]
    public async Task A_process_serves_one_event_after_another_and_counts_one_cold_start()
    {
        await using var function = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var created = await function.RequestAsync("Create", null, Quay);
            created.Status.ShouldBe("SUCCESS");
            (await function.RequestAsync("Delete", created.PhysicalResourceId, Quay)).Status.ShouldBe("SUCCESS");
        }

        (await function.EndAsync()).Split('\n').Count(line => line.Contains("\"coldStart\":true", StringComparison.Ordinal)).ShouldBe(1);
    }

    // As System.Text.Json writes it into the event.
    private static string Encoded(string url) => JsonEncodedText.Encode(url).ToString();
}
