using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>The documented <c>ecr-ptc serve --sam</c> and <c>sam local invoke</c>, with the native executable on the other side of a bridge.</summary>
public sealed partial class LocalInvokeTests
{
    private const string Secret = "arn:aws:secretsmanager:us-east-1:012345678912:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    [SkippableTheory]
    [InlineData("docker-hub", "ecr", "ecr-public")]
    [InlineData("azure", "chainguard", "github")]
    [InlineData("gitlab", "k8s", "quay")]
    public async Task The_events_of_each_upstream_registry_succeed_as_documented(params string[] registries)
    {
        await using var shell = await SamShell.ServeAsync();

        foreach (var registry in registries)
        {
            (await shell.RespondAsync($"create-{registry}")).ShouldStartWith("SUCCESS", customMessage: shell.Served);
            (await shell.RespondAsync($"update-{registry}")).ShouldStartWith("SUCCESS", customMessage: shell.Served);
            (await shell.RespondAsync($"delete-{registry}")).ShouldStartWith("SUCCESS", customMessage: shell.Served);
        }

        shell.Served.ShouldContain("DeletePullThroughCacheRule → done");
        (await shell.RunAsync("ecr-ptc rules --account 012345678912")).Output.ShouldEndWith("none\n");
    }

    [SkippableFact]
    public async Task The_printed_command_is_the_documented_one_with_the_options_of_samconfig()
    {
        await using var shell = await SamShell.ServeAsync();
        File.Delete(Path.Combine(shell.Folder, "samconfig.toml"));

        await shell.InvokeAsync(PrintedCommand().Match(shell.Served).Value);

        shell.Responses.ShouldHaveSingleItem().ShouldStartWith("SUCCESS");
    }

    [SkippableFact]
    public async Task A_rejected_credential_fails_the_event_and_leaves_no_rule()
    {
        await using var shell = await SamShell.ServeAsync("--secret", $"{Secret}=bad-credentials");

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("FAILED");
        (await shell.RespondAsync("delete-docker-hub")).ShouldStartWith("SUCCESS");

        (await shell.RunAsync("ecr-ptc rules --account 012345678912")).Output.ShouldEndWith("none\n");
    }

    [SkippableFact]
    public async Task The_secret_is_the_same_by_the_ARN_that_events_are_kept_with()
    {
        await using var shell = await SamShell.ServeAsync("--secret", $"{Secret.Replace("012345678912", "123456789012", StringComparison.Ordinal)}=bad-credentials");

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("FAILED");
    }

    [SkippableFact]
    public async Task Misspelt_properties_in_a_copy_fail_the_event_with_what_is_meant()
    {
        await using var shell = await SamShell.ServeAsync();
        var @event = Read(shell.Written("create-quay.json"));
        @event["ResourceProperties"]!["EcrRepoPrefix"] = "quay";
        @event["ResourceProperties"]!.AsObject().Remove("EcrRepositoryPrefix");
        await File.WriteAllTextAsync(shell.Written("misspelt.json"), @event.ToJsonString());

        var output = await shell.InvokeAsync(SamShell.LineFor("misspelt"));

        shell.Responses.ShouldHaveSingleItem().ShouldStartWith("FAILED");
        output.ShouldContain("did you mean EcrRepositoryPrefix");
    }

    [SkippableFact]
    public async Task An_Update_and_a_Delete_have_the_physical_id_of_the_response_before()
    {
        await using var shell = await SamShell.ServeAsync();

        var created = (await shell.RespondAsync("create-quay"))["SUCCESS ".Length..];

        Read(shell.Written("update-quay.json"))["PhysicalResourceId"]!.GetValue<string>().ShouldBe(created);
        Read(shell.Written("delete-quay.json"))["PhysicalResourceId"]!.GetValue<string>().ShouldBe(created);
    }

    [SkippableTheory]
    [InlineData("defaultkey", "defaultsecret", null)]
    [InlineData("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", null)]
    [InlineData("ASIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", "IQoJb3JpZ2luX2VjEXAMPLE/+=")]
    public async Task The_identity_of_the_shell_is_used(string key, string secret, string? token)
    {
        await using var shell = await SamShell.ServeAsync();
        shell.Environment["AWS_ACCESS_KEY_ID"] = key;
        shell.Environment["AWS_SECRET_ACCESS_KEY"] = secret;
        shell.Environment["AWS_SESSION_TOKEN"] = token;

        var response = await shell.RespondAsync("create-docker-hub");

        response.ShouldStartWith("SUCCESS");
        shell.Served.ShouldContain("Any well-formed signature is accepted");
        foreach (var credential in new[] { key, secret, token }.OfType<string>())
        {
            shell.Served.ShouldNotContain(credential);
        }
    }

