using System.Net;
using System.Net.Sockets;
using EcrPtcLambda.Emulator.Http;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>The in-process transport.</summary>
internal sealed class InProcessHandler(Router router) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name] = string.Join(name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) ? " " : ",", values);
        }

        var host = request.Headers.Host ?? (uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}");
        headers["Host"] = host;
        var opening = new EmulatedRequest(request.Method.Method, uri.PathAndQuery, host, headers, []);
        if (router.Refuses(opening))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));
        }

        var body = Array.Empty<byte>();
        if (request.Content is { } content)
        {
            body = await content.ReadAsByteArrayAsync(cancellationToken);
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                headers[name] = values.ToString();
            }

            headers.TryAdd("Content-Length", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        try
        {
            var response = await router.ServeAsync(opening with { Body = body }, cancellationToken);
            return ToMessage(response, request);
        }
        catch (ConnectionEndedException exception)
        {
            throw exception.IsRefused
                ? new HttpRequestException(HttpRequestError.ConnectionError, exception.Message, new SocketException((int)SocketError.ConnectionRefused))
                : new HttpRequestException(HttpRequestError.ResponseEnded, exception.Message, new IOException(exception.Message));
        }
    }

    private static HttpResponseMessage ToMessage(EmulatedResponse response, HttpRequestMessage request)
    {
        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = new ByteArrayContent(response.Body) };
        if (response.ContentType is { } contentType)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in response.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
