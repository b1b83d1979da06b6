using System.Net;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>The address on which an emulated AWS listens, and its name in URLs.</summary>
/// <param name="Address">An address of this machine.</param>
/// <param name="Port">The port. 0 for any free port.</param>
public sealed record ListeningAddress(IPAddress Address, int Port)
{
    /// <summary>The host in the URLs for clients. Null for <see cref="Address"/>.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// True if the address may not exist yet, such as that of a container engine's bridge, which the first container creates. Linux only.
    /// </summary>
    public bool MayBeAbsent { get; init; }
}
