using System.Globalization;
using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Bench.Emulation;

/// <summary>
/// The emulated AWS for all candidates of a run: Amazon ECR and the response bucket with TLS on separate addresses, and the Runtime API
/// without TLS.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    // More than a registry's quota: a stack of 200 rules represents stacks in several Regions.
    private const int Quota = 1000;
    private const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/bench/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private static readonly string[] Operations = ["DescribePullThroughCacheRules", "CreatePullThroughCacheRule"];

    private readonly EmulatedAws aws;
    private readonly BenchAuthority authority;
    private readonly TrustFiles trust;
    private readonly EmulatedAwsServer ecr;
    private readonly EmulatedAwsServer responses;
    private int events;

    private Stage(EmulatedAws aws, BenchAuthority authority, EmulatedAwsServer ecr, EmulatedAwsServer responses)
    {
        this.aws = aws;
        this.authority = authority;
        this.ecr = ecr;
        this.responses = responses;
        trust = new(authority.ExportRootPem());
        aws.Ecr.Quota = Quota;
        aws.CallLog.Recorded += (_, entry) => Calls.Add(entry);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>The calls to Amazon ECR and the bucket.</summary>
    public CallRecord Calls { get; } = new(TimeProvider.System);

    public static async Task<Stage> OpenAsync(CancellationToken cancellationToken)
    {
        var aws = new EmulatedAws();
        var authority = new BenchAuthority(TimeProvider.System);
        var ecr = await aws.ListenAsync(certificate: authority.Certificate, cancellationToken: cancellationToken);
        var responses = await aws.ListenAsync(certificate: authority.Certificate, cancellationToken: cancellationToken);
        return new(aws, authority, ecr, responses);
    }

    /// <summary>Starts a process of a candidate.</summary>
    public LambdaSandbox Start(Candidate candidate)
    {
        var environment = new Dictionary<string, string?>(trust.VariablesFor(candidate.Kind.Trust))
        {
            ["ECR_PTC_RESPONSE_HOSTS"] = responses.Endpoint.Authority,
            // Otherwise Node.js spends part of its start on a deprecation warning.
            ["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true",
        };
        return LambdaSandbox.Start(candidate.Executable, ecr, environment, candidate.Arguments);
    }

    /// <summary>Waits until the given number of processes request an event.</summary>
    /// <param name="sandbox">A process whose exit ends the wait.</param>
    /// <exception cref="CandidateException">The number was not reached.</exception>
    public async Task WaitForPollersAsync(int count, LambdaSandbox sandbox, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var polled = aws.Lambda.WaitForPollersAsync(count, patience.Token);
        await Task.WhenAny(polled, sandbox.WaitForExitAsync(patience.Token), Task.Delay(Patience, Clock, patience.Token));
        var isPolled = polled.IsCompletedSuccessfully;
        await patience.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (!isPolled)
        {
            throw new CandidateException($"it requested no event; its output: {string.Join(' ', sandbox.Log.Take(10))}");
        }
    }

    /// <summary>Ends processes. Later requests for an event come from processes that start later.</summary>
    public async Task EndAsync(params IReadOnlyCollection<LambdaSandbox> sandboxes)
    {
        foreach (var sandbox in sandboxes)
        {
            await sandbox.DisposeAsync();
        }

        using var patience = new CancellationTokenSource(Patience, Clock);
        await aws.Lambda.WaitForPollersAsync(0, patience.Token);
    }

    /// <summary>Creates a Create event for a rule for Amazon ECR Public, with its own prefix.</summary>
    public RuleEvent Next()
    {
        var number = Interlocked.Increment(ref events);
        var prefix = string.Create(CultureInfo.InvariantCulture, $"bench-{number}");
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{number:x12}";
        var url = aws.Responses.CreateResponseUrl(StackId, "Rule", requestId, responses?.Endpoint);
        var request = new CloudFormationRequest(
            "Create", url, StackId, requestId, "Rule", null, [("EcrRepositoryPrefix", prefix), ("UpstreamRegistryUrl", "public.ecr.aws")]);
        return new(prefix, url, request.ToJson());
    }

    /// <summary>Delivers an event, and waits for its response and the end of its invocation.</summary>
    /// <exception cref="CandidateException">The response isn't SUCCESS, or there is no rule.</exception>
    public async Task DeliverAsync(RuleEvent @event, CancellationToken cancellationToken)
    {
        var result = await aws.Lambda.InvokeAsync(@event.Payload, null, cancellationToken);
        if (result is not InvocationResult.Succeeded)
        {
            throw new CandidateException($"an event came to {result}");
        }

        var response = aws.Responses.ResponseToAsync(@event.ResponseUrl, cancellationToken);
        if (!response.IsCompletedSuccessfully || await response is not { Status: "SUCCESS", Rejection: null } || aws.Ecr.Find(@event.Prefix) is null)
        {
            throw new CandidateException($"the response to an event was {(response.IsCompletedSuccessfully ? await response : "missing")}");
        }
    }

    /// <summary>Removes an event's rule.</summary>
    public void Remove(RuleEvent @event) => aws.Ecr.Remove(@event.Prefix);

    /// <summary>Sets the rate limit of each operation from now on.</summary>
    public void Limit(RequestRate rate) => Array.ForEach(Operations, operation => aws.Ecr.Limit(operation, rate.PerSecond, rate.Burst));

    public async ValueTask DisposeAsync()
    {
        await responses.DisposeAsync();
        await ecr.DisposeAsync();
        aws.Dispose();
        trust.Dispose();
        authority.Dispose();
    }
}
