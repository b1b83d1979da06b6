using System.Net;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>
/// What a custom resource's function meets of AWS: Amazon ECR's pull through cache rules, the secrets that they name, the
/// bucket that takes answers, and the Lambda Runtime API. One state, with two doors: a message handler under a client of the
/// same process, and a server on the loopback address.
/// </summary>
public sealed class EmulatedAws : IDisposable
{
    private readonly Router router;

    /// <summary>An AWS with no rules, no secrets and no faults.</summary>
    public EmulatedAws(EmulatedAwsOptions? options = null)
    {
        Options = options ?? new();
        Faults = new(Options.Clock);
        CallLog = new(Options.Clock);
        Secrets = new(Options.Clock);
        Ecr = new(Options, Secrets);
        Responses = new(Options);
        Lambda = new(Options);
        router = new(new(Ecr, Options, Faults, CallLog), new(Responses, Options, Faults, CallLog), new(Lambda));
    }

    /// <summary>What this AWS was made with.</summary>
    public EmulatedAwsOptions Options { get; }

    /// <summary>The rules.</summary>
    public EmulatedEcr Ecr { get; }

    /// <summary>The secrets that credentials name.</summary>
    public EmulatedSecretsManager Secrets { get; }

    /// <summary>The bucket that CloudFormation reads answers from.</summary>
    public EmulatedResponseBucket Responses { get; }

    /// <summary>The Lambda Runtime API.</summary>
    public EmulatedRuntimeApi Lambda { get; }

    /// <summary>What goes wrong.</summary>
    public Faults Faults { get; }

    /// <summary>Every call to ECR and to the bucket.</summary>
    public CallLog CallLog { get; }

    /// <summary>The door within the process. A connection that is reset surfaces as an <see cref="HttpRequestException"/>.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(router);

    /// <summary>The door on the loopback address.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="certificate">What the server shows, with its private key; null for plain HTTP. The caller keeps it.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public Task<EmulatedAwsServer> ListenAsync(int port = 0, X509Certificate2? certificate = null, CancellationToken cancellationToken = default) =>
        EmulatedAwsServer.StartAsync(this, router, new(IPAddress.Loopback, port), certificate, cancellationToken);

    /// <summary>The door on another address of this machine, over plain HTTP.</summary>
    /// <param name="address">Where to listen.</param>
    /// <exception cref="IOException">The port is taken, or the address can't be listened on.</exception>
    public Task<EmulatedAwsServer> ListenAsync(ListeningAddress address, CancellationToken cancellationToken = default) =>
        EmulatedAwsServer.StartAsync(this, router, address, certificate: null, cancellationToken);

    /// <summary>Ends whatever still waits for an event.</summary>
    public void Dispose() => Lambda.Dispose();
}