    [SkippableFact]
    public async Task A_Region_of_the_shell_does_not_matter()
    {
        await using var shell = await SamShell.ServeAsync();
        shell.Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
        shell.Environment["AWS_REGION"] = "eu-west-1";

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("SUCCESS");
    }

    [SkippableFact]
    public async Task Another_Region_is_one_for_the_events_too()
    {
        await using var shell = await SamShell.ServeAsync("--region", "eu-west-1");

        var output = await shell.InvokeAsync(PrintedCommand().Match(shell.Served).Value);

        shell.Responses.ShouldHaveSingleItem().ShouldStartWith("SUCCESS", customMessage: output);
        Read(shell.Written("create-docker-hub.json"))["StackId"]!.GetValue<string>().ShouldStartWith("arn:aws:cloudformation:eu-west-1:012345678912:");
    }

    [SkippableFact]
    public async Task Where_signatures_are_verified_only_the_printed_credentials_are_accepted()
    {
        await using var shell = await SamShell.ServeAsync("--verify-signatures");

        var refused = await shell.InvokeAsync(SamShell.LineFor("create-ecr-public"));
        foreach (Match export in Export().Matches(shell.Served))
        {
            shell.Environment[export.Groups[1].Value] = export.Groups[2].Value;
        }

        await shell.InvokeAsync(SamShell.LineFor("create-ecr-public"));

        shell.Responses.Count.ShouldBe(2, refused);
        shell.Responses[0].ShouldStartWith("FAILED");
        refused.ShouldContain("UnrecognizedClientException");
        shell.Responses[1].ShouldStartWith("SUCCESS");
    }

