using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

/// <summary>Writes a request in the AWS JSON 1.1 protocol; members that are null are left out.</summary>
internal abstract class RequestMarshaller<TRequest>(string operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonECRRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.ECR") { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = $"AmazonEC2ContainerRegistry_V20150921.{operation}";
        request.Headers[HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1";
        request.Headers[HeaderKeys.XAmzApiVersion] = "2015-09-21";

        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            Write((TRequest)input, writer);
            writer.WriteEndObject();
        }

        request.Content = body.WrittenSpan.ToArray();
        return request;
    }

    protected abstract void Write(TRequest request, Utf8JsonWriter writer);
}
