using System.Text.Json;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks;

/// <summary>
/// Carries a stack's operation to its end, phase by phase and one resource after another, saving the stack before each request and
/// after each answer: so it can begin anywhere, where another process was killed too.
/// </summary>
/// <param name="stack">With the operation in it.</param>
/// <param name="aws">Where it is saved.</param>
/// <param name="providers">What makes resources.</param>
/// <param name="clock">The time of events and signatures.</param>
/// <param name="progress">Told of each event.</param>
internal sealed class OperationRun(Stack stack, LocalAws aws, ResourceProviders providers, TimeProvider clock, Action<StackEvent> progress)
{
    private const string StackType = "AWS::CloudFormation::Stack";

    // What CloudFormation does for what it cleans up after an update.
    private const int CleanUpAttempts = 3;

    private Stack stack = stack;

    private StackOperation Operation => stack.Operation!;

    /// <returns>The stack at the operation's end.</returns>
    public async Task<Stack> RunAsync(CancellationToken cancellationToken)
    {
        while (stack.Operation is { } operation)
        {
            await ((operation.Kind, operation.Phase) switch
            {
                (OperationKind.Delete, _) => DeleteStackAsync(cancellationToken),
                (_, OperationPhase.Forward) => ApplyAsync(cancellationToken),
                (OperationKind.Create, _) => RollBackCreateAsync(cancellationToken),
                (_, OperationPhase.Rollback) => RollBackUpdateAsync(cancellationToken),
                _ => CleanUpAsync(cancellationToken),
            });
        }

        return stack;
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var evaluator = StackTemplate.Evaluator(stack, aws, () => stack, out var template);
            foreach (var resource in DependencyOrder.Sort(template, evaluator))
            {
                if (!Operation.Done.Contains(resource.LogicalId))
                {
                    if (await ProvisionAsync(resource, template, evaluator, cancellationToken) is { } failure)
                    {
                        FailForward(failure);
                        return;
                    }

                    Save(Operation with { Done = [.. Operation.Done, resource.LogicalId], Pending = null });
                }
            }

            Complete(template, evaluator);
        }
        catch (TemplateException exception)
        {
            FailForward(string.Join(" ", exception.Problems.Select(problem => problem.ToString())));
        }
    }

    private void Complete(Template template, TemplateEvaluator evaluator)
    {
        var wanted = template.Resources.Where(evaluator.Exists).Select(resource => resource.LogicalId).ToHashSet();
        var removed = stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId)).Reverse()
            .Select(resource => new CleanUp(resource, resource.DeletionPolicy is not DeletionPolicy.Delete));
        var next = stack with
        {
            Outputs = [.. evaluator.Outputs().Select(output => new StackOutput(output.Name, output.Value, output.Description, output.ExportName))],
            Parameters = Operation.Template!.Parameters,
        };
        if (Operation.Kind is OperationKind.Create)
        {
            End(next, "CREATE_COMPLETE", null);
            return;
        }

        Enter(next, OperationPhase.CleanUp, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null, [.. Operation.CleanUps, .. removed]);
    }

    private void FailForward(string reason)
    {
        var isCreate = Operation.Kind is OperationKind.Create;
        Save(Operation with { Failure = reason });
        Enter(
            stack,
            OperationPhase.Rollback,
            isCreate ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
            isCreate ? $"{reason} Rollback requested by user." : reason,
            cleanUps: []);
    }

    /// <returns>Why the stack must be rolled back, or null.</returns>
    private async Task<string?> ProvisionAsync(TemplateResource resource, Template template, TemplateEvaluator evaluator, CancellationToken cancellationToken)
    {
        var existing = stack.Resource(resource.LogicalId);
        var isNew = existing is null or { Status: "CREATE_IN_PROGRESS" };
        StackResource desired;
        try
        {
            desired = StackTemplate.Desired(resource, evaluator, DependencyOrder.DependenciesOf(resource, template));
        }
        catch (TemplateException exception)
        {
            var reason = string.Join(" ", exception.Problems.Select(problem => problem.Message));
            Record(resource.LogicalId, resource.Type, existing?.PhysicalId ?? "", isNew ? "CREATE_FAILED" : "UPDATE_FAILED", reason);
            return $"The following resource(s) failed to {(isNew ? "create" : "update")}: [{resource.LogicalId}].";
        }

        if (isNew)
        {
            return await CreateAsync(desired, cancellationToken);
        }

        if (JsonElement.DeepEquals(existing!.Properties, desired.Properties))
        {
            Save(stack.With(desired with { PhysicalId = existing.PhysicalId, Attributes = existing.Attributes, Status = existing.Status }));
            return null;
        }

        return await UpdateAsync(existing, desired, cancellationToken);
    }

    private async Task<string?> CreateAsync(StackResource desired, CancellationToken cancellationToken)
    {
        var provider = providers.For(desired.Type, desired.Properties);
        var request = Begin("Create", desired, oldProperties: null, physicalId: null, provider.IsSkipped ? null : "CREATE_IN_PROGRESS", desired with { Status = "CREATE_IN_PROGRESS" });
        switch (await provider.CreateAsync(request, cancellationToken))
        {
            case ProviderResponse.Succeeded(var id, var attributes):
                var created = desired with { PhysicalId = id, Attributes = attributes, Status = "CREATE_COMPLETE" };
                Save(stack.With(created));
                if (provider.IsSkipped)
                {
                    Record(created, "SKIPPED", $"{ResourceProviders.WhySkipped(desired.Type, aws.FunctionArn)}; what Ref and Fn::GetAtt give of it is made up.");
                    return null;
                }

                Record(created, "CREATE_IN_PROGRESS", "Resource creation Initiated");
                Record(created, "CREATE_COMPLETE", null);
                return null;
            case ProviderResponse.Failed(var id, var reason, _):
                var failed = desired with { PhysicalId = id, Status = "CREATE_FAILED" };
                Save(stack.With(failed));
                Record(failed, "CREATE_FAILED", reason);
                return $"The following resource(s) failed to create: [{desired.LogicalId}].";
            default:
                throw new InvalidOperationException("An answer is a success or a failure.");
        }
    }

    private async Task<string?> UpdateAsync(StackResource existing, StackResource desired, CancellationToken cancellationToken)
    {
        var provider = providers.For(desired.Type, desired.Properties);
        Save(Operation with { Touched = [.. Operation.Touched.Where(each => each.LogicalId != desired.LogicalId), desired] });
        var request = Begin("Update", desired, existing.Properties, existing.PhysicalId, provider.IsSkipped ? null : "UPDATE_IN_PROGRESS", existing with { Status = "UPDATE_IN_PROGRESS" });
        switch (await provider.UpdateAsync(request, cancellationToken))
        {
            case ProviderResponse.Succeeded(var id, var attributes):
                var updated = desired with { PhysicalId = id, Attributes = attributes, Status = "UPDATE_COMPLETE" };
                var isReplaced = id != existing.PhysicalId;

                // Both at once: whoever takes the stack up after this sees a resource that is as desired, and wouldn't clean up behind it.
                Save(stack.With(updated) with
                {
                    Operation = Operation with
                    {
                        CleanUps = isReplaced ? [.. Operation.CleanUps, new(existing, existing.UpdateReplacePolicy is not UpdateReplacePolicy.Delete)] : Operation.CleanUps,
                    },
                });
                if (provider.IsSkipped)
                {
                    return null;
                }

                if (isReplaced)
                {
                    Record(updated, "UPDATE_IN_PROGRESS", "Requested update required the creation of a new physical resource; hence creating one.");
                }

                Record(updated, "UPDATE_COMPLETE", null);
                return null;
            case ProviderResponse.Failed(var id, var reason, var isUntouched):
                if (isUntouched)
                {
                    Save(Operation with { Touched = [.. Operation.Touched.Where(each => each.LogicalId != desired.LogicalId)] });
                }

                var failed = existing with { PhysicalId = id, Status = "UPDATE_FAILED" };
                Save(stack.With(failed));
                Record(failed, "UPDATE_FAILED", reason);
                return $"The following resource(s) failed to update: [{desired.LogicalId}].";
            default:
                throw new InvalidOperationException("An answer is a success or a failure.");
        }
    }

    /// <summary>The rollback of a creation: everything goes, the last first.</summary>
    private async Task RollBackCreateAsync(CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var resource in stack.Resources.Reverse())
        {
            if (!await DeleteAsync(resource, resource.DeletionPolicy is DeletionPolicy.Retain, cancellationToken))
            {
                failures.Add(resource.LogicalId);
            }
        }

        End(stack, failures.Count == 0 ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED", failures.Count == 0 ? null : $"The following resource(s) failed to delete: [{string.Join(", ", failures)}].");
    }

    /// <summary>The rollback of an update: every resource that was asked to change is asked to change back.</summary>
    private async Task RollBackUpdateAsync(CancellationToken cancellationToken)
    {
        foreach (var before in Operation.Before)
        {
            if (Operation.Touched.FirstOrDefault(each => each.LogicalId == before.LogicalId) is not { } touched || Operation.Done.Contains(before.LogicalId))
            {
                continue;
            }

            var current = stack.Resource(before.LogicalId)!;
            var provider = providers.For(before.Type, before.Properties);
            var request = Begin("Update", before, touched.Properties, current.PhysicalId, provider.IsSkipped ? null : "UPDATE_IN_PROGRESS", current with { Status = "UPDATE_IN_PROGRESS" });
            switch (await provider.UpdateAsync(request, cancellationToken))
            {
                case ProviderResponse.Succeeded(var id, var attributes):
                    var restored = before with { PhysicalId = id, Attributes = attributes, Status = "UPDATE_COMPLETE" };
                    var replaced = touched with { PhysicalId = current.PhysicalId };
                    Save(stack.With(restored) with
                    {
                        Operation = Operation with
                        {
                            CleanUps = id == current.PhysicalId ? Operation.CleanUps : [.. Operation.CleanUps, new(replaced, IsRetained: false)],
                            Done = [.. Operation.Done, before.LogicalId],
                            Pending = null,
                        },
                    });
                    if (!provider.IsSkipped)
                    {
                        Record(restored, "UPDATE_COMPLETE", null);
                    }

                    break;
                case ProviderResponse.Failed(var id, var reason, _):
                    var failed = current with { PhysicalId = id, Status = "UPDATE_FAILED" };
                    Save(stack.With(failed));
                    Record(failed, "UPDATE_FAILED", reason);
                    End(stack, "UPDATE_ROLLBACK_FAILED", $"The following resource(s) failed to update: [{before.LogicalId}].");
                    return;
            }
        }

        // Theirs are the outputs still: the stack's weren't touched.
        var added = stack.Resources.Where(resource => Operation.Before.All(before => before.LogicalId != resource.LogicalId)).Reverse()
            .Select(resource => new CleanUp(resource, resource.DeletionPolicy is DeletionPolicy.Retain));
        Enter(stack, OperationPhase.CleanUp, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", null, [.. added, .. Operation.CleanUps]);
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (var (resource, isRetained) in Operation.CleanUps)
        {
            var key = $"{resource.LogicalId}/{resource.PhysicalId}";
            for (var attempt = 1; !Operation.Done.Contains(key); attempt++)
            {
                if (await DeleteAsync(resource, isRetained, cancellationToken) || attempt == CleanUpAttempts)
                {
                    var isInStack = stack.Resource(resource.LogicalId)?.PhysicalId == resource.PhysicalId;
                    Save((isInStack ? stack.Without(resource.LogicalId) : stack) with { Operation = Operation with { Done = [.. Operation.Done, key], Pending = null } });
                }
            }
        }

        End(stack, Operation.Failure is null ? "UPDATE_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE", null);
    }

    private async Task DeleteStackAsync(CancellationToken cancellationToken)
    {
        var failures = new List<StackResource>();
        foreach (var resource in stack.Resources.Reverse())
        {
            // What a resource that is still there was made after stays with it.
            if (failures.Any(failed => failed.Dependencies.Contains(resource.LogicalId)))
            {
                continue;
            }

            var isRetained = resource.DeletionPolicy is DeletionPolicy.Retain or DeletionPolicy.RetainExceptOnCreate || Operation.Retained.Contains(resource.LogicalId);
            if (!await DeleteAsync(resource, isRetained, cancellationToken))
            {
                failures.Add(stack.Resource(resource.LogicalId)!);
            }
        }

        if (failures.Count > 0)
        {
            End(stack, "DELETE_FAILED", $"The following resource(s) failed to delete: [{string.Join(", ", failures.Select(failed => failed.LogicalId))}].");
            return;
        }

        End(stack with { Outputs = [] }, "DELETE_COMPLETE", null);
    }

    /// <returns>Whether the resource is gone or retained.</returns>
    private async Task<bool> DeleteAsync(StackResource resource, bool isRetained, CancellationToken cancellationToken)
    {
        var isInStack = stack.Resource(resource.LogicalId)?.PhysicalId == resource.PhysicalId;
        var provider = providers.For(resource.Type, resource.Properties);
        if (isRetained || provider.IsSkipped)
        {
            if (isRetained)
            {
                Record(resource, "DELETE_SKIPPED", null);
            }

            Save(isInStack ? stack.Without(resource.LogicalId) : stack);
            return true;
        }

        var deleting = resource with { Status = "DELETE_IN_PROGRESS" };
        var request = Begin("Delete", resource, oldProperties: null, resource.PhysicalId, "DELETE_IN_PROGRESS", isInStack ? deleting : null);
        if (await provider.DeleteAsync(request, cancellationToken) is ProviderResponse.Failed { Reason: var reason })
        {
            var failed = resource with { Status = "DELETE_FAILED" };
            Save((isInStack ? stack.With(failed) : stack) with { Operation = Operation with { Pending = null } });
            Record(failed, "DELETE_FAILED", reason);
            return false;
        }

        Save((isInStack ? stack.Without(resource.LogicalId) : stack) with { Operation = Operation with { Pending = null } });
        Record(resource, "DELETE_COMPLETE", null);
        return true;
    }

    /// <summary>Saves that a request is about to go out; one that was out when a process died goes out once more as it was.</summary>
    /// <param name="status">Recorded; null for no event.</param>
    /// <param name="during">The resource while the request is out; null where the stack no longer has it.</param>
    private ResourceRequest Begin(
        string requestType, StackResource resource, JsonElement? oldProperties, string? physicalId, string? status, StackResource? during)
    {
        var pending = Operation.Pending;
        if (pending?.LogicalId != resource.LogicalId || pending.RequestType != requestType)
        {
            pending = new(resource.LogicalId, requestType, Guid.NewGuid().ToString(), clock.GetUtcNow());
            Save((during is null ? stack : stack.With(during)) with { Operation = Operation with { Pending = pending } });
            if (status is not null)
            {
                Record(resource.LogicalId, resource.Type, physicalId ?? "", status, null);
            }
        }

        return new(stack, resource.LogicalId, resource.Type, resource.Properties, oldProperties, physicalId, pending);
    }

    private void Enter(Stack next, OperationPhase phase, string status, string? reason, IReadOnlyList<CleanUp> cleanUps)
    {
        Save(next with { Status = status, Operation = Operation with { Phase = phase, Done = [], Pending = null, CleanUps = cleanUps } });
        Record(stack.Name, StackType, stack.Id, status, reason);
    }

    private void End(Stack next, string status, string? reason)
    {
        Save(next with { Status = status, Operation = null });
        Record(stack.Name, StackType, stack.Id, status, reason);
    }

    private void Record(StackResource resource, string status, string? reason) => Record(resource.LogicalId, resource.Type, resource.PhysicalId, status, reason);

    private void Record(string logicalId, string type, string physicalId, string status, string? reason)
    {
        var @event = new StackEvent(clock.GetUtcNow(), logicalId, type, physicalId, status, reason);
        Save(stack with { Events = [.. stack.Events, @event] });
        progress(@event);
    }

    private void Save(StackOperation operation) => Save(stack with { Operation = operation });

    private void Save(Stack next)
    {
        stack = next;
        aws.PutStack(next);
    }
}
