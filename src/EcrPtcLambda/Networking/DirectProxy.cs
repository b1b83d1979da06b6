using System.Net;

namespace EcrPtcLambda.Networking;

/// <summary>A proxy that sends every request straight to its server, whatever HTTP_PROXY and its like say.</summary>
internal sealed class DirectProxy : IWebProxy
{
    /// <summary>Not used: no proxy asks for any.</summary>
    public ICredentials? Credentials { get; set; }

    /// <returns>Null: no proxy.</returns>
    public Uri? GetProxy(Uri destination) => null;

    /// <returns>True for every host.</returns>
    public bool IsBypassed(Uri host) => true;
}
