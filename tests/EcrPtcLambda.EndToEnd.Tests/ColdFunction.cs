using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Responses;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>A process of the native executable from its start to its first answer, with ECR and the response bucket behind TLS at an address each, as in AWS.</summary>
public sealed partial class ColdFunction : IAsyncDisposable
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromMinutes(2), TimeProvider.System);
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly string root;
    private readonly string trace = Path.GetTempFileName();

    private ColdFunction() => root = authority.WritePem();

    public EmulatedAws Aws { get; } = new();

    public EmulatedAwsServer Ecr { get; private set; } = null!;

    public EmulatedAwsServer Bucket { get; private set; } = null!;

    /// <summary>The files that the process opened, or tried to, in order; a file that was opened twice is here twice.</summary>
    public IReadOnlyList<string> Opened { get; private set; } = [];

    /// <summary>Starts a process, and waits until it has answered a Create and asks for another event.</summary>
    /// <param name="isTraced">Whether <see cref="Opened"/> is wanted, which takes strace.</param>
    public static async Task<ColdFunction> AnswerOnceAsync(bool isTraced = false)
    {
        var function = new ColdFunction();
        function.Ecr = await function.Aws.ListenAsync(certificate: function.authority.Issue());
        function.Bucket = await function.Aws.ListenAsync(certificate: function.authority.Issue());
        await function.RunAsync(isTraced);
        return function;
    }

    public async ValueTask DisposeAsync()
    {
        await Ecr.DisposeAsync();
        await Bucket.DisposeAsync();
        Aws.Dispose();
        authority.Dispose();
        limit.Dispose();
        File.Delete(root);
        File.Delete(trace);
    }

    private async Task RunAsync(bool isTraced)
    {
        var bootstrap = NativeFunction.Metadata("Bootstrap");
        var environment = new Dictionary<string, string?> { ["AWS_CA_BUNDLE"] = root, ["ECR_PTC_RESPONSE_HOSTS"] = Bucket.Endpoint.Authority };
        await using var sandbox = isTraced
            ? LambdaSandbox.Start("strace", Ecr, environment, ["-f", "-qq", "-e", "trace=open,openat", "-o", trace, bootstrap])
            : LambdaSandbox.Start(bootstrap, Ecr, environment);
        await Aws.Lambda.WaitForPollersAsync(1, limit.Token);

        const string RequestId = "7b7a3a1e-6a1e-4f0e-8f4f-000000000001";
        var url = Aws.Responses.CreateResponseUrl(NativeFunction.StackId, "Rule", RequestId, Bucket);
        var request = new CloudFormationRequest(
            "Create", url, NativeFunction.StackId, RequestId, "Rule", null, [("EcrRepositoryPrefix", "public"), ("UpstreamRegistryUrl", "public.ecr.aws")]);
        (await Aws.Lambda.InvokeAsync(request.ToJson(), null, limit.Token)).ShouldBeOfType<InvocationResult.Succeeded>();
        (await Aws.Responses.AnswerToAsync(url, limit.Token)).Status.ShouldBe("SUCCESS");
        await Aws.Lambda.WaitForPollersAsync(1, limit.Token);

        sandbox.Kill();
        await sandbox.WaitForExitAsync(limit.Token);
        Opened = [.. (await File.ReadAllLinesAsync(trace, limit.Token)).Select(line => OpenedPath().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("open(?:at)?\\([^\"]*\"([^\"]*)\"")]
    private static partial Regex OpenedPath();
}
