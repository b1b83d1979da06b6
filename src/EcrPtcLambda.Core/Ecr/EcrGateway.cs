using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Common;
using EcrPtcLambda.Rules;
using Microsoft.Extensions.Logging;
using PullThroughCacheRule = EcrPtcLambda.Rules.PullThroughCacheRule;
using UpstreamRegistry = EcrPtcLambda.Rules.UpstreamRegistry;

namespace EcrPtcLambda.Ecr;

/// <summary>The five calls that the product makes. The SDK's types and exceptions stop here: every failure leaves as an <see cref="EcrException"/>.</summary>
/// <param name="connection">Gives the client, and tells what its calls sent.</param>
/// <param name="clock">What delays are measured by.</param>
/// <param name="backoff">The delays between attempts.</param>
internal sealed class EcrGateway(EcrConnection connection, TimeProvider clock, Backoff backoff, ILogger logger)
{
    /// <summary>How many calls were made, retries of the SDK not counted.</summary>
    public int Calls { get; private set; }

    /// <returns>The rule, or null where there is none.</returns>
    public async Task<LiveRule?> DescribeAsync(RuleKey key, CancellationToken cancellationToken)
    {
        try
        {
            var response = await CallAsync(
                EcrOperation.DescribePullThroughCacheRules,
                key,
                (client, token) => client.DescribePullThroughCacheRulesAsync(
                    new() { RegistryId = key.RegistryId, EcrRepositoryPrefixes = [key.EcrRepositoryPrefix] },
                    token),
                cancellationToken);
            return response.PullThroughCacheRules is [var rule, ..]
                ? new(
                    key,
                    rule.UpstreamRegistryUrl ?? "",
                    rule.UpstreamRegistry?.Value,
                    Absent(rule.CredentialArn),
                    Absent(rule.CustomRoleArn),
                    UpstreamPrefix(rule.UpstreamRepositoryPrefix),
                    Utc(rule.CreatedAt),
                    Utc(rule.UpdatedAt))
                : null;
        }
        catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <exception cref="EcrException">
    /// ECR made no rule. An unsupported upstream of a rule with neither credential nor role is
    /// <see cref="EcrErrorKind.UnauthenticatedUpstreamRegistry"/>: what the rule carries tells it, and no text of ECR's.
    /// </exception>
    public async Task<LiveRule> CreateAsync(PullThroughCacheRule rule, CancellationToken cancellationToken)
    {
        var request = new CreatePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = rule.Key.EcrRepositoryPrefix,
            RegistryId = rule.Key.RegistryId,
            UpstreamRegistryUrl = rule.UpstreamRegistryUrl,
            UpstreamRegistry = rule.UpstreamRegistry,
            CredentialArn = rule.CredentialArn,
            CustomRoleArn = rule.CustomRoleArn,
        };

        // ROOT is what ECR takes where there is none, and it may be set only where EcrRepositoryPrefix isn't ROOT:
        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
        if (rule.UpstreamRepositoryPrefix != RuleKey.Root)
        {
            request.UpstreamRepositoryPrefix = rule.UpstreamRepositoryPrefix;
        }

        CreatePullThroughCacheRuleResponse response;
        try
        {
            response = await CallAsync(
                EcrOperation.CreatePullThroughCacheRule, rule.Key, (client, token) => client.CreatePullThroughCacheRuleAsync(request, token), cancellationToken);
        }
        catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.UnsupportedUpstreamRegistry && rule is { CredentialArn: null, CustomRoleArn: null })
        {
            throw new EcrException(exception.Error with { Kind = EcrErrorKind.UnauthenticatedUpstreamRegistry }, exception);
        }

