using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Sends a handler's stream and leaves it open, as only <see cref="InvocationResponse"/> knows whose it is.</summary>
internal sealed class OutputContent : HttpContent
{
    private readonly InvocationResponse _response;

    public OutputContent(InvocationResponse response)
    {
        _response = response;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _response.OutputStream.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        var output = _response.OutputStream;
        length = output.CanSeek ? output.Length - output.Position : 0;
        return output.CanSeek;
    }
}
