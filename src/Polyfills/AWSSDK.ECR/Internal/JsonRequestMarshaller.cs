using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.ECR.Internal;

/// <summary>Writes one operation's request in JSON 1.1.</summary>
/// <param name="operation">ECR's name of the operation.</param>
/// <param name="writeMembers">Writes the members that are set.</param>
internal sealed class JsonRequestMarshaller<TRequest>(string operation, Action<Utf8JsonWriter, TRequest> writeMembers)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writeMembers(writer, (TRequest)input);
            writer.WriteEndObject();
        }

        return new DefaultRequest(input, "Amazon.ECR")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = body.WrittenSpan.ToArray(),
            Headers =
            {
                ["X-Amz-Target"] = $"AmazonEC2ContainerRegistry_V20150921.{operation}",
                ["Content-Type"] = "application/x-amz-json-1.1",
                [HeaderKeys.XAmzApiVersion] = "2015-09-21",
            },
        };
    }
}
