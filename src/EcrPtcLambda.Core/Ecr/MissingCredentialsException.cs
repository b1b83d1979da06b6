namespace EcrPtcLambda.Ecr;

/// <summary>The environment contains no AWS credentials.</summary>
internal sealed class MissingCredentialsException(string message, Exception inner) : Exception(message, inner);
