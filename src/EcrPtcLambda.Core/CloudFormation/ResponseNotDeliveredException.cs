namespace EcrPtcLambda.CloudFormation;

/// <summary>Fails the invocation so that Lambda delivers the event again, since CloudFormation still waits for its answer.</summary>
internal sealed class ResponseNotDeliveredException(string message) : Exception(message);
