namespace EcrPtcLambda.Emulator.Tests.Support;

/// <summary>Alters requests on their way, after they were signed.</summary>
internal sealed class Altered(HttpMessageHandler inner, Action<HttpRequestMessage> alter) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        alter(request);
        return base.SendAsync(request, cancellationToken);
    }
}
