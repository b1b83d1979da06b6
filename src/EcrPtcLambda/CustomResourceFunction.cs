using System.Globalization;
using Amazon.Lambda.Core;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Logging;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda;

/// <summary>The way of every event: read it, attempt what it asks for, and send the one answer, whatever happened.</summary>
/// <param name="settings">What the environment says.</param>
/// <param name="serializer">Reads the event.</param>
/// <param name="ecrConnection">Gives the client of ECR; asked inside the invocation, where a failure can be answered.</param>
/// <param name="responses">Sends answers: follows no redirect, adds no header.</param>
/// <param name="clock">All time.</param>
/// <param name="random">A number from 0 up to 1, for jitter.</param>
/// <param name="output">Where log lines go.</param>
/// <param name="openAhead">Begins to connect to where an answer will go, and sends nothing; null leaves it to the answer.</param>
internal sealed class CustomResourceFunction(
    FunctionSettings settings,
    ILambdaSerializer serializer,
    EcrConnection ecrConnection,
    HttpClient responses,
    TimeProvider clock,
    Func<double> random,
    Stream output,
    Action<Uri>? openAhead = null)
{
    private bool isWarm;

    /// <summary>Handles one event.</summary>
    /// <exception cref="AnswerUndeliveredException">The answer could not be delivered in the time there was, and a redelivery can help.</exception>
    public async Task HandleAsync(Stream input, ILambdaContext context)
    {
        using var deadline = new Deadline(context.RemainingTime, clock);
        var logger = new JsonLineLogger(output, clock, settings.MinimumLogLevel, context.AwsRequestId);

        if (deadline.IsPast)
        {
            Log.DeadlineIsPast(logger, deadline.Total);
        }

        var @event = EventReader.Read(await ReadAsync(input, deadline.Work), serializer);
        var request = LifecycleRequest.Of(@event);
        if (ResponseUrl.TryParse(JsonText.Of(@event.ResponseUrl), ResponseHosts.From(settings.ResponseHosts), out var url) is { } why)
        {
            var failureName = @event.IsSnsNotification ? "SnsNotification" : "UnusableResponseUrl";
            if (@event.IsSnsNotification)
            {
                Log.EventIsSnsNotification(logger);
            }
            else
            {
                Log.ResponseUrlUnusable(logger, why);
            }

            Summarize(@event, RequestEnvelope.Of(@event, url: null), Untried(request, why, failureName), new Delivery.Withheld(), deadline.Elapsed, deadline, logger);
            return;
        }

        var now = clock.GetUtcNow();
        var birth = RequestBirth.Of(url!, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"), now);
        var expiry = birth.ExpiresAt(url!, @event.ServiceTimeout);
        var isStale = now > expiry;
        if (isStale)
        {
            Log.EventIsStale(logger, expiry!.Value);
        }

        // Later a connection is at hand, from the answer before.
        if (!isWarm && !isStale)
        {
            openAhead?.Invoke(url!.Uri);
        }

        var envelope = RequestEnvelope.Of(@event, url);
        var attempt = isStale && request is not LifecycleRequest.Delete
            ? Untried(request, "CloudFormation no longer waits for the response", "StaleEvent")
            : await AttemptAsync(request, envelope, birth, context, deadline, logger);
        var workDuration = deadline.Elapsed;
        var body = ResponseFitting.Fit(
            CustomResourceResponse.Of(envelope, attempt.Outcome, attempt.Home),
            $"(see log stream {context.LogStreamName}, request {context.AwsRequestId})");
        Delivery delivery = isStale
            ? new Delivery.Withheld()
            : await new ResponseSender(responses, clock, random, logger).SendAsync(url!, body, deadline.Answer);
        Summarize(@event, envelope, attempt, delivery, workDuration, deadline, logger);

        switch (delivery)
        {
            case Delivery.Refused refused:
                Log.AnswerRefused(logger, refused.StatusCode);
                break;
            case Delivery.Undelivered undelivered:
                Log.AnswerUndelivered(logger, undelivered.Attempts, undelivered.LastFailure);
                throw new AnswerUndeliveredException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The answer could not be delivered in the time there was, after {undelivered.Attempts} attempts: {undelivered.LastFailure}."));
        }
    }

    private void Summarize(
        CustomResourceEvent @event, RequestEnvelope envelope, Attempt attempt, Delivery delivery, TimeSpan workDuration, Deadline deadline, JsonLineLogger logger)
    {
        var outcome = attempt.Outcome;
        logger.Write(new InvocationSummary
        {
            Timestamp = clock.GetUtcNow(),
            RequestType = JsonText.Of(@event.RequestType) ?? "",
            StackId = envelope.StackId,
            LogicalResourceId = envelope.LogicalResourceId,
            PhysicalResourceId = outcome.PhysicalResourceId,
            Plan = attempt.Plan?.Name ?? "None",
            Outcome = outcome is Outcome.Succeeded ? InvocationSummary.Success : InvocationSummary.Failure,
            Reason = (outcome as Outcome.Failed)?.Reason,
            ExceptionName = (outcome as Outcome.Failed)?.ExceptionName,
            Delivery = delivery.Name,
            IsUnanswered = delivery is not Delivery.Accepted,
            AnswerAttempts = delivery.Attempts,
            EcrCalls = attempt.EcrCalls,
            WorkDuration = workDuration,
            AnswerDuration = deadline.Elapsed - workDuration,
            ColdStart = !isWarm,
        });
        isWarm = true;
    }

    private static Attempt Untried(LifecycleRequest request, string why, string exceptionName) =>
        new(new Outcome.Failed(request.PhysicalResourceId ?? "", $"Nothing was done: {why}.", exceptionName));

    private async Task<Attempt> AttemptAsync(
        LifecycleRequest request, RequestEnvelope envelope, RequestBirth birth, ILambdaContext context, Deadline deadline, JsonLineLogger logger)
    {
        if (request is LifecycleRequest.Unintelligible { Reason: var reason, PhysicalResourceId: var id })
        {
            return new(new Outcome.Failed(id ?? PhysicalResourceId.OfFailedCreate(envelope.RequestId).Text, reason, "InvalidEvent"));
        }

        HomeRegistry? home = null;
        EcrRegistry? ecr = null;
        RuleProvisioner? provisioner = null;
        try
        {
            home = HomeRegistry.Of(context.InvokedFunctionArn, settings.Region);
            ecr = new EcrRegistry(ecrConnection, clock, random, logger);
            var propagation = new PropagationRetry(clock, random);
            var finder = new RuleFinder(ecr, propagation, clock, random);
            var executor = new PlanExecutor(ecr, propagation, finder, clock);
            provisioner = new RuleProvisioner(finder, executor, home, birth, envelope, deadline, clock);
            var outcome = await provisioner.ProvisionAsync(request);
            if (provisioner.Plan is Plan.Ignore ignore)
            {
                Log.DeleteIgnored(logger, ignore.Why);
            }

            return new(outcome, home, provisioner.Plan, ecr.Calls);
        }
#pragma warning disable CA1031 // Whatever goes wrong is answered, or the stack would wait for an hour.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.InternalError(logger, exception);
            var reasonForReader = $"The handler failed by an error of its own ({exception.GetType().Name}: {exception.Message}). "
                + $"See log stream {context.LogStreamName}, request {context.AwsRequestId}.";
            return new(
                new Outcome.Failed(request.PhysicalResourceId ?? PhysicalResourceId.OfFailedCreate(envelope.RequestId).Text, reasonForReader, exception.GetType().Name),
                home,
                provisioner?.Plan,
                ecr?.Calls ?? 0);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private sealed record Attempt(Outcome Outcome, HomeRegistry? Home = null, Plan? Plan = null, int EcrCalls = 0);
}
