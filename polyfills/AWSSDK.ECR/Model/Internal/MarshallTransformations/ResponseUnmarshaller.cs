using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

/// <summary>Reads a response in the AWS JSON 1.1 protocol; members it does not know are passed over.</summary>
/// <param name="modelledErrors">The error codes of the operation that have an exception class of their own.</param>
internal abstract class ResponseUnmarshaller<TResponse>(params string[] modelledErrors) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var response = new TResponse();
        var reader = new StreamingUtf8JsonReader(input.Stream);
        input.Read(ref reader);

        var depth = input.CurrentDepth;
        while (input.ReadAtDepth(depth, ref reader))
        {
            ReadMember(response, input, depth, ref reader);
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;

        return ErrorUnmarshaller.Unmarshall(error, isModelled: Array.IndexOf(modelledErrors, error.Code) >= 0);
    }

    protected abstract void ReadMember(
        TResponse response, JsonUnmarshallerContext context, int depth, ref StreamingUtf8JsonReader reader);
}
