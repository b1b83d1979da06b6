using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// A custom runtime's loop: initialize, request an event from the Runtime API, handle it, send the response, repeat; one event at a time.
/// </summary>
public class LambdaBootstrap : IDisposable
{
    // Longer than the lifetime of any environment; a shorter timeout would end the wait of a frozen process.
    private static readonly TimeSpan RuntimeApiTimeout = TimeSpan.FromHours(12);

    private readonly HttpClient _httpClient;
    private readonly bool _ownsHttpClient;
    private readonly LambdaBootstrapHandler _handler;
    private readonly LambdaBootstrapInitializer? _initializer;
    private readonly LambdaEnvironment _environment;
    private readonly LogWriter _log;
    private readonly RuntimeApi _runtimeApi;

    /// <summary>A bootstrap over an HTTP client of the caller's.</summary>
    /// <param name="httpClient">Calls the Runtime API; must not have been used yet, as its timeout is set. Stays the caller's to dispose.</param>
    /// <param name="handler">Handles each invocation.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(HttpClient httpClient, LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer = null)
        : this(httpClient, ownsHttpClient: false, handler, options: null, initializer)
    {
    }

    /// <summary>A bootstrap over its own HTTP client.</summary>
    /// <param name="handler">Handles each invocation.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handler, options: null, initializer)
    {
    }

