using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>Emulates the five pull through cache rule operations of Amazon ECR, with rules by account, Region and prefix.</summary>
public sealed class EmulatedEcr
{
    private readonly EmulatedAwsOptions options;
    private readonly EmulatedSecretsManager secrets;
    private readonly Lock gate = new();
    private readonly Dictionary<(Registry Registry, string Prefix), EmulatedRule> rules = [];
    private readonly Dictionary<(Registry Registry, string Prefix), (EmulatedRule Rule, DateTimeOffset DeletedAt)> deleted = [];
    private readonly HashSet<string> denied = [];
    private readonly Dictionary<string, DateTimeOffset> serviceLinkedRoles = [];
    private readonly SortedSet<string> usedActions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenBucket> rates = [];

    internal EmulatedEcr(EmulatedAwsOptions options, EmulatedSecretsManager secrets)
    {
        this.options = options;
        this.secrets = secrets;
    }

    /// <summary>Raised for each change of a rule, in order, as it takes effect. A handler must not call this object.</summary>
    public event EventHandler<RuleChange>? Changed;

    /// <summary>The maximum number of rules in a registry (Amazon ECR service quotas: pull through cache rules per registry).</summary>
    public int Quota { get; set; } = 50;

    /// <summary>The time before Describe reflects a Create or a Delete. Other operations reflect them immediately (assumed).</summary>
    public TimeSpan DescribeLag { get; set; }

    /// <summary>
    /// The time before the service-linked role that an account's first rule creates can read a secret. The user guide states that changes
    /// in IAM take time to become visible everywhere.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html"/>
    public TimeSpan ServiceLinkedRoleDelay { get; set; }

