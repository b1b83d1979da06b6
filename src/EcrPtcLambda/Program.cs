using Amazon.ECR;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Trust;

namespace EcrPtcLambda;

/// <summary>The bootstrap: puts the parts together and hands events from the Lambda Runtime API to the function.</summary>
internal static class Program
{
    private static Task Main()
    {
        // Read once and first: afterwards the environment may hold what we put there, and not the operator's choice.
        var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);

        // Here and not below: it is for the whole process, and setenv is for a process that has no other threads at work yet.
        if (TrustPlan.Of(settings).NarrowsPlatform)
        {
            PlatformStore.TryNarrow();
        }

        return RunAsync(settings);
    }

    /// <param name="settings">What the environment said when the process began.</param>
    /// <param name="runtimeApi">What carries the Runtime API's requests; the package's own client where it is null.</param>
    /// <param name="cancellationToken">Ends the loop between two events.</param>
    internal static async Task RunAsync(FunctionSettings settings, HttpClient? runtimeApi = null, CancellationToken cancellationToken = default)
    {
        // The serializer would print whole events, and with them the response URL's signature, where this is set.
        Environment.SetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG", null);

        var random = new Random();
        var tls = ServerTrust.Options(TrustPlan.Of(settings));
        using var ecrHandler = Connections.Create(tls);
        using var responses = new HttpClient(Connections.Create(tls)) { Timeout = Timeout.InfiniteTimeSpan };
        await using var output = Console.OpenStandardOutput();

        // Not in case of an error: whatever can fail does so inside an invocation, which can answer.
        IAmazonECR? client = null;
        var function = new CustomResourceFunction(
            settings,
            new SourceGeneratorLambdaJsonSerializer<WireJson>(),
            () => client ??= EcrClientFactory.Create(settings.Region, ecrHandler),
            responses,
            TimeProvider.System,
            random.NextDouble,
            output);

        using var bootstrap = LambdaBootstrapBuilder
            .Create((Stream input, Amazon.Lambda.Core.ILambdaContext context) => function.HandleAsync(input, context))
            .UseHttpClient(runtimeApi)
            .Build();
        await bootstrap.RunAsync(cancellationToken);
        client?.Dispose();
    }
}
