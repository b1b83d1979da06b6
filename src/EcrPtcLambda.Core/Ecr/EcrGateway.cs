using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Common;
using EcrPtcLambda.Rules;
using Microsoft.Extensions.Logging;
using PullThroughCacheRule = EcrPtcLambda.Rules.PullThroughCacheRule;
using UpstreamRegistry = EcrPtcLambda.Rules.UpstreamRegistry;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// The five operations of Amazon ECR that the function calls. Every failure is an <see cref="EcrException"/>: no type of the SDK leaves
/// this class.
/// </summary>
/// <param name="connection">Provides the client, and records the requests that its calls send.</param>
/// <param name="clock">Measures delays.</param>
/// <param name="backoff">The delays between attempts.</param>
internal sealed class EcrGateway(EcrConnection connection, TimeProvider clock, Backoff backoff, ILogger logger)
{
    /// <summary>The number of calls, without the SDK's retries.</summary>
    public int Calls { get; private set; }

    /// <returns>The rule, or null if there is none.</returns>
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
    /// No rule was created. The kind is <see cref="EcrErrorKind.UnauthenticatedUpstreamRegistry"/> for an unsupported upstream of a rule
    /// with neither a credential nor a role; it is derived from the rule, not from the error message.
    /// </exception>
    public async Task<LiveRule> CreateAsync(PullThroughCacheRule rule, CancellationToken cancellationToken)
    {
        var request = new CreatePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = rule.Key.EcrRepositoryPrefix,
            RegistryId = rule.Key.RegistryId,
            UpstreamRegistryUrl = rule.UpstreamRegistryUrl,
            CredentialArn = rule.CredentialArn,
            CustomRoleArn = rule.CustomRoleArn,
        };

        // A rule that is restored has no name if Amazon ECR didn't return one. Amazon ECR derives it from the URL.
        if (rule.UpstreamRegistry.Length > 0)
        {
            request.UpstreamRegistry = rule.UpstreamRegistry;
        }

        // ROOT is the default, and can be set only if EcrRepositoryPrefix isn't ROOT:
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

    /// <summary>Sets the credential and the role of <paramref name="live"/>. Null leaves a value unchanged.</summary>
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

    /// <returns>False if there was no such rule.</returns>
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

    /// <summary>Validates the rule's credential by a login to its upstream registry.</summary>
    /// <exception cref="EcrException">
    /// The call failed, or Amazon ECR found the credential invalid (<see cref="EcrErrorKind.UpstreamRejected"/>).
    /// </exception>
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

    // A stack with many rules can cause throttling by itself, so throttled calls are retried with backoff beyond the SDK's own retries,
    // until the caller's deadline.
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
#pragma warning disable CA1031 // Every exception becomes a mapped error, so that it is rolled back and reported.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var error = EcrErrorMapper.Map(operation, exception, cancellationToken.IsCancellationRequested, sent.MayHaveTakenEffect);
            EcrGatewayLog.EcrCallFailed(logger, operation.Name, key, error.ExceptionName, error.Message, error.RequestId);
            throw new EcrException(error, exception);
        }
    }

    // Any setup failure of the SDK comes from the environment.
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
