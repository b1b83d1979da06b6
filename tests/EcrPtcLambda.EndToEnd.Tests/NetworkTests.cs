using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>The network between the native executable and Amazon ECR, as it really fails.</summary>
public sealed class NetworkTests : IAsyncDisposable
{
    private const string Create = "CreatePullThroughCacheRule";

    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistry", "quay")];

    private static readonly (string Name, string Value)[] DockerHub = [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private readonly FaultyEndpoint ecr = new();
    private HttpMessageHandler? emulated;

    [Fact]
    public async Task An_address_that_takes_no_connection_is_reported_with_the_remedy_for_a_VPC_and_its_rollback_needs_no_network()
    {
        await using var function = await StartBehindAsync();
        ecr.GoDark();

        var failed = await function.RequestAsync("Create", null, Quay);
        var rolledBack = await function.RequestAsync("Delete", failed.PhysicalResourceId, Quay);

        failed.Status.ShouldBe("FAILED");
        failed.Reason!.ShouldContain("CreatePullThroughCacheRule failed for the rule quay in registry 123456789012: no connection could be established within 4 s.");
        failed.Reason!.ShouldContain("check the function's VPC");
        failed.PhysicalResourceId!.ShouldStartWith("create-failed:");
        rolledBack.Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_network_that_ends_after_the_Create_leaves_an_id_by_which_the_rollback_deletes_the_rule()
    {
        await using var function = await StartBehindAsync();
        ecr.Next(Create, WireFault.GoDark);

        var failed = await function.RequestAsync("Create", null, DockerHub);
        ecr.Heal();
        var left = function.Aws.Ecr.Rules.Count;
        var rolledBack = await function.RequestAsync("Delete", failed.PhysicalResourceId, DockerHub);

        failed.Status.ShouldBe("FAILED");
        failed.Reason!.ShouldContain("ValidatePullThroughCacheRule failed for the rule docker-hub");
        left.ShouldBe(1);
        rolledBack.Status.ShouldBe("SUCCESS", rolledBack.Reason);
        function.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_network_that_ends_in_the_middle_of_a_replacement_and_comes_back_gets_the_old_rule_put_back()
    {
        await using var function = await StartBehindAsync();
        var created = await function.RequestAsync("Create", null, Quay);
        var deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        function.Aws.CallLog.Recorded += (_, call) =>
        {
            if (call.Operation == "DeletePullThroughCacheRule")
            {
                deleted.TrySetResult();
            }
        };
        ecr.Next("DeletePullThroughCacheRule", WireFault.GoDark);
        var updating = function.RequestAsync("Update", created.PhysicalResourceId, [.. Quay, ("UpstreamRepositoryPrefix", "team")]);

        await deleted.Task.WaitAsync(function.CancellationToken);

        // The Create tries for twelve seconds, and what undoes the replacement for as long again.
        await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System, function.CancellationToken);
        ecr.Heal();
        var failed = await updating;

        failed.Status.ShouldBe("FAILED");
        failed.Reason!.ShouldContain("CreatePullThroughCacheRule failed for the rule quay");
        failed.Reason!.ShouldContain("The old rule has been put back.");
        failed.PhysicalResourceId.ShouldBe(created.PhysicalResourceId);
        function.Aws.Ecr.Find("quay")!.UpstreamRepositoryPrefix.ShouldNotBe("team");
    }

    [Theory]
    [InlineData(WireFault.SilentBeforeHeaders)]
    [InlineData(WireFault.SilentAfterWork)]
    public async Task A_silent_server_costs_an_attempt_and_not_the_invocation(WireFault fault)
    {
        await using var function = await StartBehindAsync();
        ecr.Next(Create, fault);

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_Create_that_CloudFormation_no_longer_waits_for_makes_no_rule()
    {
        await using var function = await StartBehindAsync();

        await function.InvokeAsync(function.EventSignedAt(TimeProvider.System.GetUtcNow().AddSeconds(-303), "Create", [.. Quay, ("ServiceTimeout", "300")]));

        function.Aws.Ecr.Rules.ShouldBeEmpty();
        (await function.EndAsync()).ShouldContain("The event is stale");
    }

    public async ValueTask DisposeAsync()
    {
        await ecr.DisposeAsync();
        emulated?.Dispose();
    }

    private async Task<NativeFunction> StartBehindAsync()
    {
        var function = await StartAsync(new Dictionary<string, string?> { ["AWS_ENDPOINT_URL_ECR"] = ecr.Uri.AbsoluteUri });
        emulated = function.Aws.CreateHandler();
        ecr.Aws = emulated;
        return function;
    }
}
