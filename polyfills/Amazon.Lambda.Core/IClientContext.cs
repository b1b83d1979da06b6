namespace Amazon.Lambda.Core;

/// <summary>Information about the invoking client (header <c>Lambda-Runtime-Client-Context</c>).</summary>
public interface IClientContext
{
    /// <summary>Facts about the client's device, from the AWS Mobile SDK.</summary>
    IDictionary<string, string>? Environment { get; }

    /// <summary>The client application, from the AWS Mobile SDK.</summary>
    IClientApplication? Client { get; }

    /// <summary>Values that the client application chose to send.</summary>
    IDictionary<string, string>? Custom { get; }
}
