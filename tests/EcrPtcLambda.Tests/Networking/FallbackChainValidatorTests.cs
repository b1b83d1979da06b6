using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Networking;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Networking;

public sealed class FallbackChainValidatorTests : IDisposable
{
    private readonly TestAuthority first = TestAuthority.Create("CN=First");
    private readonly TestAuthority second = TestAuthority.Create("CN=Second");
    private readonly TestAuthority third = TestAuthority.Create("CN=Third");
    private int looks;
    private int furtherLooks;

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        third.Dispose();
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, true, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, true, X509ChainStatusFlags.PartialChain)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, true, X509ChainStatusFlags.PartialChain, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.UntrustedRoot, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotTimeValid)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.PartialChain, X509ChainStatusFlags.NotValidForUsage)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.PartialChain, X509ChainStatusFlags.NotSignatureValid)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.UntrustedRoot, X509ChainStatusFlags.Revoked)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, false)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable, false)]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateChainErrors, false, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(SslPolicyErrors.None, false)]
    public void Only_want_of_a_root_is_looked_at_again(SslPolicyErrors errors, bool helps, params X509ChainStatusFlags[] status) =>
        FallbackChainValidator.Helps(errors, status).ShouldBe(helps);

    [Fact]
    public async Task A_certificate_of_the_first_roots_needs_no_second_look()
    {
        (await ShakeAsync(first.Issue())).ShouldBeNull();

        looks.ShouldBe(0);
        furtherLooks.ShouldBe(0);
    }

    // AWS's servers send Amazon Root CA 1 as Starfield's root vouches for it, for the sake of old clients.
    [Fact]
    public async Task A_first_root_suffices_where_the_server_sends_it_as_another_vouches_for_it()
    {
        using var elder = TestAuthority.Create("CN=Elder");
        using var intermediate = first.CreateIntermediate();

        (await ShakeAsync(intermediate.Issue(), intermediate.Certificate, elder.Vouch(first))).ShouldBeNull();

        looks.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_of_the_second_roots_is_accepted_at_the_second_look()
    {
        (await ShakeAsync(second.Issue())).ShouldBeNull();

        looks.ShouldBe(1);
        furtherLooks.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_of_the_third_roots_is_accepted_at_the_look_after_that()
    {
        (await ShakeAsync(third.Issue())).ShouldBeNull();

        looks.ShouldBe(1);
        furtherLooks.ShouldBe(1);
    }

    // The second look finds a chain, and in it a fault that no other root mends.
    [Fact]
    public async Task A_fault_that_a_look_finds_ends_the_looking()
    {
        using var expired = TestAuthority.Create("CN=Expired", TestAuthority.Now.AddDays(-1));

        (await RefusalAsync(Options(new(expired.Certificate)), expired.Issue())).ShouldContain("NotTimeValid");

        furtherLooks.ShouldBe(0);
    }

    [Fact]
    public async Task Where_the_first_roots_do_not_count_the_second_decide()
    {
        (await Handshake.TryAsync(Options(new(second.Certificate), isFirstEnough: false), second.Issue())).ShouldBeNull();
        (await RefusalAsync(Options(new(second.Certificate), isFirstEnough: false), first.Issue())).ShouldContain("PartialChain");
    }

    // The platform finds an expired root of the same name and key; what it would make of that doesn't count.
    [Fact]
    public async Task Where_the_first_roots_do_not_count_neither_does_what_is_wrong_with_them()
    {
        using var expired = first.Renew(TestAuthority.Now.AddDays(-1));
        var options = Options(new(first.Certificate), isFirstEnough: false);
        options.CertificateChainPolicy!.CustomTrustStore.Clear();
        options.CertificateChainPolicy.CustomTrustStore.Add(expired);

        (await Handshake.TryAsync(options, first.Issue())).ShouldBeNull();
    }

    [Theory]
    [InlineData("example.org", 1, TestAuthority.ServerAuthentication, "RemoteCertificateNameMismatch")]
    [InlineData("localhost", -1, TestAuthority.ServerAuthentication, "NotTimeValid")]
    [InlineData("localhost", 1, TestAuthority.ClientAuthentication, "NotValidForUsage")]
    public async Task Where_the_first_roots_do_not_count_no_other_fault_is_excused(string host, int days, string usage, string fault) =>
        (await RefusalAsync(Options(new(second.Certificate), isFirstEnough: false), second.Issue(host, TestAuthority.Now.AddDays(days), usage)))
            .ShouldContain(fault);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_without_a_certificate_is_refused_whether_the_first_roots_count_or_not(bool isFirstEnough)
    {
        var validator = new FallbackChainValidator(isFirstEnough, () => new(second.Certificate));

        Should.Throw<AuthenticationException>(() => validator.Accept(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable))
            .Message.ShouldContain("no certificate");
    }

    [Fact]
    public async Task The_other_roots_are_read_once()
    {
        var options = Options();

        (await Handshake.TryAsync(options, second.Issue())).ShouldBeNull();
        (await Handshake.TryAsync(options, second.Issue())).ShouldBeNull();

        looks.ShouldBe(1);
    }

    [Fact]
    public async Task An_intermediate_that_the_server_sends_leads_to_a_second_root()
    {
        using var intermediate = second.CreateIntermediate();

        (await ShakeAsync(intermediate.Issue(), intermediate.Certificate)).ShouldBeNull();
    }

    [Fact]
    public async Task An_intermediate_that_the_server_keeps_to_itself_leads_nowhere()
    {
        using var intermediate = second.CreateIntermediate();

        (await RefusalAsync(intermediate.Issue())).ShouldContain("PartialChain");
    }

    [Fact]
    public async Task What_one_server_sends_does_not_stay_for_the_next()
    {
        using var intermediate = second.CreateIntermediate();
        var options = Options();

        (await Handshake.TryAsync(options, intermediate.Issue(), intermediate.Certificate)).ShouldBeNull();
        (await RefusalAsync(options, intermediate.Issue())).ShouldContain("PartialChain");
    }

    // By a chain of its own: .NET's servers leave the root out.
    [Fact]
    public void A_root_that_the_server_sends_is_not_trusted_for_that()
    {
        using var neither = TestAuthority.Create("CN=Neither");
        using var intermediate = neither.CreateIntermediate();
        var leaf = intermediate.Issue();
        var options = Options();
        using var chain = new X509Chain { ChainPolicy = options.CertificateChainPolicy! };
        chain.ChainPolicy.ExtraStore.Add(intermediate.Certificate);
        chain.ChainPolicy.ExtraStore.Add(neither.Certificate);
        chain.Build(leaf).ShouldBeFalse();

        Should.Throw<AuthenticationException>(
                () => options.RemoteCertificateValidationCallback!(this, leaf, chain, SslPolicyErrors.RemoteCertificateChainErrors))
            .Message.ShouldContain("UntrustedRoot");
        looks.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_of_neither_is_refused_with_the_names_that_identify_it()
    {
        using var neither = TestAuthority.Create("CN=Neither");

        var refusal = await RefusalAsync(neither.Issue());

        refusal.ShouldContain("the certificate of localhost");
        refusal.ShouldContain("issued by CN=Neither");
        refusal.ShouldContain("PartialChain");
        looks.ShouldBe(1);
        furtherLooks.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_vouches_for_itself_is_refused()
    {
        using var leaf = TestAuthority.SelfSigned();

        (await RefusalAsync(leaf)).ShouldContain("UntrustedRoot");
    }

    [Theory]
    [InlineData("CN=First")]
    [InlineData("CN=Second")]
    public async Task A_certificate_of_an_impostor_with_the_roots_name_is_refused(string name)
    {
        using var impostor = TestAuthority.Create(name);

        await RefusalAsync(impostor.Issue(), impostor.Certificate);
    }

    [Fact]
    public async Task A_certificate_signed_by_a_servers_certificate_is_refused()
    {
        var server = second.Issue("example.org");
        using var usurper = TestAuthority.Usurp(server);

        await RefusalAsync(usurper.Issue(), server);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_certificate_is_refused_for_every_issuer(bool isOfFirst)
    {
        (await RefusalAsync((isOfFirst ? first : second).Issue(notAfter: TestAuthority.Now.AddDays(-1)))).ShouldContain("NotTimeValid");

        looks.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_for_another_host_is_refused_for_every_issuer(bool isOfFirst)
    {
        (await RefusalAsync((isOfFirst ? first : second).Issue("example.org"))).ShouldContain("RemoteCertificateNameMismatch");

        looks.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_is_not_for_servers_is_refused_for_every_issuer(bool isOfFirst) =>
        (await RefusalAsync((isOfFirst ? first : second).Issue(usage: TestAuthority.ClientAuthentication))).ShouldContain("NotValidForUsage");

    [Fact]
    public async Task Where_there_are_no_other_roots_nobody_is_trusted_for_it() =>
        await RefusalAsync(Options([]), second.Issue());

    private Task<Exception?> ShakeAsync(X509Certificate2 server, params X509Certificate2[] intermediates) =>
        Handshake.TryAsync(Options(), server, intermediates);

    private Task<string> RefusalAsync(X509Certificate2 server, params X509Certificate2[] intermediates) =>
        RefusalAsync(Options(), server, intermediates);

    private static async Task<string> RefusalAsync(SslClientAuthenticationOptions options, X509Certificate2 server, params X509Certificate2[] intermediates) =>
        (await Handshake.TryAsync(options, server, intermediates)).ShouldBeOfType<AuthenticationException>().Message;

    private SslClientAuthenticationOptions Options() => Options(new(second.Certificate));

    // The first roots stand in for the platform's store, which a test can't change.
    private SslClientAuthenticationOptions Options(X509Certificate2Collection others, bool isFirstEnough = true) => new()
    {
        CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { first.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = new FallbackChainValidator(
            isFirstEnough,
            () =>
            {
                looks++;
                return others;
            },
            () =>
            {
                furtherLooks++;
                return new(third.Certificate);
            }).Accept,
    };
}
