using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Makes a <see cref="LambdaBootstrapHandler"/> of a plain delegate: reads a typed event, writes a typed result. A handler
/// that returns nothing responds with the JSON <c>null</c>.
/// </summary>
public class HandlerWrapper : IDisposable
{
    private HandlerWrapper(LambdaBootstrapHandler handler) => Handler = handler;

    /// <summary>The delegate, wrapped.</summary>
    public LambdaBootstrapHandler Handler { get; }

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext, MemoryStream> handler) =>
        new(invocation =>
        {
            var output = new MemoryStream();
            handler(invocation.InputStream, invocation.LambdaContext, output);
            output.Position = 0;
            return Task.FromResult(new InvocationResponse(output));
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Task> handler) =>
        new(async invocation =>
        {
            await handler();
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task> handler) =>
        new(async invocation =>
        {
            await handler(invocation.InputStream);
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        new(async invocation =>
        {
            await handler(Read<TInput>(invocation, serializer));
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task> handler) =>
        new(async invocation =>
        {
            await handler(invocation.LambdaContext);
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task> handler) =>
        new(async invocation =>
        {
            await handler(invocation.InputStream, invocation.LambdaContext);
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(async invocation =>
        {
            await handler(Read<TInput>(invocation, serializer), invocation.LambdaContext);
            return InvocationResponse.Nothing();
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Task<Stream>> handler) =>
        new(async invocation => new InvocationResponse(await handler()));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task<Stream>> handler) =>
        new(async invocation => new InvocationResponse(await handler(invocation.InputStream)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(async invocation => new InvocationResponse(await handler(Read<TInput>(invocation, serializer))));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task<Stream>> handler) =>
        new(async invocation => new InvocationResponse(await handler(invocation.LambdaContext)));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        new(async invocation => new InvocationResponse(await handler(invocation.InputStream, invocation.LambdaContext)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(async invocation => new InvocationResponse(await handler(Read<TInput>(invocation, serializer), invocation.LambdaContext)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(invocation.InputStream), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(Read<TInput>(invocation, serializer)), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(invocation.LambdaContext), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(invocation.InputStream, invocation.LambdaContext), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Written(await handler(Read<TInput>(invocation, serializer), invocation.LambdaContext), serializer));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Action handler) =>
        new(invocation =>
        {
            handler();
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Action<Stream> handler) =>
        new(invocation =>
        {
            handler(invocation.InputStream);
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Action<TInput> handler, ILambdaSerializer serializer) =>
        new(invocation =>
        {
            handler(Read<TInput>(invocation, serializer));
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Action<ILambdaContext> handler) =>
        new(invocation =>
        {
            handler(invocation.LambdaContext);
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext> handler) =>
        new(invocation =>
        {
            handler(invocation.InputStream, invocation.LambdaContext);
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Action<TInput, ILambdaContext> handler, ILambdaSerializer serializer) =>
        new(invocation =>
        {
            handler(Read<TInput>(invocation, serializer), invocation.LambdaContext);
            return Task.FromResult(InvocationResponse.Nothing());
        });

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream> handler) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler())));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Stream> handler) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler(invocation.InputStream))));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Stream> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler(Read<TInput>(invocation, serializer)))));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Stream> handler) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler(invocation.LambdaContext))));

    /// <summary>Wraps a handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Stream> handler) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler(invocation.InputStream, invocation.LambdaContext))));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Stream> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(new InvocationResponse(handler(Read<TInput>(invocation, serializer), invocation.LambdaContext))));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(), serializer)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(invocation.InputStream), serializer)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(Read<TInput>(invocation, serializer)), serializer)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(invocation.LambdaContext), serializer)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(invocation.InputStream, invocation.LambdaContext), serializer)));

    /// <summary>Wraps a handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>The wrapped handler.</returns>
    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Task.FromResult(Written(handler(Read<TInput>(invocation, serializer), invocation.LambdaContext), serializer)));

    /// <summary>Does nothing, because responses are not stored.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does nothing, because responses are not stored.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private static T Read<T>(InvocationRequest invocation, ILambdaSerializer serializer) =>
        serializer.Deserialize<T>(invocation.InputStream);

    private static InvocationResponse Written<T>(T result, ILambdaSerializer serializer)
    {
        var output = new MemoryStream();
        serializer.Serialize(result, output);
        output.Position = 0;
        return new InvocationResponse(output);
    }
}
