using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The headers of an invocation. Lambda may leave out all but the request id.</summary>
internal readonly struct InvocationHeaders(HttpHeadersNonValidated headers)
{
    public const string InvocationId = "Lambda-Runtime-Invocation-Id";

    private readonly HttpHeadersNonValidated _headers = headers;

    /// <exception cref="HttpRequestException">The request ID is missing, so no response can be sent.</exception>
    public string RequestId => this["Lambda-Runtime-Aws-Request-Id"]
        ?? throw new HttpRequestException("The Lambda Runtime API sent an invocation without Lambda-Runtime-Aws-Request-Id.");

    public string? FunctionArn => this["Lambda-Runtime-Invoked-Function-Arn"];

    public string? TraceId => this["Lambda-Runtime-Trace-Id"];

    public string? TenantId => this["Lambda-Runtime-Aws-Tenant-Id"];

    public string? ClientContext => this["Lambda-Runtime-Client-Context"];

    public string? CognitoIdentity => this["Lambda-Runtime-Cognito-Identity"];

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long? Deadline =>
        long.TryParse(this["Lambda-Runtime-Deadline-Ms"], CultureInfo.InvariantCulture, out var deadline) ? deadline : null;

    public string? this[string name] =>
        _headers.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
}
