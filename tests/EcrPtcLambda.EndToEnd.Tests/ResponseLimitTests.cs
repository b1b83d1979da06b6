using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>Responses that don't end, from something other than Amazon ECR.</summary>
public sealed class ResponseLimitTests
{
    private const long MegaByte = 1024 * 1024;

    [Theory]
    [InlineData("Create", null, BodyFraming.Length)]
    [InlineData("Create", null, BodyFraming.Chunks)]
    [InlineData("Create", null, BodyFraming.Close)]
    [InlineData("Update", "quay", BodyFraming.Chunks)]
    public async Task A_response_of_fifty_megabytes_fails_the_deployment_and_not_the_process(string requestType, string? physicalId, BodyFraming framing)
    {
        await using var flood = new FloodServer(framing, 50 * MegaByte);
        await using var function = await StartAsync(new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL_ECR"] = flood.Uri.AbsoluteUri,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
        });

        var response = await function.RequestAsync(requestType, physicalId, ("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io"));

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("the response (HTTP 200) is longer than 1,048,576 bytes and was not read to its end");
        flood.Requests.ShouldBeGreaterThan(0);
        function.PeakResidentBytes.ShouldBeLessThan(100 * MegaByte);
    }
}
