using EcrPtcLambda.Emulator.RuntimeApi;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>A proxy in the environment is for programs that go out to the internet: the function's hosts are reached without it, the Runtime API above all.</summary>
public sealed class ProxyTests
{
    private static readonly string[] Variables =
        ["HTTP_PROXY", "http_proxy", "Http_Proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    public static TheoryData<string> Spellings() => [.. Variables];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_proxy_in_the_environment_gets_no_request(string variable)
    {
        using var proxy = new Lure();
        await using var function = await StartAsync(new Dictionary<string, string?> { [variable] = proxy.Uri.AbsoluteUri });

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        proxy.Visits.ShouldBe(0);
    }

    [Fact]
    public async Task Nor_is_one_that_all_variables_name_for_an_invocation_that_fails()
    {
        using var proxy = new Lure();
        await using var function = await StartAsync(Variables.ToDictionary(static name => name, string? (_) => proxy.Uri.AbsoluteUri));

        (await function.InvokeAsync("[]"u8.ToArray())).ShouldBeOfType<InvocationResult.Succeeded>();
        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");

        proxy.Visits.ShouldBe(0);
    }

    [Theory]
    [InlineData("no URL at all")]
    [InlineData("http://")]
    [InlineData("http://user:pass@127.0.0.1:1")]
    [InlineData("socks5://127.0.0.1:1")]
    [InlineData("127.0.0.1:99999999")]
    public async Task A_proxy_that_is_none_stops_nothing(string proxy)
    {
        await using var function = await StartAsync(Variables.ToDictionary(static name => name, string? (_) => proxy));

        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
    }
}
