namespace EcrPtcLambda.Ecr;

/// <summary>The environment holds no credentials for AWS.</summary>
internal sealed class MissingCredentialsException(string message, Exception inner) : Exception(message, inner);
