using System.Text;
using System.Text.Json;

namespace EcrPtcLambda.CloudFormation;

/// <summary>Truncates a response to CloudFormation's limit. CloudFormation discards the Reason of a longer response.</summary>
internal static class ResponseTruncation
{
    /// <summary>CloudFormation's limit for a response, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4096;

    /// <summary>
    /// Returns the body of <paramref name="response"/> with as much of its Reason as fits, cut at the end of a character and followed by
    /// <paramref name="whereToLook"/>. IDs are never cut: if they alone exceed the limit, so does the body. Data is dropped, longest value
    /// first, only if it doesn't fit without a Reason either.
    /// </summary>
    /// <param name="response">The complete response.</param>
    /// <param name="whereToLook">Where to find the complete Reason, such as <c>(see log stream NAME, request ID)</c>.</param>
    public static byte[] Truncate(CustomResourceResponse response, string whereToLook)
    {
        var body = Serialize(response);
        if (body.Length <= MaxBytes)
        {
            return body;
        }

        return response.Reason is { Length: > 0 } reason
            ? Serialize(response with { Reason = CutReason(response, reason, $"… {whereToLook}") })
            : Serialize(WithoutLongestData(response));
    }

    private static string CutReason(CustomResourceResponse response, string reason, string ending)
    {
        // Finds the longest prefix that fits by bisection: a longer prefix never takes fewer bytes.
        var (fits, tooLong) = (0, reason.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (Serialize(response with { Reason = Prefix(reason, middle) + ending }).Length <= MaxBytes)
            {
                fits = middle;
            }
            else
            {
                tooLong = middle;
            }
        }

        return Prefix(reason, fits) + ending;
    }

    private static string Prefix(string text, int length)
    {
        var beginning = text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return beginning.TrimEnd();
    }

    private static CustomResourceResponse WithoutLongestData(CustomResourceResponse response)
    {
        while (response.Data is { } data && data.Any(value => value.Value.Length > 0) && Serialize(response).Length > MaxBytes)
        {
            var longest = data.MaxBy(value => Encoding.UTF8.GetByteCount(value.Value)).Key;
            response = response with { Data = new Dictionary<string, string>(data) { [longest] = "" } };
        }

        return response;
    }

    private static byte[] Serialize(CustomResourceResponse response) =>
        JsonSerializer.SerializeToUtf8Bytes(response, ResponseJsonContext.Compact.CustomResourceResponse);
}
