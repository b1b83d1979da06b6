using System.Globalization;
using Amazon.Lambda.Core;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Logging;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda;

/// <summary>Handles one event: parse, provision, respond exactly once.</summary>
/// <param name="settings">The function's environment variables.</param>
/// <param name="serializer">Deserializes the event.</param>
/// <param name="ecrConnection">Creates the Amazon ECR client inside the invocation, where a failure can be reported.</param>
/// <param name="responses">Sends responses. Must not follow redirects or add headers.</param>
/// <param name="clock">The source of time.</param>
/// <param name="random">The source of jitter.</param>
/// <param name="output">The stream for log lines.</param>
/// <param name="preconnector">
/// Connects to the response bucket while the request is handled. Null to connect when the response is sent.
/// </param>
internal sealed class CustomResourceHandler(
    FunctionSettings settings,
    ILambdaSerializer serializer,
    EcrConnection ecrConnection,
    HttpClient responses,
    TimeProvider clock,
    Random random,
    Stream output,
    IPreconnector? preconnector = null)
{
    private readonly Backoff backoff = new(clock, random);
    private bool isWarm;

    /// <summary>Handles one event.</summary>
    /// <exception cref="ResponseNotDeliveredException">
    /// The response could not be delivered before the deadline, and a redelivery can help.
    /// </exception>
    public async Task HandleAsync(Stream input, ILambdaContext context)
    {
        using var deadline = new Deadline(context.RemainingTime, clock);
        var logger = new JsonLineLogger(output, clock, settings.MinimumLogLevel, context.AwsRequestId);

        if (deadline.IsPast)
        {
            HandlerLog.DeadlineIsPast(logger, deadline.Total);
        }

        var @event = EventReader.Read(await ReadAsync(input, deadline.WorkToken), serializer);
        var request = LifecycleRequest.From(@event);
        if (ResponseUrl.TryParse(JsonText.Read(@event.ResponseUrl), ResponseHosts.From(settings.ResponseHosts), out var url) is { } why)
        {
            var failureName = @event.IsSnsNotification ? "SnsNotification" : "UnusableResponseUrl";
            if (@event.IsSnsNotification)
            {
                HandlerLog.EventIsSnsNotification(logger);
            }
            else
            {
                HandlerLog.ResponseUrlUnusable(logger, why);
            }

            Summarize(@event, RequestIdentity.From(@event, url: null), NotAttempted(request, why, failureName), new SendResult.NotSent(), deadline.Elapsed, deadline, logger);
            return;
        }

        var now = clock.GetUtcNow();
        var timestamp = RequestTimestamp.From(url!, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"), now);
        var expiry = timestamp.ExpiresAt(url!, @event.ServiceTimeout);
        var isStale = now > expiry;
        if (isStale)
        {
            HandlerLog.EventIsStale(logger, expiry!.Value);
        }

        // A warm invocation reuses the connection of the previous response.
        if (!isWarm && !isStale)
        {
            preconnector?.Preconnect(url!.Uri);
        }

        var identity = RequestIdentity.From(@event, url);
        var attempt = isStale && request is not LifecycleRequest.Delete
            ? NotAttempted(request, "CloudFormation no longer waits for the response", "StaleEvent")
            : await AttemptAsync(request, identity, timestamp, context, deadline, logger);
        var workDuration = deadline.Elapsed;
        var body = ResponseTruncation.Truncate(
            attempt.Outcome.ToResponse(identity, attempt.AwsContext),
            $"(see log stream {context.LogStreamName}, request {context.AwsRequestId})");
        SendResult sendResult = isStale
            ? new SendResult.NotSent()
            : await new ResponseSender(responses, clock, backoff, logger).SendAsync(url!, body, deadline.ResponseToken);
        Summarize(@event, identity, attempt, sendResult, workDuration, deadline, logger);

        switch (sendResult)
        {
            case SendResult.Rejected rejected:
                HandlerLog.ResponseRejected(logger, rejected.StatusCode);
                break;
            case SendResult.NotDelivered notDelivered:
                HandlerLog.ResponseNotDelivered(logger, notDelivered.Attempts, notDelivered.LastFailure);
                throw new ResponseNotDeliveredException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The response could not be delivered before the deadline, after {notDelivered.Attempts} attempts: {notDelivered.LastFailure}."));
        }
    }

    private void Summarize(
        CustomResourceEvent @event, RequestIdentity identity, Attempt attempt, SendResult sendResult, TimeSpan workDuration, Deadline deadline, JsonLineLogger logger)
    {
        var outcome = attempt.Outcome;
        logger.Write(new InvocationSummary
        {
            Timestamp = clock.GetUtcNow(),
            RequestType = JsonText.Read(@event.RequestType) ?? "",
            StackId = identity.StackId,
            LogicalResourceId = identity.LogicalResourceId,
            PhysicalResourceId = outcome.PhysicalResourceId,
            Plan = attempt.Plan?.Name ?? "None",
            Outcome = outcome is Outcome.Succeeded ? InvocationSummary.Success : InvocationSummary.Failure,
            Reason = (outcome as Outcome.Failed)?.Reason,
            ExceptionName = (outcome as Outcome.Failed)?.ExceptionName,
            SendResult = sendResult.Name,
            IsUnanswered = sendResult is not SendResult.Accepted,
            ResponseAttempts = sendResult.Attempts,
            EcrCalls = attempt.EcrCalls,
            WorkDuration = workDuration,
            ResponseDuration = deadline.Elapsed - workDuration,
            ColdStart = !isWarm,
        });
        isWarm = true;
    }

    private static Attempt NotAttempted(LifecycleRequest request, string why, string exceptionName) =>
        new(new Outcome.Failed(request.PhysicalResourceId ?? "", $"Nothing is changed: {why}.", exceptionName));

    private async Task<Attempt> AttemptAsync(
        LifecycleRequest request, RequestIdentity identity, RequestTimestamp timestamp, ILambdaContext context, Deadline deadline, JsonLineLogger logger)
    {
        if (request is LifecycleRequest.Invalid { Reason: var reason, PhysicalResourceId: var id })
        {
            return new(new Outcome.Failed(id ?? PhysicalResourceId.ForFailedCreate(identity.RequestId).Text, reason, "InvalidEvent"));
        }

        AwsContext awsContext;
        try
        {
            awsContext = AwsContext.From(context.InvokedFunctionArn, settings.Region);
        }
        catch (InvalidOperationException exception)
        {
            return new(InternalError(request, identity, exception, context, logger));
        }

        var gateway = new EcrGateway(ecrConnection, clock, backoff, logger);
        var retry = new EventualConsistencyRetry(clock, backoff);
        var finder = new RuleFinder(gateway, retry, clock, backoff);
        var executor = new PlanExecutor(gateway, retry, finder, clock, backoff);
        var result = await new RuleProvisioner(finder, executor, awsContext, timestamp, identity, deadline, clock).ProvisionAsync(request);
        if (result.Plan is Plan.Skip skip)
        {
            HandlerLog.DeleteSkipped(logger, skip.Why);
        }

        return new(result.Outcome ?? InternalError(request, identity, result.Fault!, context, logger), awsContext, result.Plan, gateway.Calls);
    }

    private static Outcome.Failed InternalError(LifecycleRequest request, RequestIdentity identity, Exception exception, ILambdaContext context, JsonLineLogger logger)
    {
        HandlerLog.InternalError(logger, exception);
        return new(
            request.PhysicalResourceId ?? PhysicalResourceId.ForFailedCreate(identity.RequestId).Text,
            $"Internal error in the custom resource handler ({exception.GetType().Name}: {exception.Message}). See log stream {context.LogStreamName}, request {context.AwsRequestId}.",
            exception.GetType().Name);
    }

    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private sealed record Attempt(Outcome Outcome, AwsContext? AwsContext = null, Plan? Plan = null, int EcrCalls = 0);
}
