using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>
/// What follows the platform's check of a server's certificate: where it failed for want of a root and of nothing else, the
/// whole check again, with other roots. Every other error stays one.
/// </summary>
/// <param name="isFirstEnough">Whether a chain that the platform trusts is trusted; false leaves trust to the other roots alone.</param>
/// <param name="roots">Each reads some of the other roots; called when they are first needed, one after another until a chain holds.</param>
internal sealed class FallbackChainValidator(bool isFirstEnough, params IEnumerable<Func<X509Certificate2Collection>> roots)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    // A read that fails is tried again by the next connection.
    private readonly Lazy<X509Certificate2Collection>[] roots =
        [.. roots.Select(each => new Lazy<X509Certificate2Collection>(each, LazyThreadSafetyMode.PublicationOnly))];

    /// <summary>Whether other roots could mend what the first look found.</summary>
    public static bool Helps(SslPolicyErrors errors, IReadOnlyCollection<X509ChainStatusFlags> chainStatus) =>
        errors is SslPolicyErrors.RemoteCertificateChainErrors && WantsRootAlone(chainStatus);

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="AuthenticationException">The certificate isn't accepted, with the reason, which a mere false would leave out.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None && isFirstEnough)
        {
            return true;
        }

        var status = Flags(chain);
        if (certificate is not X509Certificate2 leaf || chain is null || !IsLookedAt(errors, status))
        {
            throw Refusal(sender, certificate, errors, status);
        }

        var isTrusted = false;
        foreach (var some in roots)
        {
            using var look = new X509Chain { ChainPolicy = Policy(chain.ChainPolicy.ExtraStore, some.Value) };
            isTrusted = look.Build(leaf);
            status = Flags(look);
            foreach (var element in look.ChainElements)
            {
                element.Certificate.Dispose();
            }

            if (isTrusted || !WantsRootAlone(status))
            {
                break;
            }
        }

        return isTrusted ? true : throw Refusal(sender, certificate, errors, status);
    }

    private static bool WantsRootAlone(IReadOnlyCollection<X509ChainStatusFlags> chainStatus) =>
        chainStatus.Count > 0 && chainStatus.All(status => status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);

    // Where the platform's roots don't count, neither does what it finds wrong with a chain to one: each look finds that for itself.
    private bool IsLookedAt(SslPolicyErrors errors, X509ChainStatusFlags[] status) => isFirstEnough
        ? Helps(errors, status)
        : (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is SslPolicyErrors.None;

    // The platform's defaults for a client, but for whom it trusts, and that a missing issuer isn't fetched: the place to fetch it from
    // is named by whoever made the certificate. The server's own intermediates help to build a chain, not to trust it.
    private static X509ChainPolicy Policy(X509Certificate2Collection sentByServer, X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { ServerAuthentication },
        };
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(sentByServer);
        return policy;
    }

    private static X509ChainStatusFlags[] Flags(X509Chain? chain) => [.. (chain?.ChainStatus ?? []).Select(each => each.Status)];

    private static AuthenticationException Refusal(object sender, X509Certificate? certificate, SslPolicyErrors errors, X509ChainStatusFlags[] status)
    {
        var host = (sender as SslStream)?.TargetHostName ?? "the server";
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new($"{host} presented no certificate.");
        }

        var faults = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? [nameof(SslPolicyErrors.RemoteCertificateNameMismatch), .. status.Select(each => $"{each}")]
            : status.Select(each => $"{each}");
        return new($"the certificate of {host} ({certificate.Subject}, issued by {certificate.Issuer}) was refused: {string.Join(", ", faults)}");
    }
}
