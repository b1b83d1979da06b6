using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Networking;

/// <summary>
/// Validates a server's certificate chain with additional roots if the platform's check failed only because of an untrusted root. Any other
/// error remains an error.
/// </summary>
/// <param name="isFirstEnough">True if a chain that the platform trusts is trusted; false if only the additional roots count.</param>
/// <param name="roots">Each reads some of the additional roots. Called on first use, one after another until a chain is valid.</param>
internal sealed class FallbackChainValidator(bool isFirstEnough, params IEnumerable<Func<X509Certificate2Collection>> roots)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    // The next connection retries a read that failed.
    private readonly Lazy<X509Certificate2Collection>[] roots =
        [.. roots.Select(each => new Lazy<X509Certificate2Collection>(each, LazyThreadSafetyMode.PublicationOnly))];

    /// <summary>True if additional roots can correct the errors of the platform's check.</summary>
    public static bool Helps(SslPolicyErrors errors, IReadOnlyCollection<X509ChainStatusFlags> chainStatus) =>
        errors is SslPolicyErrors.RemoteCertificateChainErrors && WantsRootAlone(chainStatus);

    /// <summary>Implements <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="AuthenticationException">
    /// The certificate is rejected. The exception contains the reason, which returning false would omit.
    /// </exception>
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

    // If the platform's roots don't count, its errors about a chain to them don't count either: each check finds errors by itself.
    private bool IsLookedAt(SslPolicyErrors errors, X509ChainStatusFlags[] status) => isFirstEnough
        ? Helps(errors, status)
        : (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is SslPolicyErrors.None;

    // The platform's defaults for a client, except the roots, and except that a missing issuer isn't downloaded: the author of the
    // certificate chooses the URL. The server's intermediate certificates help to build a chain but are not trusted.
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
