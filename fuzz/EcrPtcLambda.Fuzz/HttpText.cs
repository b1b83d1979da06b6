using System.Globalization;
using System.Net;
using System.Text;

namespace EcrPtcLambda.Fuzz;

/// <summary>An HTTP response as text: a status, headers, an empty line, a body. Any other text is parsed as far as possible.</summary>
internal static class HttpText
{
    public static HttpResponseMessage Read(byte[] input, HttpRequestMessage request)
    {
        var end = input.AsSpan().IndexOf("\n\n"u8);
        var (head, body) = end < 0 ? (input, []) : (input[..end], input[(end + 2)..]);
        var lines = Encoding.Latin1.GetString(head).Split('\n');
        var status = int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 100 and <= 999 ? number : 400;
        var response = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request, Content = new ByteArrayContent(body) };
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(':', 2) is [var name, var value] && !response.Headers.TryAddWithoutValidation(name, value.Trim()))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value.Trim());
            }
        }

        return response;
    }
}