    [SkippableFact]
    public async Task It_listens_where_the_container_is_and_nowhere_else()
    {
        await using var shell = await SamShell.ServeAsync();

        shell.Served.ShouldContain("Listening at http://172.17.0.1:9000/ (docker0)");
        (await shell.Machine.IsOpenToOthersAsync(9000)).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task A_bridge_that_comes_with_the_first_container_is_reached_too()
    {
        await using var shell = await SamShell.CreateAsync();
        await using var engine = await EngineApi.StartAsync(shell.EngineSocket, EngineApi.Podman, EngineApi.Bridge("10.88.0.0/16", "10.88.0.1"));
        await shell.StartAsync("ecr-ptc serve --sam");

        await shell.Machine.AddBridgeAsync("podman0", "10.88.0.1/16", "10.88.0.2/16");

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("SUCCESS");
        (await shell.Machine.IsOpenToOthersAsync(9000)).ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData("podman0")]
    [InlineData("cni-podman0")]
    public async Task Without_a_response_from_the_engine_podmans_bridge_is_found_by_its_name(string bridge)
    {
        await using var shell = await SamShell.CreateAsync();
        await shell.Machine.AddBridgeAsync(bridge, "10.88.0.1/16", "10.88.0.2/16");
        await shell.StartAsync("ecr-ptc serve --sam");

        (await shell.RespondAsync("create-ecr-public")).ShouldStartWith("SUCCESS");
    }

    [SkippableFact]
    public async Task A_bridge_with_an_IPv6_address_alone_is_reached()
    {
        await using var shell = await SamShell.CreateAsync();
        await shell.Machine.AddBridgeAsync("docker0", "fd00:d0c::1/64", "fd00:d0c::2/64");
        await shell.StartAsync("ecr-ptc serve --sam");

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("SUCCESS");
        shell.Served.ShouldContain("Listening at http://[fd00:d0c::1]:9000/ (docker0)");
    }

    [SkippableFact]
    public async Task A_bridge_of_ones_own_is_given_by_its_address()
    {
        await using var shell = await SamShell.CreateAsync();
        await shell.Machine.AddBridgeAsync("br-sam", "10.99.0.1/24", "10.99.0.2/24");
        await shell.StartAsync("ecr-ptc serve --sam", "--address", "10.99.0.1", "--port", "9001");

        (await shell.RespondAsync("create-ecr-public")).ShouldStartWith("SUCCESS");
        shell.Served.ShouldContain("Listening at http://10.99.0.1:9001/ (br-sam)");
    }

    [SkippableFact]
    public async Task With_Docker_Desktop_the_loopback_address_is_reached_by_the_name_that_it_forwards()
    {
        await using var shell = await SamShell.CreateAsync();
        await using var engine = await EngineApi.StartAsync(shell.EngineSocket, EngineApi.DockerDesktop, EngineApi.Bridge("172.17.0.0/16", "172.17.0.1"));
        await shell.Machine.ResolveAsync("host.docker.internal", "127.0.0.1", shell.Folder);
        await shell.StartAsync("ecr-ptc serve --sam");

        var output = await shell.InvokeOnMachineAsync(SamShell.LineFor("create-docker-hub"));

        shell.Responses.ShouldHaveSingleItem().ShouldStartWith("SUCCESS", customMessage: output);
        Read(shell.Written("create-docker-hub.json"))["ResponseURL"]!.GetValue<string>().ShouldStartWith("http://host.docker.internal:9000/arn");
    }

    [SkippableFact]
    public async Task Where_there_is_no_bridge_it_says_what_to_do()
    {
        await using var shell = await SamShell.CreateAsync();

        var (exitCode, output) = await shell.RunAsync("ecr-ptc serve --sam");

        exitCode.ShouldBe(1);
        output.ShouldBe(
            $"No container engine responds at {shell.EngineSocket}, and this machine has no bridge (docker0, podman0, cni-podman0). "
            + "Start the engine that sam local invoke uses, or give --address, the address at which its containers reach this machine.\n");
        Directory.Exists(shell.Written("")).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Where_the_engine_is_rootless_it_says_where_to_run()
    {
        await using var shell = await SamShell.CreateAsync();
        await using var engine = await EngineApi.StartAsync(shell.EngineSocket, EngineApi.RootlessDocker, EngineApi.Bridge("172.17.0.0/16", "172.17.0.1"));

        // Root in a user namespace is taken to be in the engine's.
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root makes a machine without a user namespace.");
        var (exitCode, output) = await shell.RunAsync("ecr-ptc serve --sam");

        exitCode.ShouldBe(1);
        output.ShouldStartWith($"The container engine at {shell.EngineSocket} is rootless: its bridge is in a separate network namespace.");
        output.ShouldContain("podman unshare --rootless-netns ecr-ptc serve --sam");
    }

    [SkippableFact]
    public async Task Where_the_engine_has_no_default_bridge_it_says_what_to_do()
    {
        await using var shell = await SamShell.CreateAsync();
        await using var engine = await EngineApi.StartAsync(shell.EngineSocket, EngineApi.Podman, network: null);

        var (exitCode, output) = await shell.RunAsync("ecr-ptc serve --sam");

        exitCode.ShouldBe(1);
        output.ShouldStartWith($"The container engine at {shell.EngineSocket} has no default bridge.");
    }

    [SkippableFact]
    public async Task A_port_in_use_is_reported_with_the_address()
    {
        await using var shell = await SamShell.ServeAsync();

        var (exitCode, output) = await shell.RunAsync("ecr-ptc serve --sam --state-dir other");

        exitCode.ShouldBe(1);
        output.ShouldBe("http://172.17.0.1:9000 is in use. Choose another port with --port; the events and the environment follow.\n");
    }

    [SkippableFact]
    public async Task Files_that_are_deleted_meanwhile_are_written_again()
    {
        await using var shell = await SamShell.ServeAsync();
        Directory.Delete(Path.Combine(shell.Folder, ".ecr-ptc"), recursive: true);

        await WaitUntilAsync(() => File.Exists(shell.Written("env.json")) && File.Exists(shell.Written("create-docker-hub.json")));

        (await shell.RespondAsync("create-docker-hub")).ShouldStartWith("SUCCESS");
    }

    [SkippableFact]
    public async Task The_environment_ends_with_the_command_so_that_SAM_says_at_once_that_nothing_listens()
    {
        await using var shell = await SamShell.ServeAsync();

        await shell.StopAsync();
        var output = await shell.InvokeAsync(SamShell.LineFor("create-docker-hub"));

        output.ShouldBe("Error: Invalid value for '--env-vars' / '-n': Path '.ecr-ptc/sam/env.json' does not exist.\n");
        File.Exists(shell.Written("create-docker-hub.json")).ShouldBeTrue();
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    [GeneratedRegex("^sam local invoke .*$", RegexOptions.Multiline)]
    private static partial Regex PrintedCommand();

    [GeneratedRegex("^export ([A-Z_]+)='([^']*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
