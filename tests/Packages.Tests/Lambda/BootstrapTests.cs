using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Packages.Tests.Lambda;

/// <summary>A bootstrap over a scripted Runtime API.</summary>
public abstract class BootstrapTests : ProcessWideTests
{
    private readonly HttpClient _client;

    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns the handler.")]
    protected BootstrapTests()
    {
        Api = new ScriptedRuntimeApi();
        _client = new HttpClient(Api, disposeHandler: true);
    }

    protected static ILambdaSerializer Serializer { get; } = new SourceGeneratorLambdaJsonSerializer<TestJson>();

    protected ScriptedRuntimeApi Api { get; }

    protected HttpClient Client => _client;

    protected async Task RunAsync(LambdaBootstrapBuilder builder)
    {
        using var bootstrap = builder
            .UseHttpClient(_client)
            .ConfigureOptions(options => options.RuntimeApiEndpoint = ScriptedRuntimeApi.Endpoint)
            .Build();
        await bootstrap.RunAsync(Api.Ended);
    }

    protected Task RunAsync(Func<Stream, ILambdaContext, Task<Stream>> handler) => RunAsync(LambdaBootstrapBuilder.Create(handler));

    protected Task EchoAsync() => RunAsync((input, _) => Task.FromResult(input));

    protected static Task<Stream> Fail(Exception exception) => Task.FromException<Stream>(exception);

    protected override void Dispose(bool disposing)
    {
        _client.Dispose();
        base.Dispose(disposing);
    }
}
