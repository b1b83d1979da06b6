using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Networking;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Networking;

public sealed class ConnectionsTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly VirtualTime clock = new(TimeProvider.System.GetUtcNow());
    private readonly TlsServer server;
    private readonly Connections connections;
    private readonly HttpClient http;

    public ConnectionsTests()
    {
        server = new(authority.Issue());
        connections = new(Trusting(authority), clock);
        http = new(connections.Handler, disposeHandler: false);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        connections.Dispose();
        await server.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_connection_opened_ahead_carries_the_requests_that_follow()
    {
        await OpenAheadAsync();

        await GetAsync();
        await GetAsync();

        server.Connections.ShouldHaveSingleItem().Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_waits_for_the_connection_that_is_on_its_way()
    {
        connections.Preconnect(server.Uri);

        await GetAsync();

        server.Connections.ShouldHaveSingleItem().Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_sent_ahead()
    {
        await OpenAheadAsync();
        connections.Dispose();

        await server.Connections[0].Serving.WaitAsync(Limit);

        server.Connections.ShouldHaveSingleItem().Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Without_one_a_request_connects_for_itself()
    {
        await GetAsync();

        server.Connections.ShouldHaveSingleItem().Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_the_server_has_ended_is_not_used()
    {
        await OpenAheadAsync();
        await server.Connections[0].CloseAsync();

        await GetAsync();

        server.Connections.Select(each => each.Requests).ShouldBe([0, 1]);
    }

    // As S3 ends connections, and as a sandbox finds its own after it was frozen.
    [Fact]
    public async Task A_connection_that_has_waited_for_ten_seconds_is_not_used()
    {
        await OpenAheadAsync();
        clock.Advance(TimeSpan.FromSeconds(10));

        await GetAsync();

        server.Connections.Select(each => each.Requests).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_connection_to_one_server_is_not_used_for_another()
    {
        await using var other = new TlsServer(authority.Issue());
        await OpenAheadAsync();

        (await http.GetAsync(other.Uri)).EnsureSuccessStatusCode();

        other.Connections.ShouldHaveSingleItem().Requests.ShouldBe(1);
        server.Connections.ShouldHaveSingleItem().Requests.ShouldBe(0);
    }

    // The handler would check the certificate by that name.
    [Fact]
    public async Task A_connection_is_not_used_for_a_request_that_names_another_host()
    {
        await OpenAheadAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Uri) { Headers = { Host = "example.org" } };

        var failure = await Should.ThrowAsync<HttpRequestException>(() => http.SendAsync(request));

        failure.InnerException.ShouldBeOfType<AuthenticationException>();
        server.Connections.ShouldAllBe(each => each.Requests == 0);
    }

    [Fact]
    public async Task The_last_connection_that_was_opened_ahead_counts_and_the_one_before_is_ended()
    {
        await OpenAheadAsync();
        connections.Preconnect(server.Uri);
        await ReadyAsync(2);

        await server.Connections[0].Serving.WaitAsync(Limit);
        await GetAsync();

        server.Connections.Select(each => each.Requests).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_fails_the_request_and_not_the_opening()
    {
        using var stranger = TestAuthority.Create("CN=Stranger");
        using var strict = new Connections(Trusting(stranger), clock);
        using var client = new HttpClient(strict.Handler, disposeHandler: false);

        strict.Preconnect(server.Uri);

        (await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(server.Uri))).InnerException.ShouldBeOfType<AuthenticationException>();
        server.Connections.ShouldAllBe(each => each.Requests == 0);
    }

    [Fact]
    public async Task A_certificate_for_another_host_fails_the_request_and_not_the_opening()
    {
        await using var other = new TlsServer(authority.Issue("example.org"));

        connections.Preconnect(other.Uri);

        (await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(other.Uri))).InnerException.ShouldBeOfType<AuthenticationException>();
        other.Connections.ShouldAllBe(each => each.Requests == 0);
    }

    [Fact]
    public async Task A_host_that_is_not_there_fails_the_request_and_not_the_opening()
    {
        var nowhere = new Uri("https://nowhere.invalid/");

        connections.Preconnect(nowhere);

        (await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(nowhere))).HttpRequestError.ShouldBe(HttpRequestError.NameResolutionError);
    }

    [Fact]
    public async Task Plain_HTTP_is_not_opened_ahead()
    {
        connections.Preconnect(new UriBuilder(server.Uri) { Scheme = Uri.UriSchemeHttp }.Uri);

        await GetAsync();

        server.Connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_is_given_up_while_it_waits_leaves_nothing_behind()
    {
        connections.Preconnect(server.Uri);
        using var cancelled = new CancellationTokenSource();
        var asking = http.GetAsync(server.Uri, cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        connections.Dispose();

        foreach (var connection in server.Connections)
        {
            await connection.Serving.WaitAsync(Limit);
        }

        server.Connections.Sum(each => each.Requests).ShouldBeLessThanOrEqualTo(1);
    }

    private async Task OpenAheadAsync()
    {
        connections.Preconnect(server.Uri);
        await ReadyAsync(1);
    }

    private async Task ReadyAsync(int count)
    {
        SpinWait.SpinUntil(() => server.Connections.Count == count, Limit).ShouldBeTrue();
        await server.Connections[^1].Ready.WaitAsync(Limit);
    }

    private async Task GetAsync() => (await http.GetAsync(server.Uri)).EnsureSuccessStatusCode();

    private static SslClientAuthenticationOptions Trusting(TestAuthority authority) => new()
    {
        CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
