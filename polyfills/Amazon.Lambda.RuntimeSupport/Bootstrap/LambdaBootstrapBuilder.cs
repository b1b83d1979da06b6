using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Puts a <see cref="LambdaBootstrap"/> together.</summary>
public class LambdaBootstrapBuilder
{
    private readonly HandlerWrapper _handlerWrapper;
    private readonly LambdaBootstrapOptions _options = new();
    private HttpClient? _httpClient;
    private LambdaBootstrapInitializer? _initializer;

    private LambdaBootstrapBuilder(HandlerWrapper handlerWrapper) => _handlerWrapper = handlerWrapper;

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Action<Stream, ILambdaContext, MemoryStream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Task> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, Task> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Task> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Task<Stream>> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, Task<Stream>> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Task<Stream>> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput, TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput, TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Action handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Action<Stream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Action<TInput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Action<ILambdaContext> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Action<Stream, ILambdaContext> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Action<TInput, ILambdaContext> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, Stream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, Stream> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<ILambdaContext, Stream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <param name="handler">Called for each invocation.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Stream> handler) =>
        new(HandlerWrapper.GetHandlerWrapper(handler));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Stream> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput, TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TOutput>(Func<Stream, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TOutput>(handler, serializer));

    /// <summary>Starts with the handler.</summary>
    /// <typeparam name="TInput">The type of the event.</typeparam>
    /// <typeparam name="TOutput">The type of the result.</typeparam>
    /// <param name="handler">Called for each invocation.</param>
    /// <param name="serializer">Reads a typed event and writes a typed result.</param>
    /// <returns>A builder.</returns>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(HandlerWrapper.GetHandlerWrapper<TInput, TOutput>(handler, serializer));

    /// <summary>Calls the Runtime API with this client instead of the bootstrap's own.</summary>
    /// <param name="httpClient">Not used before, as the bootstrap sets its timeout; the caller disposes it. Null: the bootstrap's own.</param>
    /// <returns>This builder.</returns>
    public LambdaBootstrapBuilder UseHttpClient(HttpClient? httpClient)
    {
        _httpClient = httpClient;
        return this;
    }

    /// <summary>Runs something once, before the first event is asked for.</summary>
    /// <param name="lambdaBootstrapInitializer">The initializer. Null for none.</param>
    /// <returns>This builder.</returns>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer? lambdaBootstrapInitializer)
    {
        _initializer = lambdaBootstrapInitializer;
        return this;
    }

    /// <summary>Changes settings that are for tests and local tools.</summary>
    /// <param name="options">Changes them.</param>
    /// <returns>This builder.</returns>
    public LambdaBootstrapBuilder ConfigureOptions(Action<LambdaBootstrapOptions>? options = null)
    {
        options?.Invoke(_options);
        return this;
    }

    /// <summary>Makes the bootstrap; nothing is sent before it runs.</summary>
    /// <returns>A bootstrap that the caller disposes.</returns>
    public LambdaBootstrap Build() => _httpClient is null
        ? new(_handlerWrapper, _options, _initializer)
        : new(_httpClient, _handlerWrapper, _options, _initializer);
}
