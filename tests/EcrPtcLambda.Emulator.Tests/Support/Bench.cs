using Amazon.ECR;
using EcrPtcLambda.Emulator.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EcrPtcLambda.Emulator.Tests.Support;

/// <summary>An emulated AWS whose time stands still, with clients at the door within the process.</summary>
internal sealed class Bench : IDisposable
{
    private readonly HttpMessageHandler handler;

    public Bench(EmulatedAwsOptions? options = null)
    {
        Aws = new((options ?? new()) with { Clock = Clock });
        handler = Aws.CreateHandler();
        Ecr = EcrClients.Create(handler, Aws.Options);
        Http = new(handler, disposeHandler: false);
    }

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public EmulatedAws Aws { get; }

    public AmazonECRClient Ecr { get; }

    public HttpClient Http { get; }

    public void Dispose()
    {
        Http.Dispose();
        Ecr.Dispose();
        handler.Dispose();
        Aws.Dispose();
    }
}
