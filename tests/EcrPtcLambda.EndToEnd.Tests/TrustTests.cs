using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

public sealed class TrustTests : IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly TestAuthority other = TestAuthority.Create("CN=Other Root");
    private readonly string ours;
    private readonly string theirs;

    public TrustTests() => (ours, theirs) = (authority.WritePem(), other.WritePem());

    public void Dispose()
    {
        File.Delete(ours);
        File.Delete(theirs);
        authority.Dispose();
        other.Dispose();
    }

    [Theory]
    [InlineData("AWS_CA_BUNDLE")]
    [InlineData("SSL_CERT_FILE")]
    public async Task A_root_that_the_operator_names_is_trusted_for_ECR_and_for_the_response(string variable)
    {
        await using var function = await StartAsync(Variable(variable, ours), certificate: authority.Issue());
        function.Server.Endpoint.Scheme.ShouldBe("https");

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_folder_of_roots_that_the_operator_names_is_trusted()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.Copy(ours, Path.Combine(folder.FullName, "root.pem"));
        try
        {
            await using var function = await StartAsync(Variable("SSL_CERT_DIR", folder.FullName), certificate: authority.Issue());

            (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AWS_CA_BUNDLE_stands_in_for_what_SSL_CERT_FILE_trusts()
    {
        var environment = new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = theirs, ["SSL_CERT_FILE"] = ours };

        (await RefusalAsync(environment, authority.Issue())).ShouldContain("PartialChain");
    }

    [Fact]
    public async Task Where_neither_ECR_nor_the_bucket_is_trusted_the_invocation_fails_and_nothing_was_done()
    {
        await using var function = await StartAsync(Variable("AWS_CA_BUNDLE", theirs), certificate: authority.Issue());

        var result = await function.InvokeAsync(function.Event("Create", null, Quay).Payload, new() { Timeout = TimeSpan.FromSeconds(8) });

        result.ShouldBeOfType<InvocationResult.Errored>().ErrorType.ShouldBe("ResponseNotDeliveredException");
        function.Aws.CallLog.Entries.ShouldBeEmpty();
        function.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_root_that_the_bundle_lacks_is_reported_where_the_response_gets_through() =>
        (await RefusalAsync(Variable("AWS_CA_BUNDLE", theirs), authority.Issue())).ShouldContain("PartialChain");

    [Theory]
    [InlineData("/nowhere/bundle.pem", "could not be read")]
    [InlineData("/dev/null", "contains no certificate")]
    public async Task A_bundle_without_roots_is_reported_by_its_name(string bundle, string why)
    {
        var reason = await RefusalAsync(Variable("AWS_CA_BUNDLE", bundle), authority.Issue());

        reason.ShouldContain(bundle);
        reason.ShouldContain(why);
    }

    [Fact]
    public async Task A_private_root_that_nobody_names_is_not_trusted() =>
        (await RefusalAsync(null, authority.Issue())).ShouldContain("issued by CN=Test Root");

    [Theory]
    [InlineData("AWS_CA_BUNDLE")]
    [InlineData("SSL_CERT_FILE")]
    public async Task A_certificate_for_another_host_is_refused(string variable) =>
        (await RefusalAsync(Variable(variable, ours), authority.Issue("example.org"))).ShouldContain("RemoteCertificateNameMismatch");

    [Theory]
    [InlineData("AWS_CA_BUNDLE")]
    [InlineData("SSL_CERT_FILE")]
    public async Task An_expired_certificate_is_refused(string variable) =>
        (await RefusalAsync(Variable(variable, ours), authority.Issue(notAfter: TestAuthority.Now.AddDays(-1)))).ShouldContain("NotTimeValid");

    [Theory]
    [InlineData(null, true)]
    [InlineData("AWS_CA_BUNDLE", true)]
    [InlineData("SSL_CERT_FILE", false)]
    [InlineData("SSL_CERT_DIR", false)]
    public async Task The_platforms_store_is_cut_down_unless_the_operator_chose_it(string? variable, bool isNarrowed)
    {
        await using var function = await StartAsync(variable is null ? null : Variable(variable, ours));
        await function.RequestAsync("Create", null, Quay);

        function.OpenFiles.Count(file => file.StartsWith("/memfd:roots.pem", StringComparison.Ordinal)).ShouldBe(isNarrowed ? 1 : 0);
    }

    [Fact]
    public async Task A_certificate_of_the_first_roots_is_trusted_and_the_systems_bundle_is_not_read()
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path);

        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_certificate_of_another_of_Amazons_roots_is_trusted()
    {
        using var bootstrap = AlteredBootstrap.Trusting(other.Certificate, authority.Certificate);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path);

        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [SkippableFact]
    public async Task A_certificate_of_the_systems_bundle_is_trusted()
    {
        AlteredBootstrap.SkipUnlessBundleCanBeReplaced();
        using var bootstrap = AlteredBootstrap.WithSystemBundle(ours);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path);

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        function.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("localhost", -1, TestAuthority.ServerAuthentication, "NotTimeValid")]
    [InlineData("example.org", 1, TestAuthority.ServerAuthentication, "RemoteCertificateNameMismatch")]
    [InlineData("localhost", 1, TestAuthority.ClientAuthentication, "NotValidForUsage")]
    public async Task The_first_roots_excuse_no_other_fault(string host, int days, string usage, string fault)
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        using var certificate = authority.Issue(host, TestAuthority.Now.AddDays(days), usage);

        (await RefusalAsync(null, certificate, bootstrap.Path)).ShouldContain(fault);
    }

    [SkippableTheory]
    [InlineData("localhost", -1, TestAuthority.ServerAuthentication, "NotTimeValid")]
    [InlineData("example.org", 1, TestAuthority.ServerAuthentication, "RemoteCertificateNameMismatch")]
    [InlineData("localhost", 1, TestAuthority.ClientAuthentication, "NotValidForUsage")]
    public async Task The_systems_bundle_excuses_no_other_fault(string host, int days, string usage, string fault)
    {
        AlteredBootstrap.SkipUnlessBundleCanBeReplaced();
        using var bootstrap = AlteredBootstrap.WithSystemBundle(ours);
        using var certificate = authority.Issue(host, TestAuthority.Now.AddDays(days), usage);

        (await RefusalAsync(null, certificate, bootstrap.Path)).ShouldContain(fault);
    }

    [Fact]
    public async Task A_certificate_of_neither_is_refused()
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);

        (await RefusalAsync(null, other.Issue(), bootstrap.Path)).ShouldContain("issued by CN=Other Root");
    }

    // What a certificate names for issuers and revocation lists is the choice of whoever made it, and so of anybody.
    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("AWS_CA_BUNDLE", true)]
    [InlineData("AWS_CA_BUNDLE", false)]
    public async Task Nothing_that_a_certificate_names_is_fetched(string? variable, bool isTrusted)
    {
        using var lure = new Lure();
        using var bootstrap = AlteredBootstrap.Trusting((isTrusted ? authority : other).Certificate);
        var environment = variable is null ? null : Variable(variable, isTrusted ? ours : theirs);
        await using var function = await StartAsync(environment, certificate: authority.IssueWithJunk(lure.Uri), bootstrap: bootstrap.Path);
        function.ResponseEndpoint = function.Server.PlainEndpoint;

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe(isTrusted ? "SUCCESS" : "FAILED", response.Reason);
        lure.Visits.ShouldBe(0);
    }

    private static Dictionary<string, string?> Variable(string name, string value) => new() { [name] = value };

    // With responses over plain HTTP, which reach CloudFormation whatever TLS does.
    private static async Task<string> RefusalAsync(IReadOnlyDictionary<string, string?>? environment, X509Certificate2 certificate, string? bootstrap = null)
    {
        await using var function = await StartAsync(environment, certificate: certificate, bootstrap: bootstrap);
        function.ResponseEndpoint = function.Server.PlainEndpoint;

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("certificate was not trusted");
        function.EcrCalls.ShouldBeEmpty();
        return response.Reason!;
    }
}
