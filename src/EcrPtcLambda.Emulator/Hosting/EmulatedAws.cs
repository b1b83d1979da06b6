using System.Net;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>
/// Emulates the part of AWS that a custom resource's function uses: pull through cache rules of Amazon ECR, their secrets, the bucket for
/// responses, and the Lambda Runtime API. The state is shared by two transports: an in-process message handler and a server on the loopback
/// address.
/// </summary>
public sealed class EmulatedAws : IDisposable
{
    private readonly Router router;

    /// <summary>Creates an AWS without rules, secrets and faults.</summary>
    public EmulatedAws(EmulatedAwsOptions? options = null)
    {
        Options = options ?? new();
        Faults = new(Options.Clock);
        CallLog = new(Options.Clock);
        Secrets = new(Options.Clock);
        Ecr = new(Options, Secrets);
        Responses = new(Options);
        Lambda = new(Options);
        router = new(new(Ecr, Options, Faults, CallLog), new(Responses, Options, Faults, CallLog), new(Lambda), new(Lambda, Options.Clock));
    }

    /// <summary>The options of this AWS.</summary>
    public EmulatedAwsOptions Options { get; }

    /// <summary>Amazon ECR and its rules.</summary>
    public EmulatedEcr Ecr { get; }

    /// <summary>The secrets that credentials name.</summary>
    public EmulatedSecretsManager Secrets { get; }

    /// <summary>The bucket from which CloudFormation reads responses.</summary>
    public EmulatedResponseBucket Responses { get; }

    /// <summary>The Lambda Runtime API.</summary>
    public EmulatedRuntimeApi Lambda { get; }

    /// <summary>The faults of future calls.</summary>
    public Faults Faults { get; }

    /// <summary>The log of all calls to Amazon ECR and the bucket.</summary>
    public CallLog CallLog { get; }

    /// <summary>Creates the in-process transport. A connection that is reset results in an <see cref="HttpRequestException"/>.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(router);

    /// <summary>Starts a server on the loopback address.</summary>
    /// <param name="port">The port. 0 for any free port.</param>
    /// <param name="certificate">The server's certificate with its private key. Null for plain HTTP. The caller disposes it.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public Task<EmulatedAwsServer> ListenAsync(int port = 0, X509Certificate2? certificate = null, CancellationToken cancellationToken = default) =>
        EmulatedAwsServer.StartAsync(this, router, new(IPAddress.Loopback, port), certificate, cancellationToken);

    /// <summary>Starts a server on another address of this machine, with plain HTTP.</summary>
    /// <param name="address">The address to listen on.</param>
    /// <exception cref="IOException">The port is in use, or the address is not available.</exception>
    public Task<EmulatedAwsServer> ListenAsync(ListeningAddress address, CancellationToken cancellationToken = default) =>
        EmulatedAwsServer.StartAsync(this, router, address, certificate: null, cancellationToken);

    /// <summary>Ends pending requests for an event.</summary>
    public void Dispose() => Lambda.Dispose();
}
