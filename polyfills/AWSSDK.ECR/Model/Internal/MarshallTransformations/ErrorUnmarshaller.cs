using Amazon.Runtime.Internal;

namespace Amazon.ECR.Model.Internal.MarshallTransformations;

internal static class ErrorUnmarshaller
{
    public static AmazonECRException Unmarshall(ErrorResponse error, bool isModelled)
    {
        var (message, inner, type, code, id, status) =
            (error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);

        return (isModelled ? code : null) switch
        {
            nameof(InvalidParameterException) => new InvalidParameterException(message, inner, type, code, id, status),
            nameof(LimitExceededException) => new LimitExceededException(message, inner, type, code, id, status),
            nameof(PullThroughCacheRuleAlreadyExistsException) =>
                new PullThroughCacheRuleAlreadyExistsException(message, inner, type, code, id, status),
            nameof(PullThroughCacheRuleNotFoundException) =>
                new PullThroughCacheRuleNotFoundException(message, inner, type, code, id, status),
            nameof(SecretNotFoundException) => new SecretNotFoundException(message, inner, type, code, id, status),
            nameof(ServerException) => new ServerException(message, inner, type, code, id, status),
            nameof(UnableToAccessSecretException) => new UnableToAccessSecretException(message, inner, type, code, id, status),
            nameof(UnableToDecryptSecretValueException) =>
                new UnableToDecryptSecretValueException(message, inner, type, code, id, status),
            nameof(UnsupportedUpstreamRegistryException) =>
                new UnsupportedUpstreamRegistryException(message, inner, type, code, id, status),
            nameof(ValidationException) => new ValidationException(message, inner, type, code, id, status),
            _ => new AmazonECRException(message, inner, type, code, id, status),
        };
    }
}
