namespace EcrPtcLambda.CloudFormation;

/// <summary>Fails the invocation so that Lambda delivers the event again, because CloudFormation still waits for a response.</summary>
internal sealed class ResponseNotDeliveredException(string message) : Exception(message);
