using EcrPtcLambda.Trust;

namespace EcrPtcLambda.Tests.Trust;

public sealed class TrustPlanTests
{
    [Theory]
    [InlineData(null, null, null, nameof(TrustedRoots.OfAmazonThenSystem), true)]
    [InlineData("", null, null, nameof(TrustedRoots.OfAmazonThenSystem), true)]
    [InlineData(null, "/ca.pem", null, nameof(TrustedRoots.OfPlatform), false)]
    [InlineData(null, null, "/certs", nameof(TrustedRoots.OfPlatform), false)]
    [InlineData(null, "/ca.pem", "/certs", nameof(TrustedRoots.OfPlatform), false)]
    [InlineData(null, "", null, nameof(TrustedRoots.OfPlatform), false)]
    [InlineData("", "/ca.pem", null, nameof(TrustedRoots.OfPlatform), false)]
    [InlineData("/bundle.pem", null, null, nameof(TrustedRoots.OfBundle), true)]
    [InlineData("/bundle.pem", "/ca.pem", null, nameof(TrustedRoots.OfBundle), false)]
    [InlineData("/bundle.pem", null, "/certs", nameof(TrustedRoots.OfBundle), false)]
    public void The_operator_chooses_whom_to_trust_and_Amazon_comes_first_where_they_do_not(
        string? bundle, string? file, string? directory, string roots, bool narrowsPlatform)
    {
        var environment = new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = bundle, ["SSL_CERT_FILE"] = file, ["SSL_CERT_DIR"] = directory };

        var plan = TrustPlan.Of(FunctionSettings.Read(environment.GetValueOrDefault));

        plan.Roots.ToString().ShouldBe(roots);
        plan.CaBundle.ShouldBe(roots is nameof(TrustedRoots.OfBundle) ? bundle : null);
        plan.NarrowsPlatform.ShouldBe(narrowsPlatform);
    }
}
