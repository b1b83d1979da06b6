using Amazon;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.State;

/// <summary>An emulated AWS with persistent rules, secrets and stacks: every change is saved at once.</summary>
internal sealed class LocalAws : IDisposable
{
    private readonly IStateStore store;
    private readonly Lock gate = new();
    private LocalState state;
    private readonly Dictionary<string, SortedSet<string>> imports = [];
    private bool isClosed;

    /// <exception cref="StateException">The state can't be read.</exception>
    public LocalAws(EmulatedAws emulated, IStateStore store)
    {
        Emulated = emulated;
        this.store = store;
        state = store.Load();
        foreach (var rule in state.Rules)
        {
            emulated.Ecr.Put(rule);
        }

        foreach (var (arn, secret) in state.Secrets)
        {
            emulated.Secrets.Put(arn, secret);
        }

        emulated.CallLog.Recorded += SaveRules;
    }

    public EmulatedAws Emulated { get; }

    public string AccountId => Emulated.Options.AccountId;

    public string Region => Emulated.Options.Region;

    public string Partition => RegionEndpoint.GetBySystemName(Region).PartitionName;

    public string UrlSuffix => RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix;

    /// <summary>The ServiceToken of the local function.</summary>
    public string FunctionArn => $"arn:{Partition}:lambda:{Region}:{AccountId}:function:ecr-ptc";

    public IReadOnlyList<Stack> Stacks => state.Stacks;

    public IReadOnlyDictionary<string, SecretState> Secrets => state.Secrets;

    /// <summary>Returns the stack of a name, or null; a deleted one is kept for its history until the name is used again.</summary>
    public Stack? Stack(string name) => state.Stacks.FirstOrDefault(each => each.Name == name);

    /// <summary>Returns the stack of a name if it isn't deleted, or null.</summary>
    public Stack? LiveStack(string name) => Stack(name) switch
    {
        { Status: StackStatus.DeleteComplete } => null,
        var stack => stack,
    };

    /// <summary>Returns the value that a stack exports under a name, or null, and records the import.</summary>
    /// <param name="importer">The stack that reads it.</param>
    public string? Import(string name, Stack importer)
    {
        if (state.Stacks.SelectMany(static stack => stack.Outputs).FirstOrDefault(output => output.ExportName == name)?.Value is not { } value)
        {
            return null;
        }

        lock (gate)
        {
            imports.TryAdd(importer.Name, new(StringComparer.Ordinal));
            imports[importer.Name].Add(name);
        }

        return value;
    }

    /// <summary>Returns the exports that a stack read since the last call.</summary>
    public IReadOnlyList<string> TakeImports(string stackName)
    {
        lock (gate)
        {
            return imports.Remove(stackName, out var names) ? [.. names] : [];
        }
    }

    /// <summary>Saves a stack, and replaces the one of the same name.</summary>
    public void PutStack(Stack stack) => Change(before => before with
    {
        Stacks = before.Stacks.Any(each => each.Name == stack.Name)
            ? [.. before.Stacks.Select(each => each.Name == stack.Name ? stack : each)]
            : [.. before.Stacks, stack],
    });

    /// <summary>Returns a rule of the emulated registry, or null.</summary>
    public LiveRule? Rule(RuleKey key) => Emulated.Ecr.Find(key.EcrRepositoryPrefix, key.RegistryId) is { } rule ? Live(rule) : null;

    /// <summary>Returns a rule of the emulated registry as the function reads it.</summary>
    public static LiveRule Live(EmulatedRule rule) => new(
        new(rule.RegistryId, RuleKey.Normalize(rule.EcrRepositoryPrefix)),
        rule.UpstreamRegistryUrl,
        rule.UpstreamRegistry,
        rule.CredentialArn,
        rule.CustomRoleArn,
        rule.UpstreamRepositoryPrefix ?? RuleKey.Root,
        rule.CreatedAt,
        rule.UpdatedAt);

    /// <summary>Stores a rule in the emulated registry without any checks.</summary>
    public void PutRule(EmulatedRule rule)
    {
        Emulated.Ecr.Put(rule);
        Change(static before => before);
    }

    /// <summary>Returns the physical ID that the function last returned for a resource of an event file, or null.</summary>
    public string? ReturnedId(string stackId, string logicalId) => state.ReturnedIds.GetValueOrDefault($"{stackId}/{logicalId}");

    /// <param name="id">The physical ID; null for a deleted resource.</param>
    public void PutReturnedId(string stackId, string logicalId, string? id) => Change(before =>
    {
        var ids = new Dictionary<string, string>(before.ReturnedIds);
        ids.Remove($"{stackId}/{logicalId}");
        if (id is not null)
        {
            ids.Add($"{stackId}/{logicalId}", id);
        }

        return before with { ReturnedIds = ids };
    });

    public void PutSecret(string arn, SecretState secret)
    {
        Emulated.Secrets.Put(arn, secret);
        Change(before => before with { Secrets = new Dictionary<string, SecretState>(before.Secrets) { [arn] = secret } });
    }

    /// <summary>The Parameter Store: values by name.</summary>
    public IReadOnlyDictionary<string, string> StoredParameters => state.StoredParameters;

    public void PutStoredParameter(string name, string value) =>
        Change(before => before with { StoredParameters = new Dictionary<string, string>(before.StoredParameters) { [name] = value } });

    public void RemoveSecret(string arn)
    {
        Emulated.Secrets.Remove(arn);
        Change(before => before with { Secrets = before.Secrets.Where(each => each.Key != arn).ToDictionary() });
    }

    /// <summary>Stops saving: later changes by a function that is still running are lost.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
        }

        Emulated.Dispose();
    }

    private void SaveRules(object? sender, LoggedCall call)
    {
        if (call.Operation is "CreatePullThroughCacheRule" or "UpdatePullThroughCacheRule" or "DeletePullThroughCacheRule")
        {
            Change(static before => before);
        }
    }

    private void Change(Func<LocalState, LocalState> change)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return;
            }

            state = change(state) with { Rules = Emulated.Ecr.Rules };
            store.Save(state);
        }
    }
}
