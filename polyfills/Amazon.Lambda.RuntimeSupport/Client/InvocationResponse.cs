namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The response to one invocation.</summary>
public class InvocationResponse
{
    /// <summary>A response whose stream is disposed after it is sent.</summary>
    /// <param name="outputStream">The payload, from its present position.</param>
    public InvocationResponse(Stream outputStream)
        : this(outputStream, disposeOutputStream: true)
    {
    }

    /// <summary>A response.</summary>
    /// <param name="outputStream">The payload, from its present position.</param>
    /// <param name="disposeOutputStream">True if the bootstrap disposes the stream after it is sent.</param>
    public InvocationResponse(Stream outputStream, bool disposeOutputStream)
    {
        ArgumentNullException.ThrowIfNull(outputStream);
        OutputStream = outputStream;
        DisposeOutputStream = disposeOutputStream;
    }

    /// <summary>The payload: at most 6 MB for a synchronous invocation.</summary>
    public Stream OutputStream { get; set; }

    /// <summary>True if the bootstrap disposes <see cref="OutputStream"/> after it is sent.</summary>
    public bool DisposeOutputStream { get; }

    // Lambda keeps and forwards the payload as JSON, so "nothing" must be JSON as well.
    internal static InvocationResponse Nothing() => new(new MemoryStream("null"u8.ToArray(), writable: false));
}
