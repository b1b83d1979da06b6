namespace EcrPtcLambda.Acceptance;

/// <summary>The run can't start or continue, for a reason that the operator can resolve.</summary>
internal sealed class AcceptanceException(string message, Exception? inner = null) : Exception(message, inner);