        return new(
            rule.Key,
            response.UpstreamRegistryUrl ?? rule.UpstreamRegistryUrl,
            response.UpstreamRegistry?.Value ?? rule.UpstreamRegistry,
            Absent(response.CredentialArn),
            Absent(response.CustomRoleArn),
            UpstreamPrefix(response.UpstreamRepositoryPrefix),
            Utc(response.CreatedAt) ?? clock.GetUtcNow(),
            UpdatedAt: null);
    }

    /// <summary>Sets the credential and the role of <paramref name="live"/>; null leaves one as it is.</summary>
    public async Task<LiveRule> UpdateAsync(LiveRule live, string? credentialArn, string? customRoleArn, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            EcrOperation.UpdatePullThroughCacheRule,
            live.Key,
            (client, token) => client.UpdatePullThroughCacheRuleAsync(
                new()
                {
                    EcrRepositoryPrefix = live.Key.EcrRepositoryPrefix,
                    RegistryId = live.Key.RegistryId,
                    CredentialArn = credentialArn,
                    CustomRoleArn = customRoleArn,
                },
                token),
            cancellationToken);
        return live with
        {
            CredentialArn = Absent(response.CredentialArn) ?? credentialArn ?? live.CredentialArn,
            CustomRoleArn = Absent(response.CustomRoleArn) ?? customRoleArn ?? live.CustomRoleArn,
            UpdatedAt = Utc(response.UpdatedAt),
        };
    }

    /// <returns>False where there was no such rule.</returns>
    public async Task<bool> DeleteAsync(RuleKey key, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(
                EcrOperation.DeletePullThroughCacheRule,
                key,
                (client, token) => client.DeletePullThroughCacheRuleAsync(
                    new() { EcrRepositoryPrefix = key.EcrRepositoryPrefix, RegistryId = key.RegistryId },
                    token),
                cancellationToken);
            return true;
        }
        catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.NotFound)
        {
            return false;
        }
    }

    /// <summary>Has ECR log in to the rule's upstream.</summary>
    /// <exception cref="EcrException">The call failed, or <see cref="EcrErrorKind.UpstreamRejected"/>: ECR found the credential invalid.</exception>
    public async Task ValidateAsync(RuleKey key, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            EcrOperation.ValidatePullThroughCacheRule,
            key,
            (client, token) => client.ValidatePullThroughCacheRuleAsync(
                new() { EcrRepositoryPrefix = key.EcrRepositoryPrefix, RegistryId = key.RegistryId },
                token),
            cancellationToken);
        if (response.IsValid is not true)
        {
            var why = string.IsNullOrWhiteSpace(response.Failure) ? "the upstream registry did not accept the credential" : response.Failure.Trim().TrimEnd('.');
            throw new EcrException(new(
                EcrErrorKind.UpstreamRejected, EcrOperation.ValidatePullThroughCacheRule, "UpstreamValidationFailed", why, response.ResponseMetadata?.RequestId)
            {
                Advice = UpstreamRegistry.AdviceOn(response.UpstreamRegistryUrl ?? ""),
            });
        }
    }

    // Throttling passes, and a stack of many rules brings it about by itself: beyond the SDK's own tries it is waited out for as
    // long as the caller has time.
    private async Task<TResponse> CallAsync<TResponse>(
        EcrOperation operation, RuleKey key, Func<IAmazonECR, CancellationToken, Task<TResponse>> call, CancellationToken cancellationToken)
    {
        var sent = connection.Record();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CallOnceAsync(operation, key, call, sent, cancellationToken);
            }
            catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.Throttled && !cancellationToken.IsCancellationRequested)
            {
                if (!await backoff.WaitAsync(backoff.EqualJitter(attempt), cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    private async Task<TResponse> CallOnceAsync<TResponse>(
        EcrOperation operation, RuleKey key, Func<IAmazonECR, CancellationToken, Task<TResponse>> call, SentRequests sent, CancellationToken cancellationToken)
    {
        Calls++;
        try
        {
            var response = await call(Client(operation), cancellationToken);
            EcrGatewayLog.EcrCallSucceeded(logger, operation.Name, key);
            return response;
        }
#pragma warning disable CA1031 // Nothing but a classified failure leaves, whatever the SDK, the network or the runtime throws: so each is undone and answered.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var error = EcrErrorMapper.Map(operation, exception, cancellationToken.IsCancellationRequested, sent.MayHaveTakenEffect);
            EcrGatewayLog.EcrCallFailed(logger, operation.Name, key, error.ExceptionName, error.Message, error.RequestId);
            throw new EcrException(error, exception);
        }
    }

    // Whatever keeps the SDK from being set up is in the environment.
    private IAmazonECR Client(EcrOperation operation)
    {
        try
        {
            return connection.Client;
        }
        catch (Exception exception) when (exception is not MissingCredentialsException)
        {
            throw new EcrException(
                new(EcrErrorKind.Configuration, operation, exception.GetType().Name, exception.Message.Trim().TrimEnd('.')), exception);
        }
    }

    private static string? Absent(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string UpstreamPrefix(string? prefix) => string.IsNullOrEmpty(prefix) ? RuleKey.Root : RuleKey.Normalize(prefix);

    private static DateTimeOffset? Utc(DateTime? moment) =>
        moment is { } value ? new DateTimeOffset(value.Kind is DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value).ToUniversalTime() : null;
}
