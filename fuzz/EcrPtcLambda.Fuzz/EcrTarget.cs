using Amazon.Runtime;
using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace EcrPtcLambda.Fuzz;

/// <summary>
/// Uses the input as the response of Amazon ECR to each of the five calls. Each call must return a result or a reportable error.
/// </summary>
internal sealed class EcrTarget : IFuzzTarget
{
    private static readonly AwsContext AwsContext = new("123456789012", "us-east-1", "aws", "amazonaws.com");

    private static readonly PullThroughCacheRule Rule = new(
        new(AwsContext.AccountId, "docker-hub"), "registry-1.docker.io", "docker-hub",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf", null, RuleKey.Root, true, OnExisting.Fail);

    private static readonly LiveRule Live = new(
        Rule.Key, Rule.UpstreamRegistryUrl, Rule.UpstreamRegistry, Rule.CredentialArn, Rule.CustomRoleArn, Rule.UpstreamRepositoryPrefix, DateTimeOffset.UnixEpoch, null);

    // The SDK stores a server's clock skew by endpoint for the whole process. The input controls this server's clock, so no other client in
    // the process may use its endpoint.
    private const string Region = "me-south-1";

    private readonly Responder network = new();
    private readonly EcrConnection connection;

    public EcrTarget() => connection = new(network, TimeProvider.System, Region, new BasicAWSCredentials("AKIDEXAMPLE", "secret"), maxErrorRetry: 0);

    public void Feed(byte[] input)
    {
        network.Response = input;
        var clock = new VirtualTime(DateTimeOffset.UnixEpoch);
        var gateway = new EcrGateway(connection, clock, new Backoff(clock, new FixedRandom(0.5)), NullLogger.Instance);
        Call(clock, token => gateway.DescribeAsync(Rule.Key, token));
        Call(clock, token => gateway.CreateAsync(Rule, token));
        Call(clock, token => gateway.UpdateAsync(Live, Rule.CredentialArn, null, token));
        Call(clock, token => gateway.DeleteAsync(Rule.Key, token));
        Call(clock, token => gateway.ValidateAsync(Rule.Key, token));
    }

    public void Dispose()
    {
        connection.Dispose();
        network.Dispose();
    }

    private static void Call(VirtualTime clock, Func<CancellationToken, Task> call)
    {
        // Long enough for two throttled attempts.
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(250), clock);
        try
        {
            call(limit.Token).GetAwaiter().GetResult();
        }
        catch (EcrException exception)
        {
            var reason = ReasonFormatter.Format(exception.Error, Rule.Key, AwsContext, aftermath: null);
            BrokenPromiseException.Unless(!string.IsNullOrWhiteSpace(reason), "a failure has no Reason");
            BrokenPromiseException.Unless(exception.Error.ExceptionName.Length > 0, "a failure has no name");
        }
    }

    private sealed class Responder : HttpMessageHandler
    {
        public byte[] Response { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(HttpText.Read(Response, request));
    }
}
