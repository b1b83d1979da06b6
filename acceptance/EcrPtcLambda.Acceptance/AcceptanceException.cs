namespace EcrPtcLambda.Acceptance;

/// <summary>The run can't begin or go on, for a reason that the operator can do something about.</summary>
internal sealed class AcceptanceException(string message, Exception? inner = null) : Exception(message, inner);
