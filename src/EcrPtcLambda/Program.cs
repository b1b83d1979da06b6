using System.Security.Cryptography;
using Amazon.ECR.Model;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Networking;

namespace EcrPtcLambda.Bootstrap;

/// <summary>The bootstrap: creates the function's objects and passes events from the Lambda Runtime API to the handler.</summary>
internal static class Program
{
    private const string NoFile = "/dev/null";

    private static Task Main()
    {
        // Read first, before this process changes variables of the environment.
        var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);

        // Here because it affects the whole process, and setenv is safe only while no other thread runs.
        var trust = TlsTrust.From(settings);
        if (trust.OverridesSystemStore)
        {
            SystemTrustStoreOverride.TryApply(trust.Roots is TrustedRoots.Bundle ? [] : AmazonRoots.ReadFirstPem());
        }

        // The Runtime API is on this machine. RuntimeSupport's own client would use the proxy in the environment.
        HttpClient.DefaultProxy = new DirectProxy();

        // Loading OpenSSL takes as long as most of the remaining start, and can run in parallel.
        _ = Task.Run(static () => SHA256.HashData([]));
        return RunAsync(settings);
    }

    /// <param name="settings">The environment variables at the start of the process.</param>
    /// <param name="runtimeApi">The client for the Runtime API. Null for the package's own client.</param>
    /// <param name="cancellationToken">Ends the loop between two events.</param>
    internal static async Task RunAsync(FunctionSettings settings, HttpClient? runtimeApi = null, CancellationToken cancellationToken = default)
    {
        // If this variable is set, the serializer prints whole events, including the response URL's signature.
        Environment.SetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG", null);

        // The SDK would read settings from a user's AWS profile files.
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

    // Prepares Amazon ECR calls before the first event. A failure is ignored: it recurs inside an invocation, where it can be reported.
    private static void TryPrepare(EcrConnection connection, Connections ecr)
    {
        try
        {
            ecr.Preconnect(new(connection.Client.DetermineServiceOperationEndpoint(new DescribePullThroughCacheRulesRequest()).URL));
        }
#pragma warning disable CA1031 // A failure that a response can report must not keep the function from its first event.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The failure recurs inside an invocation.
        }
    }
}
