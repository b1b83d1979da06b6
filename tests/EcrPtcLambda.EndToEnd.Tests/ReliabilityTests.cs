using System.Globalization;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.SecretsManager;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>Failures around the function, against the native executable.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ReliabilityTests
{
    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private static readonly (string Name, string Value)[] Rotated = [.. DockerHub[..2], ("CredentialArn", OtherSecret)];

    private static readonly (string Name, string Value)[] OtherUpstream =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "github-container-registry"), ("CredentialArn", Secret)];

    [Fact]
    public async Task A_failed_update_and_its_rollback_leave_the_rule_as_it_was()
    {
        await using var function = await StartAsync();
        await function.RequestAsync("Create", null, DockerHub);
        var before = function.Aws.Ecr.Find("docker-hub")!;
        function.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        var failed = await function.RequestAsync("Update", function.Id("docker-hub"), Rotated);
        var rolledBack = await function.RequestAsync("Update", failed.PhysicalResourceId, DockerHub);

        failed.Status.ShouldBe("FAILED");
        failed.PhysicalResourceId.ShouldBe(function.Id("docker-hub"));
        rolledBack.Status.ShouldBe("SUCCESS", rolledBack.Reason);
        function.Aws.Ecr.Find("docker-hub").ShouldBe(before with { UpdatedAt = function.Aws.Ecr.Find("docker-hub")!.UpdatedAt });
    }

    [Fact]
    public async Task A_Create_that_reaches_nobody_leaves_nothing_for_its_rollback_to_do()
    {
        await using var function = await StartAsync(new Dictionary<string, string?> { ["AWS_ENDPOINT_URL_ECR"] = "http://127.0.0.1:1" });

        var failed = await function.RequestAsync("Create", null, DockerHub);
        var rolledBack = await function.RequestAsync("Delete", failed.PhysicalResourceId, DockerHub);

        failed.Status.ShouldBe("FAILED");
        failed.PhysicalResourceId!.ShouldStartWith("create-failed:");
        rolledBack.Status.ShouldBe("SUCCESS", rolledBack.Reason);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData("| true")]
    [InlineData(">&-")]
    public async Task Events_get_responses_while_standard_output_is_full_or_closed_or_read_by_nobody(string output)
    {
        var folder = Directory.CreateTempSubdirectory();
        var script = Path.Combine(folder.FullName, "bootstrap");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n\"{Published}\" {output}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            await using var function = await StartAsync(bootstrap: script);

            var created = await function.RequestAsync("Create", null, DockerHub);
            var deleted = await function.RequestAsync("Delete", created.PhysicalResourceId, DockerHub);

            created.Status.ShouldBe("SUCCESS", created.Reason);
            deleted.Status.ShouldBe("SUCCESS", deleted.Reason);
            function.Aws.Ecr.Rules.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_lost_response_fails_the_invocation_and_its_redelivery_responds()
    {
        await using var function = await StartAsync();
        var (payload, url) = function.Event("Create", null, DockerHub);
        function.Aws.Faults.Next(Faults.PutObject, new Fault.Reset(), times: 1000);

        var first = await function.InvokeAsync(payload, new InvocationSettings { Timeout = TimeSpan.FromSeconds(13), RequestId = "redelivered" });
        function.Aws.Faults.Clear();
        var second = await function.InvokeAsync(payload, new InvocationSettings { RequestId = "redelivered" });

        first.ShouldBeOfType<InvocationResult.Errored>().ErrorType.ShouldContain("ResponseNotDelivered");
        second.ShouldBeOfType<InvocationResult.Succeeded>();
        (await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken)).Status.ShouldBe("SUCCESS");
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_replacement_that_runs_out_of_time_restores_the_old_rule_and_responds()
    {
        await using var function = await StartAsync();
        var anHourAgo = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds());
        function.Aws.Ecr.Put(new(Account, "docker-hub", "registry-1.docker.io", "docker-hub", Secret, null, "ROOT", anHourAgo, anHourAgo));
        var (payload, url) = function.Event("Update", function.Id("docker-hub"), OtherUpstream);
        function.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Delay(TimeSpan.FromMinutes(1)));

        var result = await function.InvokeAsync(payload, new InvocationSettings { Timeout = TimeSpan.FromSeconds(8) });

        result.ShouldBeOfType<InvocationResult.Succeeded>();
        var response = await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken);
        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("The old rule has been put back.");
        function.Aws.Ecr.Find("docker-hub")!.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
    }

    [Fact]
    public async Task If_ECR_never_responds_the_response_is_sent_before_the_deadline()
    {
        await using var function = await StartAsync();

        // The emulated AWS is compiled while it is first used, which would take a good part of the time left for the response.
        await function.RequestAsync("Delete", "create-failed:before");
        var (payload, url) = function.Event("Create", null, DockerHub);
        function.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Delay(TimeSpan.FromMinutes(1)), times: 10);
        function.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Delay(TimeSpan.FromMinutes(1)), times: 10);

        var result = await function.InvokeAsync(payload, new InvocationSettings { Timeout = TimeSpan.FromSeconds(12) });

        result.ShouldBeOfType<InvocationResult.Succeeded>();
        var response = await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken);
        response.Reason!.ShouldContain("time of this invocation ran out");
    }

    [Fact]
    public async Task Ten_seconds_of_throttling_are_retried()
    {
        await using var function = await StartAsync();
        foreach (var operation in (string[])["DescribePullThroughCacheRules", "CreatePullThroughCacheRule", "ValidatePullThroughCacheRule"])
        {
            function.Aws.Faults.Until(TimeProvider.System.GetUtcNow().AddSeconds(10), operation, new Fault.Throttle());
        }

        (await function.RequestAsync("Create", null, DockerHub)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_response_bucket_that_fails_four_times_gets_the_same_response_a_fifth_time()
    {
        await using var function = await StartAsync();
        function.Aws.Faults.Next(Faults.PutObject, new Fault.ServerError(503), times: 2);
        function.Aws.Faults.Next(Faults.PutObject, new Fault.Reset());
        function.Aws.Faults.Next(Faults.PutObject, new Fault.Throttle());

        (await function.RequestAsync("Create", null, DockerHub)).Status.ShouldBe("SUCCESS");

        var puts = function.Aws.CallLog.Entries.Where(entry => entry.Operation == Faults.PutObject).ToList();
        puts.Count.ShouldBe(5);
        puts.Select(put => put.Request).Distinct().ShouldHaveSingleItem();
        function.Aws.Responses.Responses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_response_whose_receipt_was_lost_is_sent_again_with_the_same_bytes()
    {
        await using var function = await StartAsync();
        function.Aws.Faults.Next(Faults.PutObject, new Fault.LostResponse());

        await function.RequestAsync("Create", null, DockerHub);

        function.Aws.Responses.Responses.Count.ShouldBe(2);
        function.Aws.Responses.Responses[1].Body.Span.SequenceEqual(function.Aws.Responses.Responses[0].Body.Span).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rule_whose_creation_was_never_confirmed_counts_as_created()
    {
        await using var function = await StartAsync();
        function.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.LostResponse());

        (await function.RequestAsync("Create", null, DockerHub)).Status.ShouldBe("SUCCESS");

        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_response_that_is_rejected_for_good_ends_the_invocation_without_an_error()
    {
        await using var function = await StartAsync();
        function.Aws.Faults.Next(Faults.PutObject, new Fault.Error("SignatureDoesNotMatch", "no", 403));
        var (payload, _) = function.Event("Create", null, DockerHub);

        (await function.InvokeAsync(payload)).ShouldBeOfType<InvocationResult.Succeeded>();

        function.Aws.CallLog.Entries.Count(entry => entry.Operation == Faults.PutObject).ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_that_becomes_readable_after_some_seconds_is_waited_for()
    {
        await using var function = await StartAsync();
        function.Aws.Secrets.Put(Secret, foundFrom: TimeProvider.System.GetUtcNow().AddSeconds(3));

        (await function.RequestAsync("Create", null, DockerHub)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_stale_event_is_left_alone()
    {
        await using var function = await StartAsync(options: new() { ResponseUrlLifetime = TimeSpan.Zero });
        var (payload, _) = function.Event("Create", null, DockerHub);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, function.CancellationToken);

        (await function.InvokeAsync(payload)).ShouldBeOfType<InvocationResult.Succeeded>();

        function.Aws.CallLog.Entries.ShouldBeEmpty();
        (await function.EndAsync()).ShouldContain("The event is stale");
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_is_made_good_by_the_redelivery()
    {
        await using var function = await StartAsync();
        var (payload, url) = function.Event("Create", null, DockerHub);
        function.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Delay(TimeSpan.FromMinutes(1)));
        var first = function.InvokeAsync(payload, new InvocationSettings { Timeout = TimeSpan.FromSeconds(30), RequestId = "killed" });
        while (function.Aws.Ecr.Find("docker-hub") is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, function.CancellationToken);
        }

        function.KillAll();
        function.Aws.Faults.Clear();
        function.StartSandbox();
        var second = await function.InvokeAsync(payload, new InvocationSettings { RequestId = "redelivered" });

        second.ShouldBeOfType<InvocationResult.Succeeded>();
        (await function.Aws.Responses.ResponseToAsync(url, function.CancellationToken)).Status.ShouldBe("SUCCESS");
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
        first.IsCompletedSuccessfully.ShouldBeFalse();
    }

    // Amazon ECR documents no rate for these actions; ten at once and five a second is less than it grants to others.
    [Fact]
    public async Task Fifty_rules_created_at_once_all_exist_under_a_request_rate()
    {
        await using var function = await StartAsync();
        for (var i = 1; i < 50; i++)
        {
            function.StartSandbox();
        }

        foreach (var operation in (string[])["DescribePullThroughCacheRules", "CreatePullThroughCacheRule"])
        {
            function.Aws.Ecr.Limit(operation, perSecond: 5, burst: 10);
        }

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => function.RequestAsync(
            "Create", null, ("EcrRepositoryPrefix", string.Create(CultureInfo.InvariantCulture, $"quay-{index}")), ("UpstreamRegistryUrl", "quay.io"))));

        responses.ShouldAllBe(response => response.Status == "SUCCESS");
        function.Aws.Ecr.Rules.Count.ShouldBe(50);
        function.Aws.Responses.Responses.Count.ShouldBe(50);
    }
}
