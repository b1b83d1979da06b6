namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The answer to one invocation.</summary>
public class InvocationResponse
{
    /// <summary>An answer whose stream is disposed once it is sent.</summary>
    /// <param name="outputStream">The payload, from its present position.</param>
    public InvocationResponse(Stream outputStream)
        : this(outputStream, disposeOutputStream: true)
    {
    }

    /// <summary>An answer.</summary>
    /// <param name="outputStream">The payload, from its present position.</param>
    /// <param name="disposeOutputStream">Whether the bootstrap disposes the stream once it is sent.</param>
    public InvocationResponse(Stream outputStream, bool disposeOutputStream)
    {
        ArgumentNullException.ThrowIfNull(outputStream);
        OutputStream = outputStream;
        DisposeOutputStream = disposeOutputStream;
    }

    /// <summary>The payload: at most 6 MB for a synchronous invocation.</summary>
    public Stream OutputStream { get; set; }

    /// <summary>Whether the bootstrap disposes <see cref="OutputStream"/> once it is sent.</summary>
    public bool DisposeOutputStream { get; }

    // Lambda keeps and forwards the payload as JSON, so "nothing" must be JSON as well.
    internal static InvocationResponse Nothing() => new(new MemoryStream("null"u8.ToArray(), writable: false));
}
