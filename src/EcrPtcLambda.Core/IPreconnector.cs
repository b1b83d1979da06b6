namespace EcrPtcLambda;

/// <summary>Opens a connection before the first request needs it.</summary>
internal interface IPreconnector
{
    /// <summary>
    /// Starts to connect to a server and sends nothing. A failure is not reported, because the next request encounters it again.
    /// </summary>
    /// <param name="server">A URL of the next request's host.</param>
    void Preconnect(Uri server);
}
