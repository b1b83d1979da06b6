using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

internal static class JsonMembers
{
    public static void WriteIfSet(this Utf8JsonWriter writer, string member, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(member, value);
        }
    }

    public static string? ReadString(this JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
        StringUnmarshaller.Instance.Unmarshall(context, ref reader);

    public static bool? ReadBoolean(this JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
        NullableBoolUnmarshaller.Instance.Unmarshall(context, ref reader);

    public static DateTime? ReadTimestamp(this JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
        NullableDateTimeUnmarshaller.Instance.Unmarshall(context, ref reader);
}
