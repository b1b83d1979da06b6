using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An invocation from the Runtime API.</summary>
public class InvocationRequest : IDisposable
{
    internal InvocationRequest(Stream inputStream, LambdaContext context)
    {
        InputStream = inputStream;
        Context = context;
    }

    /// <summary>The event.</summary>
    public Stream InputStream { get; }

    /// <summary>The context of the invocation.</summary>
    public ILambdaContext LambdaContext => Context;

    internal LambdaContext Context { get; }

    /// <summary>Lets go of the event.</summary>
    public void Dispose() => InputStream.Dispose();
}
