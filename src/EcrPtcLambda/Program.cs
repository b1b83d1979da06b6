using System.Security.Cryptography;
using Amazon.ECR.Model;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Networking;

namespace EcrPtcLambda.Bootstrap;

/// <summary>The bootstrap: puts the parts together and hands events from the Lambda Runtime API to the function.</summary>
internal static class Program
{
    private const string NoFile = "/dev/null";

    private static Task Main()
    {
        // Read once and first: afterwards the environment may hold what we put there, and not the operator's choice.
        var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);

        // Here and not below: it is for the whole process, and setenv is for a process that has no other threads at work yet.
        var trust = TlsTrust.From(settings);
        if (trust.OverridesSystemStore)
        {
            SystemTrustStoreOverride.TryApply(trust.Roots is TrustedRoots.Bundle ? [] : AmazonRoots.ReadFirstPem());
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

        var tls = TlsClientOptions.From(TlsTrust.From(settings));
        using var ecr = new Connections(tls, TimeProvider.System);
        using var bucket = new Connections(tls, TimeProvider.System);
        using var responses = new HttpClient(bucket.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        await using var output = Console.OpenStandardOutput();

        using var connection = new EcrConnection(ecr.Handler, TimeProvider.System, settings.Region);
        TryPrepare(connection, ecr);
        var handler = new CustomResourceHandler(
            settings,
            new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(),
            connection,
            responses,
            TimeProvider.System,
            new Random(),
            output,
            bucket);

        using var bootstrap = LambdaBootstrapBuilder
            .Create((Stream input, Amazon.Lambda.Core.ILambdaContext context) => handler.HandleAsync(input, context))
            .UseHttpClient(runtimeApi)
            .Build();
        await bootstrap.RunAsync(cancellationToken);
    }

    // What can be done for ECR before there is an event. A failure is forgotten: it comes again inside an invocation, which can answer.
    private static void TryPrepare(EcrConnection connection, Connections ecr)
    {
        try
        {
            ecr.Preconnect(new(connection.Client.DetermineServiceOperationEndpoint(new DescribePullThroughCacheRulesRequest()).URL));
        }
#pragma warning disable CA1031 // Nothing that an answer could tell may keep the function from its first event.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The same comes again inside an invocation.
        }
    }
}
