using EcrPtcLambda.Networking;

namespace EcrPtcLambda.Tests.Networking;

public sealed class TlsTrustTests
{
    [Theory]
    [InlineData(null, null, null, nameof(TrustedRoots.AmazonThenSystem), true)]
    [InlineData("", null, null, nameof(TrustedRoots.AmazonThenSystem), true)]
    [InlineData(null, "/ca.pem", null, nameof(TrustedRoots.Platform), false)]
    [InlineData(null, null, "/certs", nameof(TrustedRoots.Platform), false)]
    [InlineData(null, "/ca.pem", "/certs", nameof(TrustedRoots.Platform), false)]
    [InlineData(null, "", null, nameof(TrustedRoots.Platform), false)]
    [InlineData("", "/ca.pem", null, nameof(TrustedRoots.Platform), false)]
    [InlineData("/bundle.pem", null, null, nameof(TrustedRoots.Bundle), true)]
    [InlineData("/bundle.pem", "/ca.pem", null, nameof(TrustedRoots.Bundle), false)]
    [InlineData("/bundle.pem", null, "/certs", nameof(TrustedRoots.Bundle), false)]
    public void The_operator_chooses_whom_to_trust_and_Amazon_comes_first_where_they_do_not(
        string? bundle, string? file, string? directory, string roots, bool narrowsPlatform)
    {
        var environment = new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = bundle, ["SSL_CERT_FILE"] = file, ["SSL_CERT_DIR"] = directory };

        var trust = TlsTrust.From(FunctionSettings.Read(environment.GetValueOrDefault));

        trust.Roots.ToString().ShouldBe(roots);
        trust.CaBundle.ShouldBe(roots is nameof(TrustedRoots.Bundle) ? bundle : null);
        trust.OverridesSystemStore.ShouldBe(narrowsPlatform);
    }
}
