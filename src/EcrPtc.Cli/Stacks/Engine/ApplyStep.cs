using System.Text.Json;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Creates or updates one resource.</summary>
internal sealed class ApplyStep(RunningStack running, TemplateResource resource, IReadOnlyList<string> dependencies, TemplateEvaluator evaluator)
    : PhaseStep(resource.LogicalId, resource.LogicalId, dependencies)
{
    private StackResource? existing;
    private StackResource? desired;
    private ResourceRequest? request;

    public bool IsCreate { get; private set; }

    public override StepState Begin(CancellationToken cancellationToken)
    {
        existing = running.Stack.Resource(LogicalId);
        IsCreate = existing is null or { Status: ResourceStatus.CreateInProgress };
        try
        {
            desired = StackTemplate.Desired(resource, evaluator, After);
        }
        catch (TemplateException exception)
        {
            var reason = string.Join(" ", exception.Problems.Select(problem => problem.Message));
            var status = IsCreate ? ResourceStatus.CreateFailed : ResourceStatus.UpdateFailed;
            running.Record(LogicalId, resource.Type, existing?.PhysicalId ?? "", status.Text, reason);
            return StepState.Failed;
        }

        var provider = running.ProviderOf(desired);
        if (IsCreate)
        {
            request = running.Begin(
                RequestType.Create, desired, oldProperties: null, physicalId: null,
                provider.IsSkipped ? null : ResourceStatus.CreateInProgress, desired with { Status = ResourceStatus.CreateInProgress });
            return new StepState.Waits(provider.CreateAsync(request, cancellationToken));
        }

        if (JsonElement.DeepEquals(existing!.Properties, desired.Properties))
        {
            var unchanged = desired with { PhysicalId = existing.PhysicalId, Attributes = existing.Attributes, Status = existing.Status };
            running.Save(running.Stack.With(unchanged) with { Operation = running.Operation with { Done = [.. running.Operation.Done, Key] } });
            return StepState.Done;
        }

        running.Save(running.Operation with { Modified = [.. running.Operation.WithoutModified(LogicalId).Modified, desired] });
        request = running.Begin(
            RequestType.Update, desired, existing.Properties, existing.PhysicalId,
            provider.IsSkipped ? null : ResourceStatus.UpdateInProgress, existing with { Status = ResourceStatus.UpdateInProgress });
        return new StepState.Waits(provider.UpdateAsync(request, cancellationToken));
    }

    public override StepState Take(ProviderResponse response, CancellationToken cancellationToken) => (IsCreate, response) switch
    {
        (true, ProviderResponse.Succeeded created) => TakeCreated(created),
        (true, ProviderResponse.Failed failed) => TakeFailedCreate(failed),
        (_, ProviderResponse.Succeeded updated) => TakeUpdated(updated),
        (_, ProviderResponse.Failed failed) => TakeFailedUpdate(failed),
        _ => throw new InvalidOperationException("A response is a success or a failure."),
    };

    /// <summary>
    /// Cancels the request because another resource failed. The result of a cancelled Create is lost, so the resource gets an ID
    /// that CloudFormation generates, and the rollback deletes that ID while the function may still be running (aws/aws-cdk#26139,
    /// aws-cloudformation/cloudformation-coverage-roadmap#1814). That the rollback waits for the end of an Update is assumed.
    /// </summary>
    /// <param name="inFlight">The request.</param>
    public void Cancel(Task<ProviderResponse> inFlight)
    {
        if (IsCreate)
        {
            var abandoned = desired! with { PhysicalId = request!.MadeUpId, Status = ResourceStatus.CreateFailed };
            running.Save(running.Stack.With(abandoned) with { Operation = running.Without(request, done: null) });
            running.Record(abandoned, ResourceStatus.CreateFailed, "Resource creation cancelled");
            return;
        }

        var cancelled = existing! with { Status = ResourceStatus.UpdateFailed };
        running.CancelledUpdates[LogicalId] = inFlight;
        running.Save(running.Stack.With(cancelled) with { Operation = running.Without(request!, done: null) });
        running.Record(cancelled, ResourceStatus.UpdateFailed, "Resource update cancelled");
    }

    private StepState TakeCreated(ProviderResponse.Succeeded response)
    {
        var created = desired! with { PhysicalId = response.PhysicalId, Attributes = response.Attributes, Status = ResourceStatus.CreateComplete };
        running.Save(running.Stack.With(created) with { Operation = running.Without(request!, Key) });
        if (running.ProviderOf(created).IsSkipped)
        {
            running.Record(created, ResourceStatus.Skipped, $"{ResourceType.WhySkipped(created.Type, running.Aws.FunctionArn)}. {StackTemplate.WhatIsKnownOf(created.Type)}");
            return StepState.Done;
        }

        running.Record(created, ResourceStatus.CreateInProgress, "Resource creation Initiated");
        running.Record(created, ResourceStatus.CreateComplete, null);
        return StepState.Done;
    }

    // Without a request, there is no ID and nothing for a rollback to delete.
    private StepState TakeFailedCreate(ProviderResponse.Failed response)
    {
        var failed = desired! with { PhysicalId = response.IsUntouched ? "" : response.PhysicalId, Status = ResourceStatus.CreateFailed };
        running.Save(running.Stack.With(failed) with { Operation = running.Without(request!, done: null) });
        running.Record(failed, ResourceStatus.CreateFailed, response.Reason);
        return StepState.Failed;
    }

    private StepState TakeUpdated(ProviderResponse.Succeeded response)
    {
        var updated = desired! with { PhysicalId = response.PhysicalId, Attributes = response.Attributes, Status = ResourceStatus.UpdateComplete };
        var isReplaced = response.PhysicalId != existing!.PhysicalId;
        var operation = running.Without(request!, Key);

        // Saved in one step: a process that resumes after this sees an up-to-date resource, and wouldn't clean up after it.
        running.Save(running.Stack.With(updated) with
        {
            Operation = isReplaced
                ? operation with { CleanUps = [.. operation.CleanUps, new(existing, existing.UpdateReplacePolicy is not UpdateReplacePolicy.Delete)] }
                : operation,
        });
        if (running.ProviderOf(updated).IsSkipped)
        {
            return StepState.Done;
        }

        if (isReplaced)
        {
            running.Record(updated, ResourceStatus.UpdateInProgress, "Requested update required the creation of a new physical resource; hence creating one.");
        }

        running.Record(updated, ResourceStatus.UpdateComplete, null);
        return StepState.Done;
    }

    private StepState TakeFailedUpdate(ProviderResponse.Failed response)
    {
        var failed = existing! with { PhysicalId = response.PhysicalId, Status = ResourceStatus.UpdateFailed };
        var operation = running.Without(request!, done: null);
        running.Save(running.Stack.With(failed) with
        {
            Operation = response.IsUntouched ? operation.WithoutModified(LogicalId) : operation,
        });
        running.Record(failed, ResourceStatus.UpdateFailed, response.Reason);
        return StepState.Failed;
    }
}
