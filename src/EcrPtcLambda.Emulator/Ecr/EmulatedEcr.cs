using EcrPtcLambda.Emulator.Secrets;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>Amazon ECR's five operations on pull through cache rules, over rules kept by account, Region and prefix.</summary>
public sealed class EmulatedEcr
{
    private readonly EmulatedAwsOptions options;
    private readonly EmulatedSecretsManager secrets;
    private readonly Lock gate = new();
    private readonly Dictionary<(Registry Registry, string Prefix), EmulatedRule> rules = [];
    private readonly Dictionary<(Registry Registry, string Prefix), (EmulatedRule Rule, DateTimeOffset DeletedAt)> deleted = [];
    private readonly HashSet<string> denied = [];
    private readonly HashSet<string> accountsWithServiceLinkedRole = [];
    private readonly SortedSet<string> usedActions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenBucket> rates = [];

    internal EmulatedEcr(EmulatedAwsOptions options, EmulatedSecretsManager secrets)
    {
        this.options = options;
        this.secrets = secrets;
    }

    /// <summary>Told of each change of a rule as it takes effect, in the order of the changes; a handler must not call back.</summary>
    public event EventHandler<RuleChange>? Changed;

    /// <summary>The most rules in a registry (service quotas of ECR: pull through cache rules per registry).</summary>
    public int Quota { get; set; } = 50;

    /// <summary>How long Describe doesn't show a Create or a Delete.</summary>
    public TimeSpan DescribeLag { get; set; }

    /// <summary>The rules as they are, whatever Describe shows.</summary>
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
    /// The IAM actions that callers needed so far: the operations' own, and those that ECR asks of whoever names a role or makes an
    /// account's first rule.
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

    /// <summary>Takes an IAM action, such as <c>ecr:CreatePullThroughCacheRule</c>, away from the caller.</summary>
    public void Deny(string action)
    {
        lock (gate)
        {
            denied.Add(action);
        }
    }

    /// <summary>Gives an IAM action back.</summary>
    public void Allow(string action)
    {
        lock (gate)
        {
            denied.Remove(action);
        }
    }

    /// <summary>Throttles an operation beyond a rate.</summary>
    /// <param name="operation">ECR's name of the operation.</param>
    /// <param name="perSecond">What is let through in the long run.</param>
    /// <param name="burst">What is let through at once.</param>
    public void Limit(string operation, double perSecond, double burst)
    {
        lock (gate)
        {
            rates[operation] = new(options.Clock, perSecond, burst);
        }
    }

    /// <summary>Puts a rule there by hand, past all checks.</summary>
    public void Put(EmulatedRule rule)
    {
        lock (gate)
        {
            Set(rule);
            accountsWithServiceLinkedRole.Add(rule.RegistryId);
        }
    }

    /// <summary>Takes a rule away by hand.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string prefix, string? registryId = null, string? region = null)
    {
        lock (gate)
        {
            return Unset(Key(new(region ?? options.Region, registryId ?? options.AccountId), prefix));
        }
    }

    /// <summary>The rule of a prefix, or null.</summary>
    public EmulatedRule? Find(string prefix, string? registryId = null, string? region = null)
    {
        lock (gate)
        {
            return rules.GetValueOrDefault(Key(new(region ?? options.Region, registryId ?? options.AccountId), prefix));
        }
    }

