namespace EcrPtcLambda;

/// <summary>Opens a connection before there is a request for it.</summary>
internal interface IPreconnector
{
    /// <summary>Starts to connect to a server, and sends nothing. A failure is not reported: the request that needs the connection meets it again.</summary>
    /// <param name="server">A URL of the host that the next request goes to.</param>
    void Preconnect(Uri server);
}
