using System.Net;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Where an emulated AWS listens, and what its clients call it.</summary>
/// <param name="Address">An address of this machine.</param>
/// <param name="Port">0 for any free one.</param>
public sealed record ListeningAddress(IPAddress Address, int Port)
{
    /// <summary>The host in the URLs that clients are given; null for <see cref="Address"/>.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// Whether this machine may get the address later, as it gets a container engine's bridge with the engine's first container. Linux only.
    /// </summary>
    public bool MayBeAbsent { get; init; }
}
