using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Trust;

/// <summary>
/// What follows the platform's check of a server's certificate: where it failed for want of a root and of nothing else, the
/// whole check again, with other roots. Every other error stays one.
/// </summary>
/// <param name="roots">Reads the other roots; called when they are first needed.</param>
internal sealed class SecondLook(Func<X509Certificate2Collection> roots)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    // A read that fails is tried again by the next connection.
    private readonly Lazy<X509Certificate2Collection> roots = new(roots, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Whether other roots could mend what the first look found.</summary>
    public static bool Helps(SslPolicyErrors errors, IReadOnlyCollection<X509ChainStatusFlags> chainStatus) =>
        errors is SslPolicyErrors.RemoteCertificateChainErrors
        && chainStatus.Count > 0
        && chainStatus.All(status => status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="AuthenticationException">The certificate isn't accepted, with the reason, which a mere false would leave out.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
        {
            return true;
        }

        var status = Flags(chain);
        if (certificate is not X509Certificate2 leaf || chain is null || !Helps(errors, status))
        {
            throw Refusal(sender, certificate, errors, status);
        }

        using var second = new X509Chain { ChainPolicy = Policy(chain.ChainPolicy.ExtraStore) };
        var isTrusted = second.Build(leaf);
        status = Flags(second);
        foreach (var element in second.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return isTrusted ? true : throw Refusal(sender, certificate, errors, status);
    }

    // The platform's defaults for a client, but for whom it trusts, and that a missing issuer isn't fetched: the place to fetch it from
    // is named by whoever made the certificate. The server's own intermediates help to build a chain, not to trust it.
    private X509ChainPolicy Policy(X509Certificate2Collection sentByServer)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { ServerAuthentication },
        };
        policy.CustomTrustStore.AddRange(roots.Value);
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