    /// <summary>The current rules, regardless of <see cref="DescribeLag"/>.</summary>
    public IReadOnlyList<EmulatedRule> Rules
    {
        get
        {
            lock (gate)
            {
                return [.. rules.Values.OrderBy(rule => rule.RegistryId, StringComparer.Ordinal).ThenBy(rule => rule.EcrRepositoryPrefix, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>
    /// The IAM actions that callers have needed so far: the operations' own, and those that Amazon ECR requires for a role or an account's
    /// first rule.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html"/>
    public IReadOnlyCollection<string> UsedActions
    {
        get
        {
            lock (gate)
            {
                return [.. usedActions];
            }
        }
    }

    /// <summary>Denies an IAM action, such as <c>ecr:CreatePullThroughCacheRule</c>, to the caller.</summary>
    public void Deny(string action)
    {
        lock (gate)
        {
            denied.Add(action);
        }
    }

    /// <summary>Allows an IAM action again.</summary>
    public void Allow(string action)
    {
        lock (gate)
        {
            denied.Remove(action);
        }
    }

    /// <summary>Throttles an operation above a rate.</summary>
    /// <param name="operation">The name of the API operation.</param>
    /// <param name="perSecond">The sustained rate, in calls per second.</param>
    /// <param name="burst">The number of calls that are allowed at once.</param>
    public void Limit(string operation, double perSecond, double burst)
    {
        lock (gate)
        {
            rates[operation] = new(options.Clock, perSecond, burst);
        }
    }

    /// <summary>Stores a rule without any checks, like a change outside the stack.</summary>
    public void Put(EmulatedRule rule)
    {
        lock (gate)
        {
            Set(rule);
            serviceLinkedRoles.TryAdd(rule.RegistryId, DateTimeOffset.MinValue);
        }
    }

    /// <summary>Removes a rule, like a change outside the stack.</summary>
    /// <returns>True if the rule existed.</returns>
    public bool Remove(string prefix, string? registryId = null, string? region = null)
    {
        lock (gate)
        {
            return Unset(Key(new(region ?? options.Region, registryId ?? options.AccountId), prefix));
        }
    }

    /// <summary>Returns the rule of a prefix, or null.</summary>
    public EmulatedRule? Find(string prefix, string? registryId = null, string? region = null)
    {
        lock (gate)
        {
            return rules.GetValueOrDefault(Key(new(region ?? options.Region, registryId ?? options.AccountId), prefix));
        }
    }

    /// <summary>Executes an operation.</summary>
    /// <exception cref="EcrError">The error response of Amazon ECR.</exception>
    internal EcrOutput Execute(string operation, EcrInput input, string region)
    {
        lock (gate)
        {
            if (rates.TryGetValue(operation, out var rate) && !rate.TryTake())
            {
                throw Assumed.Throttled();
            }

            // Permissions before the input: assumed, as the order of all checks.
            var registryId = input.RegistryId ?? options.AccountId;
            var registry = new Registry(region, registryId);
            Authorize(
                $"ecr:{operation}",
                $"arn:aws:ecr:{region}:{registryId}:*",
                isClosed: registryId != options.AccountId && !options.OtherAccountIds.Contains(registryId));
            return operation switch
            {
                "CreatePullThroughCacheRule" => new EcrOutput.Created(Create(input, registry)),
                "DescribePullThroughCacheRules" => Describe(input, registry),
                "UpdatePullThroughCacheRule" => new EcrOutput.Updated(Update(input, registry)),
                "DeletePullThroughCacheRule" => new EcrOutput.Deleted(Delete(input, registry)),
                "ValidatePullThroughCacheRule" => Validate(input, registry),
                _ => throw new EcrError("UnknownOperationException", ""),
            };
        }
    }

    private void Authorize(string action, string resource, bool isClosed = false)
    {
        usedActions.Add(action);
        if (isClosed || denied.Contains(action))
        {
            // The format of IAM's message: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
            throw new EcrError(
                "AccessDeniedException",
                $"User: arn:aws:sts::{options.AccountId}:assumed-role/ecr-ptc-role/ecr-ptc is not authorized to perform: {action} "
                + $"on resource: {resource} because no {(isClosed ? "resource-based" : "identity-based")} policy allows the {action} action");
        }
    }

    private void AuthorizePassing(string? roleArn)
    {
        if (roleArn is not null)
        {
            Authorize("iam:PassRole", roleArn);
        }
    }

    private void MakeServiceLinkedRole(string accountId)
    {
        if (!serviceLinkedRoles.ContainsKey(accountId))
        {
            Authorize(
                "iam:CreateServiceLinkedRole",
                $"arn:aws:iam::{accountId}:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache");
            serviceLinkedRoles.Add(accountId, options.Clock.GetUtcNow());
        }
    }

    private EmulatedRule Create(EcrInput input, Registry registry)
    {
        var prefix = input.Prefix();
        var url = input.UpstreamRegistryUrl ?? throw EcrInput.Missing("upstreamRegistryUrl");
        var upstream = UpstreamRegistries.FromUrl(url);

        // For registries without authentication, a wrong name is silently accepted (measured; see MeasuredErrors).
        if (input.UpstreamRegistry is { } given && given != upstream.Name && upstream.NeedsCredential)
        {
            throw MeasuredErrors.RegistryMismatch();
        }

        if (upstream.Account == registry.Id && upstream.Region == registry.Region)
        {
            throw MeasuredErrors.UpstreamIsCache();
        }

        if (prefix == "ROOT" && input.UpstreamRepositoryPrefix is not (null or "ROOT"))
        {
            throw Assumed.RootTakesNoUpstreamPrefix();
        }

        if (upstream.NeedsCredential && input.CredentialArn is null)
        {
            throw MeasuredErrors.CredentialRequired();
        }

        CheckKindOfCredential(input, upstream);
        if (upstream.Account is not null && upstream.Account != registry.Id && input.CustomRoleArn is null)
        {
            throw Assumed.RoleRequired();
        }

        if (rules.ContainsKey(Key(registry, prefix)))
        {
            throw Assumed.AlreadyExists(prefix, registry.Id);
        }

        if (rules.Keys.Count(key => key.Registry == registry) >= Quota)
        {
            throw Assumed.LimitExceeded(registry.Id, Quota);
        }

        AuthorizePassing(input.CustomRoleArn);
        MakeServiceLinkedRole(registry.Id);
        CheckSecret(input.CredentialArn, registry);
        var now = options.CreationTimes.TryGetValue(prefix.TrimEnd('/'), out var moment) ? moment : options.Clock.GetUtcNow();
        var rule = new EmulatedRule(
            registry.Id, prefix, url, Assumed.NameOf(input.UpstreamRegistry, upstream.Name), input.CredentialArn, input.CustomRoleArn, input.UpstreamRepositoryPrefix, now, now)
        {
            Region = registry.Region == options.Region ? null : registry.Region,
        };
        Set(rule);
        return rule;
    }

    private static void CheckKindOfCredential(EcrInput input, EmulatedUpstream upstream)
    {
        if (!upstream.NeedsCredential && input.CredentialArn is not null)
        {
            throw MeasuredErrors.CredentialRefused();
        }

        if (upstream.Name != "ecr" && input.CustomRoleArn is not null)
        {
            throw MeasuredErrors.RoleRefused();
        }
    }

    private EcrOutput.Page Describe(EcrInput input, Registry registry)
    {
        var visible = Visible(registry);
        if (input.Prefixes() is { } prefixes)
        {
            return input.MaxResults() is null && input.NextToken is null
                ? new([.. prefixes.Select(prefix => visible.GetValueOrDefault(Key(registry, prefix)) ?? throw Assumed.NotFound(prefix, registry.Id))], null)
                : throw EcrError.InvalidParameter("maxResults", "must not be used together with ecrRepositoryPrefixes");
        }

        var all = visible.Values.OrderBy(rule => rule.EcrRepositoryPrefix, StringComparer.Ordinal).ToList();
        var from = input.NextToken switch
        {
            null => 0,
            var token when int.TryParse(token, out var index) && index >= 0 && index <= all.Count => index,
            _ => throw EcrError.InvalidParameter("nextToken", "must be a token of an earlier page"),
        };
        var count = input.MaxResults() ?? 100;
        return new(
            [.. all.Skip(from).Take(count)],
            from + count < all.Count ? (from + count).ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    private EmulatedRule Update(EcrInput input, Registry registry)
    {
        var old = Existing(input.Prefix(), registry);
        if (input.CredentialArn is null && input.CustomRoleArn is null)
        {
            throw MeasuredErrors.NothingToUpdate();
        }

        CheckKindOfCredential(input, UpstreamRegistries.FromUrl(old.UpstreamRegistryUrl));
        AuthorizePassing(input.CustomRoleArn);
        CheckSecret(input.CredentialArn, registry);
        var rule = Assumed.Updated(old, input.CredentialArn, input.CustomRoleArn, options.Clock.GetUtcNow());
        Set(rule);
        return rule;
    }

    private EmulatedRule Delete(EcrInput input, Registry registry)
    {
        var rule = Existing(input.Prefix(), registry);
        Unset(KeyOf(rule));
        deleted[KeyOf(rule)] = (rule, options.Clock.GetUtcNow());
        return rule;
    }

    // A rule without a credential is valid too: the example in the user guide is for ecr-public.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working-validate.html
    private EcrOutput.Validated Validate(EcrInput input, Registry registry)
    {
        var rule = Existing(input.Prefix(), registry);
        return new(rule, rule.CredentialArn is null ? null : Assumed.FailureOf(Read(rule.CredentialArn, registry), rule.UpstreamRegistryUrl));
    }

    private void Set(EmulatedRule rule)
    {
        var before = rules.GetValueOrDefault(KeyOf(rule));
        rules[KeyOf(rule)] = rule;
        Changed?.Invoke(this, new(before, rule));
    }

    private bool Unset((Registry Registry, string Prefix) key)
    {
        if (!rules.Remove(key, out var before))
        {
            return false;
        }

        Changed?.Invoke(this, new(before, After: null));
        return true;
    }

    private void CheckSecret(string? arn, Registry registry)
    {
        if (arn is null)
        {
            return;
        }

        if (arn.Split(':') is [_, _, _, var region, var account, ..] && (region != registry.Region || account != registry.Id))
        {
            throw MeasuredErrors.SecretIsElsewhere();
        }

        Authorize(Assumed.ActionOfCredential, arn);
        switch (Read(arn, registry))
        {
            case null:
                throw MeasuredErrors.SecretNotFound();
            case SecretState.Unreadable:
                throw Assumed.UnableToAccessSecret(arn);
            case SecretState.Undecryptable:
                throw Assumed.UnableToDecryptSecret(arn);
        }
    }

    // Amazon ECR reads the secret with its service-linked role.
    private SecretState? Read(string arn, Registry registry) =>
        serviceLinkedRoles.TryGetValue(registry.Id, out var madeAt) && madeAt + ServiceLinkedRoleDelay > options.Clock.GetUtcNow()
            ? SecretState.Unreadable
            : secrets.Read(arn);

    private EmulatedRule Existing(string prefix, Registry registry) =>
        rules.GetValueOrDefault(Key(registry, prefix)) ?? throw Assumed.NotFound(prefix, registry.Id);

    private Dictionary<(Registry Registry, string Prefix), EmulatedRule> Visible(Registry registry)
    {
        var horizon = options.Clock.GetUtcNow() - DescribeLag;
        var visible = rules.Where(each => each.Key.Registry == registry && (DescribeLag == TimeSpan.Zero || each.Value.CreatedAt <= horizon))
            .ToDictionary(each => each.Key, each => each.Value);
        foreach (var (key, (rule, deletedAt)) in deleted)
        {
            if (key.Registry == registry && rule.CreatedAt <= horizon && deletedAt > horizon)
            {
                visible.TryAdd(key, rule);
            }
        }

        return visible;
    }

    private (Registry Registry, string Prefix) KeyOf(EmulatedRule rule) => Key(new(rule.Region ?? options.Region, rule.RegistryId), rule.EcrRepositoryPrefix);

    private static (Registry Registry, string Prefix) Key(Registry registry, string prefix) => (registry, Assumed.KeyOf(prefix));

    private readonly record struct Registry(string Region, string Id)
    {
        public override string ToString() => Id;
    }
}
