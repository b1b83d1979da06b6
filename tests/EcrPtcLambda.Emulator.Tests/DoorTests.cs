using System.Net;
using System.Net.Sockets;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests;

/// <summary>One state behind two doors.</summary>
public sealed class DoorTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly SocketsHttpHandler sockets = new();

    public void Dispose()
    {
        sockets.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task A_change_over_one_transport_shows_over_the_other()
    {
        await using var server = await bench.Aws.ListenAsync();
        using var outside = EcrClients.Create(sockets, server: server);

        await outside.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });

        (await bench.Ecr.DescribePullThroughCacheRulesAsync(new())).PullThroughCacheRules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("quay");
    }

    [Fact]
    public async Task An_error_is_the_same_over_both_transports()
    {
        await using var server = await bench.Aws.ListenAsync();
        using var outside = EcrClients.Create(sockets, server: server);
        var request = new DeletePullThroughCacheRuleRequest { EcrRepositoryPrefix = "quay" };

        var one = await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => bench.Ecr.DeletePullThroughCacheRuleAsync(request));
        var other = await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => outside.DeletePullThroughCacheRuleAsync(request));

        other.Message.ShouldBe(one.Message);
        other.StatusCode.ShouldBe(one.StatusCode);
        other.ErrorCode.ShouldBe(one.ErrorCode);
    }

    // By hand: the SDK tries a connection that was reset ten times more, whatever its configuration says.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_really_ends_over_the_loopback_transport(bool takesEffect)
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Faults.Next("DeletePullThroughCacheRule", takesEffect ? new Fault.LostResponse() : new Fault.Reset());
        await using var server = await bench.Aws.ListenAsync();
        using var http = new HttpClient(sockets, disposeHandler: false);
        var call = new SignedCall("DeletePullThroughCacheRule", """{"ecrRepositoryPrefix":"ecr-public"}""", bench.Aws.Options) { Endpoint = server.Endpoint };
        using var message = call.ToMessage();

        await Should.ThrowAsync<HttpRequestException>(() => http.SendAsync(message));

        bench.Aws.Ecr.Rules.Count.ShouldBe(takesEffect ? 0 : 1);
    }

    [Fact]
    public async Task A_connection_that_ends_is_an_HttpRequestException_over_the_in_process_transport()
    {
        bench.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Reset());
        using var message = new SignedCall("DescribePullThroughCacheRules", "{}", bench.Aws.Options).ToMessage();

        var error = await Should.ThrowAsync<HttpRequestException>(() => bench.Http.SendAsync(message));

        error.HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
    }

    [Fact]
    public async Task A_server_listens_on_the_loopback_address_alone()
    {
        await using var server = await bench.Aws.ListenAsync();

        server.Endpoint.Host.ShouldBe("127.0.0.1");
        server.Endpoint.Port.ShouldNotBe(0);
    }

    [SkippableFact]
    public async Task A_server_listens_on_the_requested_address_alone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere the loopback interface has one address.");
        await using var server = await bench.Aws.ListenAsync(new ListeningAddress(IPAddress.Parse("127.0.0.2"), 0));
        using var connection = new TcpClient();

        var error = await Should.ThrowAsync<SocketException>(() => connection.ConnectAsync(IPAddress.Loopback, server.Endpoint.Port));

        error.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        server.Endpoint.Host.ShouldBe("127.0.0.2");
    }

    [Fact]
    public async Task URLs_have_the_name_that_clients_reach_the_server_by()
    {
        await using var server = await bench.Aws.ListenAsync(new ListeningAddress(IPAddress.Loopback, 0) { Host = "localhost" });
        using var outside = EcrClients.Create(sockets, server: server);

        await outside.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });

        server.Environment["AWS_ENDPOINT_URL_ECR"].ShouldBe($"http://localhost:{server.Endpoint.Port}");
        bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, server.Endpoint).ShouldStartWith($"http://localhost:{server.Endpoint.Port}/");
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("2001:db8::1")]
    public async Task An_address_that_this_machine_may_get_later_can_be_listened_on(string address)
    {
        await using var server = await bench.Aws.ListenAsync(new ListeningAddress(IPAddress.Parse(address), 0) { MayBeAbsent = true });

        IPAddress.Parse(server.Endpoint.Host.Trim('[', ']')).ShouldBe(IPAddress.Parse(address));
    }

    [Fact]
    public async Task An_address_that_this_machine_lacks_can_not_be_listened_on_otherwise() =>
        await Should.ThrowAsync<SocketException>(() => bench.Aws.ListenAsync(new ListeningAddress(IPAddress.Parse("203.0.113.1"), 0)));

    [Fact]
    public async Task A_port_that_is_taken_is_an_IOException_of_an_absent_address_too()
    {
        await using var server = await bench.Aws.ListenAsync();

        await Should.ThrowAsync<IOException>(() => bench.Aws.ListenAsync(new ListeningAddress(IPAddress.Loopback, server.Endpoint.Port) { MayBeAbsent = true }));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_IOException()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await Should.ThrowAsync<IOException>(() => bench.Aws.ListenAsync(((IPEndPoint)taken.LocalEndpoint).Port));
    }

    [Fact]
    public async Task Two_servers_of_one_process_get_in_nobodys_way()
    {
        using var other = new Bench();
        await using var one = await bench.Aws.ListenAsync();
        await using var two = await other.Aws.ListenAsync();
        using var outside = EcrClients.Create(sockets, server: one);

        await outside.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });

        one.Endpoint.ShouldNotBe(two.Endpoint);
        other.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_environment_leads_a_process_here()
    {
        await using var server = await bench.Aws.ListenAsync();
        var authority = server.Endpoint.Authority;

        server.Environment["AWS_LAMBDA_RUNTIME_API"].ShouldBe(authority);
        server.Environment["AWS_ENDPOINT_URL_ECR"].ShouldBe($"http://{authority}");
        server.Environment["ECR_PTC_RESPONSE_HOSTS"].ShouldBe(authority);
        server.Environment["AWS_REGION"].ShouldBe("us-east-1");
        server.Environment["AWS_ACCESS_KEY_ID"].ShouldBe(bench.Aws.Options.AccessKeyId);
        server.Environment["AWS_SECRET_ACCESS_KEY"].ShouldBe(bench.Aws.Options.SecretAccessKey);
        server.Environment["AWS_SESSION_TOKEN"].ShouldBe(bench.Aws.Options.SessionToken);
    }

    [Fact]
    public async Task The_environment_has_no_token_where_the_key_is_a_long_term_one()
    {
        using var longTerm = new Bench(new() { SessionToken = null });
        await using var server = await longTerm.Aws.ListenAsync();

        server.Environment.ContainsKey("AWS_SESSION_TOKEN").ShouldBeFalse();
    }
}
