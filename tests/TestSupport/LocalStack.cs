using System.Globalization;
using System.Text;
using System.Text.Json;
using EcrPtc.Cli.Functions;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtcLambda.TestSupport;

/// <summary>The stack engine with the real function in virtual time and with its state in memory.</summary>
internal sealed class LocalStack : IAsyncDisposable
{
    private readonly InProcessFunction function;
    private readonly CustomResource customResource;
    private readonly OneAtATime requests;
    private readonly List<string> lines = [];
    private readonly List<string> taken = [];

    public LocalStack(MemoryStore? store = null, Func<IFunction, IFunction>? around = null, TimeSpan? timeout = null, IStateStore? breaking = null)
    {
        Clock = new(TimeProvider.System.GetUtcNow());
        Store = store ?? new();
        Aws = new(new(new() { Clock = Clock, OtherAccountIds = ["210987654321"] }), breaking ?? Store);
        function = new(Aws, Clock, timeout ?? FunctionTimeout);
        var recording = new RecordingFunction(around?.Invoke(function) ?? function, line => lines.Add(Mask.Apply(line)));
        customResource = new(recording, Aws.Emulated.Responses, Clock, [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)]);
        requests = new(customResource);
        Engine = new(Aws, new(Aws, requests), Clock, @event => lines.Add(Mask.Apply($"{@event.Status} {@event.LogicalId}{(@event.Reason is null ? "" : $": {@event.Reason}")}")), requests);
    }

    /// <summary>The function's timeout.</summary>
    public static TimeSpan FunctionTimeout { get; } = TimeSpan.FromSeconds(120);

    public MemoryStore Store { get; }

    public VirtualTime Clock { get; }

    public LocalAws Aws { get; }

    public StackEngine Engine { get; }

    public Mask Mask { get; } = new();

    /// <summary>
    /// Returns what happened since the last call: the stack's events and, indented, the events that the function received.
    /// </summary>
    public IReadOnlyList<string> TakeLines()
    {
        string[] now = [.. lines];
        taken.AddRange(now);
        lines.Clear();
        return now;
    }

    /// <summary>Delivers the requests that no operation waited for, as Lambda delivers what is in its queue.</summary>
    public Task DeliverRestAsync() => requests.DeliverRestAsync();

    public Task<Deployment> DeployAsync(string text, params (string Name, string Value)[] parameters) =>
        Engine.DeployAsync("corpus", "t.yaml", text, parameters.ToDictionary(each => each.Name, each => each.Value), CancellationToken.None);

    public Task<Stack?> DeleteAsync() => Engine.DeleteAsync("corpus", [], CancellationToken.None);

    /// <summary>Disposes the stack, and verifies that no log or output line contains the signature of a response URL.</summary>
    public async ValueTask DisposeAsync()
    {
        await customResource.DisposeAsync();
        function.Log.Concat(taken).Concat(lines).ShouldAllBe(line => !line.Contains("Signature=", StringComparison.Ordinal));
        await function.DisposeAsync();
        Aws.Dispose();
    }
}

/// <summary>Stores the state as JSON, like the file store.</summary>
internal sealed class MemoryStore : IStateStore
{
    private byte[]? saved;

    /// <summary>The state as it is written.</summary>
    public string Text => Encoding.UTF8.GetString(saved ?? []);

    public LocalState Load() => saved is null ? new(LocalState.CurrentVersion) : JsonSerializer.Deserialize(saved, LocalStateJson.Default.LocalState)!;

    public void Save(LocalState state) => saved = JsonSerializer.SerializeToUtf8Bytes(state, LocalStateJson.Default.LocalState);
}

/// <summary>Records the events that the function receives.</summary>
internal sealed class RecordingFunction(IFunction function, Action<string> record) : IFunction
{
    public IReadOnlyCollection<string> Log => function.Log;

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        function.CreateResponseUrl(stackId, logicalId, requestId, signedAt);

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        var text = new StringBuilder($"    {root.GetProperty("RequestType").GetString()} {root.GetProperty("LogicalResourceId").GetString()}");
        if (root.TryGetProperty("PhysicalResourceId", out var id))
        {
            text.Append(CultureInfo.InvariantCulture, $" {id.GetString()}");
        }

        text.Append(CultureInfo.InvariantCulture, $" {Shown(root.GetProperty("ResourceProperties"))}");
        if (root.TryGetProperty("OldResourceProperties", out var old))
        {
            text.Append(CultureInfo.InvariantCulture, $" was {Shown(old)}");
        }

        record(text.ToString());
        return function.InvokeAsync(payload, lambdaRequestId, cancellationToken);
    }

    public ValueTask DisposeAsync() => function.DisposeAsync();

    private static string Shown(JsonElement properties) =>
        $"{{{string.Join(", ", properties.EnumerateObject().Where(property => property.Name != "ServiceToken").Select(property => $"{property.Name}: {property.Value.GetRawText()}"))}}}";
}
