namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>AWS's own clients take the emulated ECR for ECR, and our client speaks as they do.</summary>
public sealed class ConformanceTests(Runs runs) : IClassFixture<Runs>
{
    public const string DotNet = ".NET";
    public const string Boto3 = "boto3";
    public const string JavaScript = "JavaScript";
    public const string Cli = "aws CLI";

    private static readonly string[] Operations =
    [
        "CreatePullThroughCacheRule", "DeletePullThroughCacheRule", "DescribePullThroughCacheRules", "UpdatePullThroughCacheRule", "ValidatePullThroughCacheRule",
    ];

    private static readonly string[] ModelledErrors =
    [
        "InvalidParameterException", "LimitExceededException", "PullThroughCacheRuleAlreadyExistsException", "PullThroughCacheRuleNotFoundException",
        "SecretNotFoundException", "ServerException", "UnableToAccessSecretException", "UnableToDecryptSecretValueException",
        "UnsupportedUpstreamRegistryException", "ValidationException",
    ];

    [Fact]
    public void The_steps_have_every_operation_succeed() =>
        Step.All.Where(step => step.Error is null).Select(step => step.Operation).Distinct().Order(StringComparer.Ordinal).ShouldBe(Operations);

    [Fact]
    public void The_steps_have_every_modelled_error() =>
        Step.All.Select(step => step.Error).Intersect(ModelledErrors).Order(StringComparer.Ordinal).ShouldBe(ModelledErrors);

    [SkippableTheory]
    [InlineData(DotNet)]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    [InlineData(Cli)]
    public async Task Every_step_returns_the_expected_result(string client)
    {
        var run = await runs.OfAsync(client);

        run.Results.Select(result => (result.Step, result.Code)).ShouldBe(Step.All.Select(step => (step.Name, step.Error)));
        run.Results.ShouldAllBe(result => result.Ok == (result.Code == null));
    }

    [SkippableTheory]
    [InlineData(DotNet)]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    [InlineData(Cli)]
    public async Task Every_step_is_sent_once_with_its_operation_and_its_input(string client)
    {
        var run = await runs.OfAsync(client);

        run.Journal.Select(Wire).ShouldBe(Step.All.Select(step => $"{step.Operation} {CanonicalJson.From(step.Input)}"));
    }

    [SkippableTheory]
    [InlineData(DotNet, "AmazonECRException")]
    [InlineData(Boto3, "ClientError")]
    [InlineData(JavaScript, "ECRServiceException")]
    public async Task An_error_of_the_model_is_of_its_class_and_any_other_of_the_base_class(string client, string baseClass)
    {
        var run = await runs.OfAsync(client);

        run.Results.Select(result => (result.Step, result.Class)).ShouldBe(
            Step.All.Select(step => (step.Name, step.Error is null || ModelledErrors.Contains(step.Error) ? step.Error : baseClass)));
    }

    [SkippableTheory]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    [InlineData(Cli)]
    public async Task Another_client_sends_what_ours_sends(string client)
    {
        var (theirs, ours) = (await runs.OfAsync(client), await runs.OfAsync(DotNet));

        theirs.Journal.Select(Wire).ShouldBe(ours.Journal.Select(Wire));
    }

    [SkippableTheory]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    [InlineData(Cli)]
    public async Task Another_client_reads_the_same_responses_as_ours(string client)
    {
        var (theirs, ours) = (await runs.OfAsync(client), await runs.OfAsync(DotNet));

        theirs.Results.Select(result => $"{result.Step}: {result.Fields}").ShouldBe(ours.Results.Select(result => $"{result.Step}: {result.Fields}"));
    }

    [SkippableTheory]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    [InlineData(Cli)]
    public async Task Another_client_reads_the_errors_that_ours_reads(string client)
    {
        var (theirs, ours) = (await runs.OfAsync(client), await runs.OfAsync(DotNet));

        theirs.Results.Select(result => (result.Step, result.Code, result.Message)).ShouldBe(ours.Results.Select(result => (result.Step, result.Code, result.Message)));
    }

    [SkippableTheory]
    [InlineData(Boto3)]
    [InlineData(JavaScript)]
    public async Task Another_client_reads_the_status_that_ours_reads(string client)
    {
        var (theirs, ours) = (await runs.OfAsync(client), await runs.OfAsync(DotNet));

        theirs.Results.Select(result => (result.Step, result.Status)).ShouldBe(ours.Results.Select(result => (result.Step, result.Status)));
    }

    private static string Wire(LoggedCall entry) => $"{entry.Operation} {CanonicalJson.From(entry.Request)}";
}
