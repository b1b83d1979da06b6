namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Runs once, before the first event is asked for. An exception from it is reported as an initialization error and
/// ends the bootstrap.
/// </summary>
/// <returns>False to end the bootstrap without an error.</returns>
public delegate Task<bool> LambdaBootstrapInitializer();
