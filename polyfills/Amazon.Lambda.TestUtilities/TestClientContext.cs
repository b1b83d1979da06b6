using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A client context for tests.</summary>
public class TestClientContext : IClientContext
{
    /// <inheritdoc/>
    public IClientApplication? Client { get; set; }

    /// <inheritdoc/>
    public IDictionary<string, string>? Custom { get; set; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public IDictionary<string, string>? Environment { get; set; } = new Dictionary<string, string>();
}
