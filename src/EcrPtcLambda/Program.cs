using System.Security.Cryptography;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Trust;

namespace EcrPtcLambda;

/// <summary>The bootstrap: puts the parts together and hands events from the Lambda Runtime API to the function.</summary>
internal static class Program
{
    private const string NoFile = "/dev/null";

    private static Task Main()
    {
        // Read once and first: afterwards the environment may hold what we put there, and not the operator's choice.
        var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);

        // Here and not below: it is for the whole process, and setenv is for a process that has no other threads at work yet.
        var trust = TrustPlan.Of(settings);
        if (trust.NarrowsPlatform)
        {
            PlatformStore.TryNarrow(trust.Roots is TrustedRoots.OfBundle ? [] : AmazonRoots.ReadFirstPem());
        }

        // The Runtime API is on this machine: where the environment names a proxy, RuntimeSupport's own client would ask that for events.
        HttpClient.DefaultProxy = new DirectProxy();

        // Loading OpenSSL takes as long as most of the rest, and needs none of it.
        _ = Task.Run(static () => SHA256.HashData([]));
        return RunAsync(settings);
    }

    /// <param name="settings">What the environment said when the process began.</param>
    /// <param name="runtimeApi">What carries the Runtime API's requests; the package's own client where it is null.</param>
    /// <param name="cancellationToken">Ends the loop between two events.</param>
    internal static async Task RunAsync(FunctionSettings settings, HttpClient? runtimeApi = null, CancellationToken cancellationToken = default)
    {
        // The serializer would print whole events, and with them the response URL's signature, where this is set.
        Environment.SetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG", null);

        // The SDK reads the files of a person's AWS profile, wherever it finds them, for settings that are none of ours.
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", NoFile);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", NoFile);

        var random = new Random();
        var tls = ServerTrust.Options(TrustPlan.Of(settings));
        using var ecr = new Connections(tls, TimeProvider.System);
        using var bucket = new Connections(tls, TimeProvider.System);
        using var responses = new HttpClient(bucket.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        await using var output = Console.OpenStandardOutput();

        var client = TryPrepare(settings, ecr);
        var function = new CustomResourceFunction(
            settings,
            new SourceGeneratorLambdaJsonSerializer<WireJson>(),
            () => client ??= EcrClientFactory.Create(settings.Region, ecr.Handler),
            responses,
            TimeProvider.System,
            random.NextDouble,
            output,
            bucket.OpenAhead);

        using var bootstrap = LambdaBootstrapBuilder
            .Create((Stream input, Amazon.Lambda.Core.ILambdaContext context) => function.HandleAsync(input, context))
            .UseHttpClient(runtimeApi)
            .Build();
        await bootstrap.RunAsync(cancellationToken);
        client?.Dispose();
    }

    // What can be done for ECR before there is an event. A failure is forgotten: it comes again inside an invocation, which can answer.
    private static IAmazonECR? TryPrepare(FunctionSettings settings, Connections ecr)
    {
        try
        {
            var client = EcrClientFactory.Create(settings.Region, ecr.Handler);
            ecr.OpenAhead(new(client.DetermineServiceOperationEndpoint(new DescribePullThroughCacheRulesRequest()).URL));
            return client;
        }
#pragma warning disable CA1031 // Nothing that an answer could tell may keep the function from its first event.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
