using EcrPtcLambda.Emulator;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>How much a cold start does: counts, which are the same on every machine, where times aren't.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public async Task A_cold_start_opens_one_connection_to_ECR_and_one_to_the_response_bucket()
    {
        await using var function = await ColdFunction.AnswerOnceAsync();

        (function.Ecr.Connections, function.Bucket.Connections).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_rule_without_a_credential_takes_two_calls_to_ECR_and_one_answer()
    {
        await using var function = await ColdFunction.AnswerOnceAsync();

        function.Aws.Journal.Entries.Select(entry => entry.Operation)
            .ShouldBe(["DescribePullThroughCacheRules", "CreatePullThroughCacheRule", Faults.PutAnswer]);
    }

    [SkippableFact]
    public async Task A_cold_start_opens_no_store_of_certificates_and_no_configuration()
    {
        SkipWithoutStrace();
        await using var function = await ColdFunction.AnswerOnceAsync(isTraced: true);

        function.Opened.ShouldNotBeEmpty();
        function.Opened.Where(path => path.Contains("/.aws", StringComparison.Ordinal)
            || path.StartsWith("/etc/ssl/certs", StringComparison.Ordinal)
            || path.StartsWith("/usr/lib/ssl/certs", StringComparison.Ordinal)
            || path.EndsWith("ca-certificates.crt", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_cold_start_looks_up_each_host_once()
    {
        SkipWithoutStrace();
        await using var function = await ColdFunction.AnswerOnceAsync(isTraced: true);

        // ECR's and the bucket's, which bear one name here; the Runtime API's is an address.
        function.Opened.Count(path => path == "/etc/hosts").ShouldBe(2);
    }

    private static void SkipWithoutStrace() =>
        Skip.IfNot(File.Exists("/usr/bin/strace"), "There is no strace on this machine to see the opened files with.");
}
