namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Settings for tests and local tools; inside Lambda the environment has them.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Host and port of the Runtime API, used before <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? RuntimeApiEndpoint { get; set; }
}
