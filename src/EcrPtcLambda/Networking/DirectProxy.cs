using System.Net;

namespace EcrPtcLambda.Networking;

/// <summary>A proxy that sends every request directly to its server, whatever HTTP_PROXY and similar variables specify.</summary>
internal sealed class DirectProxy : IWebProxy
{
    /// <summary>Not used, because no proxy is contacted.</summary>
    public ICredentials? Credentials { get; set; }

    /// <returns>Null: no proxy.</returns>
    public Uri? GetProxy(Uri destination) => null;

    /// <returns>True for every host.</returns>
    public bool IsBypassed(Uri host) => true;
}
