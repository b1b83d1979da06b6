using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Emulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>
/// An emulated AWS on an address of this machine, by default the loopback address. One port serves all services. If it uses TLS, a second
/// port serves the Lambda Runtime API, which is always plain HTTP.
/// </summary>
public sealed class EmulatedAwsServer : IAsyncDisposable
{
    private readonly EmulatedAws aws;
    private readonly WebApplication application;
    private readonly ConnectionCounts connections;

    private EmulatedAwsServer(EmulatedAws aws, WebApplication application, ConnectionCounts connections, Uri endpoint, Uri plainEndpoint)
    {
        this.aws = aws;
        this.application = application;
        this.connections = connections;
        Endpoint = endpoint;
        PlainEndpoint = plainEndpoint;
    }

    /// <summary>
    /// The endpoint of Amazon ECR and the response bucket, such as <c>http://127.0.0.1:9000/</c>, or <c>https://localhost:9000/</c> with a
    /// certificate.
    /// </summary>
    public Uri Endpoint { get; }

    /// <summary>
    /// The endpoint of the same services without TLS, and of the Lambda Runtime API. Without a certificate it is <see cref="Endpoint"/>.
    /// </summary>
    public Uri PlainEndpoint { get; }

    /// <summary>The number of connections to <see cref="Endpoint"/> so far, including connections without requests.</summary>
    public int Connections => Endpoint == PlainEndpoint ? connections.Plain : connections.Tls;

    /// <summary>The number of connections to <see cref="PlainEndpoint"/> so far.</summary>
    public int PlainConnections => connections.Plain;

    /// <summary>The environment variables with which a process uses this AWS instead of the real one.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var environment = new Dictionary<string, string>
            {
                ["AWS_LAMBDA_RUNTIME_API"] = PlainEndpoint.Authority,
                ["AWS_ENDPOINT_URL_ECR"] = Endpoint.GetLeftPart(UriPartial.Authority),
                ["ECR_PTC_RESPONSE_HOSTS"] = string.Join(',', new[] { Endpoint.Authority, PlainEndpoint.Authority }.Distinct()),
                ["AWS_REGION"] = aws.Options.Region,
                ["AWS_DEFAULT_REGION"] = aws.Options.Region,
                ["AWS_ACCESS_KEY_ID"] = aws.Options.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = aws.Options.SecretAccessKey,
                ["AWS_LAMBDA_FUNCTION_NAME"] = "ecr-ptc",
                ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
                ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
                ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/ecr-ptc",
                ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/08/22/[$LATEST]0123456789abcdef0123456789abcdef",
                ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            };
            if (aws.Options.SessionToken is { } token)
            {
                environment["AWS_SESSION_TOKEN"] = token;
            }

            return environment;
        }
    }

    /// <summary>Stops the server, including pending requests.</summary>
    public async ValueTask DisposeAsync()
    {
        aws.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await application.StopAsync(soon.Token);
        await application.DisposeAsync();
    }

    internal static async Task<EmulatedAwsServer> StartAsync(
        EmulatedAws aws, Router router, ListeningAddress address, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var connections = new ConnectionCounts();
        var handshake = certificate is null ? null : Tls(certificate);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address.Address, certificate is null ? address.Port : 0, listener => listener.Use(connections.CountPlain));
            if (certificate is not null)
            {
                kestrel.Listen(address.Address, address.Port, listener =>
                {
                    listener.Use(connections.CountTls);
                    listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(handshake!) });
                });
            }
        });
        if (address.MayBeAbsent)
        {
            builder.WebHost.UseSockets(static transport => transport.CreateBoundListenSocket = AbsentAddress.Bind);
        }

        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var application = builder.Build();
        application.Run(context => ServeAsync(context, router));
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(each => new Uri(each)).ToList();
        var plain = addresses.Single(address => address.Scheme == Uri.UriSchemeHttp);
        // By name, because certificates are issued for names.
        var endpoint = addresses.SingleOrDefault(address => address.Scheme == Uri.UriSchemeHttps) is { } tls
            ? new UriBuilder(tls) { Host = "localhost" }.Uri
            : plain;
        if (address.Host is { } host)
        {
            endpoint = plain = new UriBuilder(plain) { Host = host }.Uri;
        }

        return new(aws, application, connections, endpoint, plain);
    }

    // Kestrel's default downloads missing issuers and revocation lists, and rejects certificates that are not for servers.
    private static SslServerAuthenticationOptions Tls(X509Certificate2 certificate) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true) };

    private static async Task ServeAsync(HttpContext context, Router router)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        var request = new EmulatedRequest(
            context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, context.Request.Host.Value ?? "", headers, body.ToArray());
        try
        {
            var response = await router.ServeAsync(request, context.RequestAborted);
            context.Response.StatusCode = response.Status;
            foreach (var (name, value) in response.Headers)
            {
                context.Response.Headers.Append(name, value);
            }

            if (response.ContentType is not null)
            {
                context.Response.ContentType = response.ContentType;
            }

            context.Response.ContentLength = response.Status is 204 ? null : response.Body.Length;
            await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is ConnectionEndedException or OperationCanceledException)
        {
            context.Abort();
        }
    }
}
