using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>The two responses of a container engine's API that describe its network, at a socket of the test.</summary>
internal sealed class EngineApi : IAsyncDisposable
{
    private readonly WebApplication application;

    private EngineApi(WebApplication application) => this.application = application;

    /// <summary>The responses of podman 4.3, which creates its bridge with the first container.</summary>
    public const string Podman = """{"OperatingSystem":"debian","SecurityOptions":["name=seccomp,profile=default"]}""";

    /// <summary>The responses of Docker Desktop.</summary>
    public const string DockerDesktop = """{"OperatingSystem":"Docker Desktop","SecurityOptions":["name=seccomp,profile=unconfined","name=cgroupns"]}""";

    /// <summary>The responses of rootless Docker.</summary>
    public const string RootlessDocker = """{"OperatingSystem":"Debian GNU/Linux 12 (bookworm)","SecurityOptions":["name=seccomp,profile=default","name=rootless"]}""";

    public static string Bridge(string subnet, string gateway) =>
        $$$"""{"Name":"bridge","Driver":"bridge","IPAM":{"Driver":"default","Config":[{"Subnet":"{{{subnet}}}","Gateway":"{{{gateway}}}"}]}}""";

    /// <param name="socket">The path of the socket.</param>
    /// <param name="information">The response to <c>/info</c>.</param>
    /// <param name="network">The response to <c>/networks/bridge</c>; null where there is no such network.</param>
    public static async Task<EngineApi> StartAsync(string socket, string information, string? network)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        var application = builder.Build();
        application.Run(context => context.Request.Path.Value switch
        {
            "/info" => context.Response.WriteAsync(information),
            "/networks/bridge" when network is not null => context.Response.WriteAsync(network),
            _ => NotFoundAsync(context),
        });
        await application.StartAsync();
        return new(application);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return context.Response.WriteAsync("""{"message":"no such network"}""");
    }
}