    /// <summary>Carries an operation out.</summary>
    /// <exception cref="EcrError">What ECR answers instead.</exception>
    internal EcrOutput Execute(string operation, EcrInput input, string region)
    {
        lock (gate)
        {
            if (rates.TryGetValue(operation, out var rate) && !rate.TryTake())
            {
                throw new EcrError("ThrottlingException", "Rate exceeded");
            }

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
            throw new EcrError(
                "AccessDeniedException",
                $"User: arn:aws:sts::{options.AccountId}:assumed-role/ecr-ptc-role/ecr-ptc is not authorized to perform: {action} "
                + $"on resource: {resource} because no identity-based policy allows the {action} action");
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
        if (!accountsWithServiceLinkedRole.Contains(accountId))
        {
            Authorize(
                "iam:CreateServiceLinkedRole",
                $"arn:aws:iam::{accountId}:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache");
            accountsWithServiceLinkedRole.Add(accountId);
        }
    }

    private EmulatedRule Create(EcrInput input, Registry registry)
    {
        var prefix = input.Prefix();
        var url = input.UpstreamRegistryUrl ?? throw EcrInput.Missing("upstreamRegistryUrl");
        var (name, needsCredential, account) = UpstreamRegistries.Of(url);
        if (input.UpstreamRegistry is { } given && given != name)
        {
            throw EcrError.Validation($"The upstream registry '{given}' does not match the upstream registry URL '{url}'");
        }

        if (rules.ContainsKey(Key(registry, prefix)))
        {
            throw new EcrError(
                "PullThroughCacheRuleAlreadyExistsException",
                $"The pull through cache rule with repository prefix '{prefix}' already exists in the registry with id '{registry}'");
        }

        if (rules.Keys.Count(key => key.Registry == registry) >= Quota)
        {
            throw new EcrError("LimitExceededException", $"The registry with id '{registry}' has the maximum number of pull through cache rules: {Quota}");
        }

        if (needsCredential && input.CredentialArn is null)
        {
            // As recorded in https://github.com/aws-controllers-k8s/community/issues/2589
            throw new EcrError("UnsupportedUpstreamRegistryException", "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN and try again.");
        }

        if (!needsCredential && input.CredentialArn is not null)
        {
            throw EcrError.Validation($"A credential ARN is not supported for the upstream registry '{name}'");
        }

        if (name != "ecr" && input.CustomRoleArn is not null)
        {
            throw EcrError.Validation($"A custom role ARN is not supported for the upstream registry '{name}'");
        }

        if (account is not null && account != registry.Id && input.CustomRoleArn is null)
        {
            throw EcrError.Validation("A custom role ARN is required for an upstream registry in another account");
        }

        AuthorizePassing(input.CustomRoleArn);
        MakeServiceLinkedRole(registry.Id);
        CheckSecret(input.CredentialArn);
        var now = options.Clock.GetUtcNow();
        var rule = new EmulatedRule(
            registry.Id, prefix, url, name, input.CredentialArn, input.CustomRoleArn, input.UpstreamRepositoryPrefix ?? "ROOT", now, now)
        {
            Region = registry.Region == options.Region ? null : registry.Region,
        };
        Set(rule);
        return rule;
    }

    private EcrOutput.Page Describe(EcrInput input, Registry registry)
    {
        var visible = Visible(registry);
        if (input.Prefixes() is { } prefixes)
        {
            return input.MaxResults() is null && input.NextToken is null
                ? new([.. prefixes.Select(prefix => visible.GetValueOrDefault(Key(registry, prefix)) ?? throw EcrError.NotFound(prefix, registry.Id))], null)
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
            // As recorded in https://github.com/pulumi/pulumi-aws/issues/5714
            throw new EcrError("InvalidParameterException", "Invalid input: Please set either credential arn or role arn to update the credentials");
        }

        var (name, needsCredential, _) = UpstreamRegistries.Of(old.UpstreamRegistryUrl);
        if (!needsCredential && input.CredentialArn is not null)
        {
            throw EcrError.Validation($"A credential ARN is not supported for the upstream registry '{name}'");
        }

        if (name != "ecr" && input.CustomRoleArn is not null)
        {
            throw EcrError.Validation($"A custom role ARN is not supported for the upstream registry '{name}'");
        }

        AuthorizePassing(input.CustomRoleArn);
        CheckSecret(input.CredentialArn);
        var rule = old with
        {
            CredentialArn = input.CredentialArn ?? old.CredentialArn,
            CustomRoleArn = input.CustomRoleArn ?? old.CustomRoleArn,
            UpdatedAt = options.Clock.GetUtcNow(),
        };
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

    private EcrOutput.Validated Validate(EcrInput input, Registry registry)
    {
        var rule = Existing(input.Prefix(), registry);
        return new(rule, rule.CredentialArn is null ? null : secrets.Read(rule.CredentialArn) switch
        {
            SecretState.Good => null,
            SecretState.BadCredentials => $"The upstream registry {rule.UpstreamRegistryUrl} rejected the credentials in the secret: 401 Unauthorized",
            SecretState.Malformed => "The secret value must be a JSON object with the keys username and accessToken",
            SecretState.Unreadable => "Amazon ECR could not access the secret",
            SecretState.Undecryptable => "Amazon ECR could not decrypt the secret value",
            _ => "The secret could not be found",
        });
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

    private void CheckSecret(string? arn)
    {
        if (arn is null)
        {
            return;
        }

        switch (secrets.Read(arn))
        {
            case null:
                throw new EcrError("SecretNotFoundException", $"The secret with ARN '{arn}' could not be found");
            case SecretState.Unreadable:
                throw new EcrError("UnableToAccessSecretException", $"Amazon ECR is unable to access the secret with ARN '{arn}'");
            case SecretState.Undecryptable:
                throw new EcrError("UnableToDecryptSecretValueException", $"Amazon ECR is unable to decrypt the value of the secret with ARN '{arn}'");
        }
    }

    private EmulatedRule Existing(string prefix, Registry registry) =>
        rules.GetValueOrDefault(Key(registry, prefix)) ?? throw EcrError.NotFound(prefix, registry.Id);

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

    private static (Registry Registry, string Prefix) Key(Registry registry, string prefix) => (registry, prefix.TrimEnd('/'));

    private readonly record struct Registry(string Region, string Id)
    {
        public override string ToString() => Id;
    }
}
