using System.Net;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.ECR.Internal;

/// <summary>Reads the reader's current value into the member of this JSON name, if there is such a member.</summary>
internal delegate void ReadMember<in T>(T target, string name, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader);

/// <summary>Reads one operation's response, or the error in its place.</summary>
internal sealed class JsonMembersUnmarshaller<TResponse>(Func<TResponse> create, ReadMember<TResponse> read) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var response = create();
        var reader = new StreamingUtf8JsonReader(input.Stream);
        input.Read(ref reader);
        JsonMembers.Read(response, read, input, ref reader);
        return response;
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return ErrorOf(error.Code)(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static Func<string, Exception, ErrorType, string, string, HttpStatusCode, AmazonECRException> ErrorOf(string code) => code switch
    {
        nameof(InvalidParameterException) => (m, e, t, c, r, s) => new InvalidParameterException(m, e, t, c, r, s),
        nameof(LimitExceededException) => (m, e, t, c, r, s) => new LimitExceededException(m, e, t, c, r, s),
        nameof(PullThroughCacheRuleAlreadyExistsException) => (m, e, t, c, r, s) => new PullThroughCacheRuleAlreadyExistsException(m, e, t, c, r, s),
        nameof(PullThroughCacheRuleNotFoundException) => (m, e, t, c, r, s) => new PullThroughCacheRuleNotFoundException(m, e, t, c, r, s),
        nameof(SecretNotFoundException) => (m, e, t, c, r, s) => new SecretNotFoundException(m, e, t, c, r, s),
        nameof(ServerException) => (m, e, t, c, r, s) => new ServerException(m, e, t, c, r, s),
        nameof(UnableToAccessSecretException) => (m, e, t, c, r, s) => new UnableToAccessSecretException(m, e, t, c, r, s),
        nameof(UnableToDecryptSecretValueException) => (m, e, t, c, r, s) => new UnableToDecryptSecretValueException(m, e, t, c, r, s),
        nameof(UnsupportedUpstreamRegistryException) => (m, e, t, c, r, s) => new UnsupportedUpstreamRegistryException(m, e, t, c, r, s),
        nameof(ValidationException) => (m, e, t, c, r, s) => new ValidationException(m, e, t, c, r, s),
        _ => (m, e, t, c, r, s) => new AmazonECRException(m, e, t, c, r, s),
    };
}

/// <summary>Reads the members of one JSON object.</summary>
internal static class JsonMembers
{
    public static void Read<T>(T target, ReadMember<T> read, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        // At the name of a member of a member that isn't known, the depth is greater.
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth, ref reader))
        {
            if (context.CurrentTokenType is System.Text.Json.JsonTokenType.PropertyName && context.CurrentDepth == depth)
            {
                read(target, reader.GetString(), context, ref reader);
            }
        }
    }
}
