using System.Net;
using System.Text;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Recordings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Acceptance.Handler;

/// <summary>
/// A proxy on the loopback address between the handler and Amazon ECR that records the handler's calls and signs them. The handler's
/// process doesn't have the operator's credentials.
/// </summary>
internal sealed class EcrProxy : IAsyncDisposable
{
    private readonly WebApplication application;

    private EcrProxy(WebApplication application, Uri endpoint)
    {
        this.application = application;
        Endpoint = endpoint;
    }

    /// <summary>The value of AWS_ENDPOINT_URL_ECR for the handler.</summary>
    public Uri Endpoint { get; }

    public static async Task<EcrProxy> StartAsync(EcrWire wire, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(context => ForwardAsync(context, wire));
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new(application, new(addresses.Addresses.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await application.StopAsync(soon.Token);
        await application.DisposeAsync();
    }

    private static async Task ForwardAsync(HttpContext context, EcrWire wire)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        try
        {
            var reply = await wire.CallAsync(RecordedCaller.Handler, target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..], body, context.RequestAborted);
            context.Response.StatusCode = reply.Status;
            context.Response.ContentType = EcrWire.ContentType;
            context.Response.Headers["x-amzn-RequestId"] = reply.RequestId;
            await context.Response.WriteAsync(reply.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
    }
}
