using System.Globalization;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Buffers a response of up to <see cref="MaxBytes"/> before the SDK parses it. An endpoint that isn't Amazon ECR could send more than the
/// function's memory can hold.
/// </summary>
/// <param name="inner">The transport. It must outlive this handler.</param>
internal sealed class ResponseLimitHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The limit of a response body, in bytes. A rule takes less than 4 KB, and a registry has up to 50 rules.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <exception cref="HttpRequestException">The request failed, or the response is longer than <see cref="MaxBytes"/>.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();

            // Without the inner exception: the Reason contains the innermost message, which would be about a buffer.
            throw new HttpRequestException(
                HttpRequestError.ConfigurationLimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"the response (HTTP {(int)response.StatusCode}) is longer than {MaxBytes:N0} bytes and was not read to its end"));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
