using EcrPtcLambda.Acceptance.Rows;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Acceptance.Handler;

/// <summary>
/// Runs the handler's executable in its own process, with a Lambda Runtime API and a response bucket on the loopback address.
/// </summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    // The timeouts of the template and of Lambda's initialization phase.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    private readonly EmulatedAws aws;
    private readonly EmulatedAwsServer server;
    private readonly EcrProxy proxy;
    private readonly string executable;
    private LambdaSandbox? sandbox;

    private HandlerProcess(EmulatedAws aws, EmulatedAwsServer server, EcrProxy proxy, string executable)
    {
        this.aws = aws;
        this.server = server;
        this.proxy = proxy;
        this.executable = executable;
    }

    /// <exception cref="AcceptanceException">The executable doesn't exist.</exception>
    public static async Task<HandlerProcess> StartAsync(string executable, string accountId, string region, EcrProxy proxy, CancellationToken cancellationToken)
    {
        if (!File.Exists(executable))
        {
            throw new AcceptanceException($"There is no handler at {executable}: build it with `make publish`.");
        }

        var aws = new EmulatedAws(new() { AccountId = accountId, Region = region });
        return new(aws, await aws.ListenAsync(cancellationToken: cancellationToken), proxy, Path.GetFullPath(executable));
    }

    /// <summary>Creates a response URL on the loopback address, signed now.</summary>
    public string CreateResponseUrl(string stackId, string logicalId, string requestId) => aws.Responses.CreateResponseUrl(stackId, logicalId, requestId, server.Endpoint);

    /// <summary>Delivers an event and waits for the response.</summary>
    /// <exception cref="RowFailedException">There was no response.</exception>
    public async Task<CloudFormationResponse> DeliverAsync(byte[] payload, string responseUrl, CancellationToken cancellationToken)
    {
        var target = new Uri(responseUrl, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }).PathAndQuery;
        var before = aws.Responses.Responses.Count(response => response.Target == target);
        sandbox ??= LambdaSandbox.Start(executable, server, new Dictionary<string, string?> { ["AWS_ENDPOINT_URL_ECR"] = proxy.Endpoint.GetLeftPart(UriPartial.Authority) });
        using var limit = new CancellationTokenSource(Timeout + InitTimeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var invoking = aws.Lambda.InvokeAsync(payload, new() { Timeout = Timeout }, either.Token);
        var ending = sandbox.WaitForExitAsync(either.Token);
        await Task.WhenAny(invoking, ending);
        cancellationToken.ThrowIfCancellationRequested();
        var result = invoking.IsCompletedSuccessfully ? await invoking : null;
        await either.CancelAsync();
        if (result is null or InvocationResult.TimedOut)
        {
            await EndAsync();
        }

        var responses = aws.Responses.Responses.Where(response => response.Target == target).ToList();
        return responses.Count == before
            ? throw new RowFailedException($"The handler did not respond: {result?.ToString() ?? "its process ended"}")
            : responses[^1] is { Rejection: { } rejection } ? throw new RowFailedException($"CloudFormation would reject the response: {rejection}") : responses[^1];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await server.DisposeAsync();
        aws.Dispose();
    }

    private async Task EndAsync()
    {
        if (sandbox is { } ended)
        {
            sandbox = null;
            await ended.DisposeAsync();
        }
    }
}
