namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Handles one invocation. An exception from it is reported to Lambda as the function's error.</summary>
/// <param name="invocation">The event and its context; disposed after the response is sent.</param>
/// <returns>The response to send.</returns>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);