    /// <summary>A bootstrap over its own HTTP client.</summary>
    /// <param name="handler">Handles each invocation.</param>
    /// <param name="lambdaBootstrapOptions">Settings for tests and local tools.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(
        LambdaBootstrapHandler handler,
        LambdaBootstrapOptions? lambdaBootstrapOptions,
        LambdaBootstrapInitializer? initializer = null)
        : this(ConstructHttpClient(), ownsHttpClient: true, handler, lambdaBootstrapOptions, initializer)
    {
    }

    /// <summary>A bootstrap over its own HTTP client.</summary>
    /// <param name="handlerWrapper">Handles each invocation.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(HandlerWrapper handlerWrapper, LambdaBootstrapInitializer? initializer = null)
        : this(Handler(handlerWrapper), initializer)
    {
    }

    /// <summary>A bootstrap over its own HTTP client.</summary>
    /// <param name="handlerWrapper">Handles each invocation.</param>
    /// <param name="lambdaBootstrapOptions">Settings for tests and local tools.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(
        HandlerWrapper handlerWrapper,
        LambdaBootstrapOptions? lambdaBootstrapOptions,
        LambdaBootstrapInitializer? initializer = null)
        : this(Handler(handlerWrapper), lambdaBootstrapOptions, initializer)
    {
    }

    /// <summary>A bootstrap over an HTTP client of the caller's.</summary>
    /// <param name="httpClient">Calls the Runtime API; must not have been used yet, as its timeout is set. Stays the caller's to dispose.</param>
    /// <param name="handlerWrapper">Handles each invocation.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(HttpClient httpClient, HandlerWrapper handlerWrapper, LambdaBootstrapInitializer? initializer = null)
        : this(httpClient, handlerWrapper, lambdaBootstrapOptions: null, initializer)
    {
    }

    /// <summary>A bootstrap over an HTTP client of the caller's.</summary>
    /// <param name="httpClient">Calls the Runtime API; must not have been used yet, as its timeout is set. Stays the caller's to dispose.</param>
    /// <param name="handlerWrapper">Handles each invocation.</param>
    /// <param name="lambdaBootstrapOptions">Settings for tests and local tools.</param>
    /// <param name="initializer">Runs once before the first invocation.</param>
    public LambdaBootstrap(
        HttpClient httpClient,
        HandlerWrapper handlerWrapper,
        LambdaBootstrapOptions? lambdaBootstrapOptions,
        LambdaBootstrapInitializer? initializer = null)
        : this(httpClient, ownsHttpClient: false, Handler(handlerWrapper), lambdaBootstrapOptions, initializer)
    {
    }

    private LambdaBootstrap(
        HttpClient httpClient,
        bool ownsHttpClient,
        LambdaBootstrapHandler handler,
        LambdaBootstrapOptions? options,
        LambdaBootstrapInitializer? initializer)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        ArgumentNullException.ThrowIfNull(handler);
        _httpClient = httpClient;
        _httpClient.Timeout = RuntimeApiTimeout;
        _ownsHttpClient = ownsHttpClient;
        _handler = handler;
        _initializer = initializer;
        _environment = LambdaEnvironment.Read(options?.RuntimeApiEndpoint);
        _log = LogWriter.FromEnvironment();
        _runtimeApi = new RuntimeApi(_httpClient, _environment, _log);
    }

    /// <summary>
    /// An HTTP client fit for the Runtime API: no proxy, no redirects, no cookies, no tracing headers, UTF-8 headers.
    /// </summary>
    /// <returns>A client that the caller disposes.</returns>
    public static HttpClient ConstructHttpClient()
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
                ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            },
            disposeHandler: true);
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "User-Agent",
            $"aws-lambda-dotnet/{Environment.Version}{(RuntimeFeature.IsDynamicCodeSupported ? string.Empty : "-aot")}");
        return client;
    }

    /// <summary>
    /// Runs until cancelled, until the initializer says no, or until an exception shows that this execution environment
    /// is of no more use; then the process must end non-zero, so that Lambda replaces it.
    /// </summary>
    /// <param name="cancellationToken">Ends the loop without an exception.</param>
    /// <returns>The loop.</returns>
    /// <exception cref="InvalidOperationException">No Runtime API is named: this is not a Lambda execution environment.</exception>
    /// <exception cref="HttpRequestException">The Runtime API failed or refused to go on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_environment.RuntimeApi is null)
        {
            throw new InvalidOperationException(
                $"{LambdaEnvironment.RuntimeApiVariable} is not set. It names the Runtime API's host and port; AWS Lambda and its emulators set it.");
        }

        MemoryLimit.Apply(_environment, _log);
        if (_initializer is not null && !await InitializeAsync(_initializer))
        {
            return;
        }

        var once = LambdaEnvironment.IsTrue("AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE");
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await InvokeOnceAsync(cancellationToken);
                if (once)
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // The client's timeout passed without an event: ask again.
            }
        }
    }

    /// <summary>Disposes the HTTP client if it is the bootstrap's own.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the HTTP client if it is the bootstrap's own.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _ownsHttpClient)
        {
            _httpClient.Dispose();
        }
    }

    private static LambdaBootstrapHandler Handler(HandlerWrapper handlerWrapper)
    {
        ArgumentNullException.ThrowIfNull(handlerWrapper);
        return handlerWrapper.Handler;
    }

    private async Task<bool> InitializeAsync(LambdaBootstrapInitializer initializer)
    {
        try
        {
            return await initializer();
        }
        catch (Exception exception)
        {
            _log.Write(LogLevel.Error, context: null, "The initialization failed.", exception);
            await ReportInitErrorAsync(exception);
            throw;
        }
    }

    private async Task ReportInitErrorAsync(Exception exception)
    {
        try
        {
            await _runtimeApi.ReportInitErrorAsync(exception, CancellationToken.None);
        }
        catch (Exception reporting) when (reporting is HttpRequestException or OperationCanceledException)
        {
            // The cause of the failed initialization matters; a failed report must not hide it.
            _log.Write(LogLevel.Error, context: null, "The initialization error could not be reported.", reporting);
        }
    }

    private async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var invocation = await _runtimeApi.NextAsync(cancellationToken);
        Environment.SetEnvironmentVariable(LambdaEnvironment.TraceIdVariable, invocation.Context.TraceId);

        InvocationResponse response;
        try
        {
            response = await _handler(invocation) ?? InvocationResponse.Nothing();
        }
        catch (Exception exception)
        {
            _log.Write(LogLevel.Error, invocation.Context, message: null, exception);
            await _runtimeApi.ReportErrorAsync(invocation.Context, exception, cancellationToken);
            return;
        }

        try
        {
            await _runtimeApi.RespondAsync(invocation.Context, response, cancellationToken);
        }
        finally
        {
            if (response.DisposeOutputStream)
            {
                await response.OutputStream.DisposeAsync();
            }
        }
    }
}
