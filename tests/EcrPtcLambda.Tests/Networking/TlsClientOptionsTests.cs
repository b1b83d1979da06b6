using System.Net.Security;
using System.Security.Authentication;
using EcrPtcLambda.Networking;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Networking;

public sealed class TlsClientOptionsTests : IDisposable
{
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly string path = Path.GetTempFileName();

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(path);
    }

    [Fact]
    public async Task The_bundles_roots_are_trusted()
    {
        await File.WriteAllTextAsync(path, $"# ours\n{authority.Certificate.ExportCertificatePem()}\n");

        (await Handshake.TryAsync(Bundle(path), authority.Issue())).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_else_is_trusted_beside_the_bundle()
    {
        using var other = TestAuthority.Create("CN=Other");
        await File.WriteAllTextAsync(path, authority.Certificate.ExportCertificatePem());

        (await Handshake.TryAsync(Bundle(path), other.Issue())).ShouldBeOfType<AuthenticationException>().Message.ShouldContain("PartialChain");
    }

    [Theory]
    [InlineData("example.org", 1, TestAuthority.ServerAuthentication, "RemoteCertificateNameMismatch")]
    [InlineData("localhost", -1, TestAuthority.ServerAuthentication, "NotTimeValid")]
    [InlineData("localhost", 1, TestAuthority.ClientAuthentication, "NotValidForUsage")]
    public async Task The_bundle_excuses_no_other_fault(string host, int days, string usage, string fault)
    {
        await File.WriteAllTextAsync(path, authority.Certificate.ExportCertificatePem());

        (await Handshake.TryAsync(Bundle(path), authority.Issue(host, TestAuthority.Now.AddDays(days), usage)))
            .ShouldBeOfType<AuthenticationException>().Message.ShouldContain(fault);
    }

    [Theory]
    [InlineData("", "contains no certificate")]
    [InlineData("this is not PEM", "contains no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "could not be read")]
    public async Task A_bundle_without_roots_makes_the_connection_fail_by_its_name(string content, string why)
    {
        await File.WriteAllTextAsync(path, content);

        await ShouldNameAsync(path, why);
    }

    [Theory]
    [InlineData("/nowhere/bundle.pem")]
    [InlineData("/tmp")]
    [InlineData(" ")]
    public Task A_bundle_that_cannot_be_read_makes_the_connection_fail_by_its_name(string bundle) => ShouldNameAsync(bundle, "could not be read");

    [Fact]
    public async Task Without_a_variable_a_private_root_is_not_trusted()
    {
        var options = TlsClientOptions.From(new(TrustedRoots.AmazonThenSystem, null, OverridesSystemStore: true));

        (await Handshake.TryAsync(options, authority.Issue())).ShouldBeOfType<AuthenticationException>().Message.ShouldContain("issued by CN=Test Root");
    }

    [Fact]
    public async Task A_plan_of_the_platforms_roots_leaves_the_check_to_the_platform()
    {
        var options = TlsClientOptions.From(new(TrustedRoots.Platform, null, OverridesSystemStore: false));

        options.RemoteCertificateValidationCallback.ShouldBeNull();
        (await Handshake.TryAsync(options, authority.Issue())).ShouldBeOfType<AuthenticationException>();
    }

    [Fact]
    public void The_systems_bundle_is_the_first_that_is_there()
    {
        File.WriteAllText(path, authority.Certificate.ExportCertificatePem());

        SystemBundle.Read(["/nowhere/ca.pem", path, "/nowhere/else.pem"]).ShouldHaveSingleItem().Subject.ShouldBe("CN=Test Root");
    }

    [Fact]
    public void A_systems_bundle_that_is_damaged_or_missing_vouches_for_nobody()
    {
        File.WriteAllText(path, $"{authority.Certificate.ExportCertificatePem()}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        SystemBundle.Read([path]).ShouldBeEmpty();
        SystemBundle.Read(["/nowhere/ca.pem"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(TrustedRoots.AmazonThenSystem))]
    [InlineData(nameof(TrustedRoots.Platform))]
    [InlineData(nameof(TrustedRoots.Bundle))]
    public void The_options_for_one_host_differ_in_its_name_alone(string roots)
    {
        File.WriteAllText(path, authority.Certificate.ExportCertificatePem());
        var options = TlsClientOptions.From(new(Enum.Parse<TrustedRoots>(roots), path, OverridesSystemStore: false));

        var forHost = TlsClientOptions.For("example.org", options);

        forHost.TargetHost.ShouldBe("example.org");
        foreach (var property in typeof(SslClientAuthenticationOptions).GetProperties().Where(each => each.Name is not nameof(options.TargetHost)))
        {
            property.GetValue(forHost).ShouldBe(property.GetValue(options), property.Name);
        }
    }

    private static SslClientAuthenticationOptions Bundle(string bundle) =>
        TlsClientOptions.From(new(TrustedRoots.Bundle, bundle, OverridesSystemStore: false));

    private async Task ShouldNameAsync(string bundle, string why)
    {
        var message = (await Handshake.TryAsync(Bundle(bundle), authority.Issue())).ShouldBeOfType<AuthenticationException>().Message;
        message.ShouldContain($"AWS_CA_BUNDLE");
        message.ShouldContain(why);
        message.ShouldContain(bundle);
    }
}
