using System.Text.Json;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Emulates CloudFormation: creates, updates and deletes stacks.</summary>
/// <param name="aws">The emulated AWS with the stacks, rules and secrets.</param>
/// <param name="providers">The providers of the resources.</param>
/// <param name="clock">The source of the time.</param>
/// <param name="progress">Called for each event as it happens.</param>
/// <param name="awaiter">Waits for the in-flight requests; null for no limit.</param>
internal sealed class StackEngine(LocalAws aws, ResourceProviders providers, TimeProvider clock, Action<StackEvent> progress, IRequestAwaiter? awaiter = null)
{
    private readonly StepRunner runner = new(awaiter ?? new RequestAwaiter());

    /// <summary>Creates or updates the stack.</summary>
    /// <param name="name">The name of the stack.</param>
    /// <param name="file">The template's path, for messages.</param>
    /// <param name="text">The template.</param>
    /// <param name="parameters">Values for the template's parameters; a missing one keeps the stack's value.</param>
    /// <exception cref="TemplateException">The template or a parameter is wrong: nothing was started.</exception>
    /// <exception cref="StackException">The stack can't be updated in its current state: nothing was started.</exception>
    public async Task<Deployment> DeployAsync(string name, string file, string text, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        await RecoverAsync(name, cancellationToken);
        var existing = aws.LiveStack(name);
        if (existing?.Status.WhyNotUpdatable(existing) is { } why)
        {
            throw new StackException(why);
        }

        var source = Source(file, text, parameters, existing);
        if (existing is null)
        {
            var stack = new Stack(name, $"arn:{aws.Partition}:cloudformation:{aws.Region}:{aws.AccountId}:stack/{name}/{Guid.NewGuid()}", StackStatus.CreateInProgress);

            // Read once before the operation begins, to report all errors that don't depend on the resources.
            var evaluator = StackTemplate.Evaluator(source, stack, aws, static _ => null, out var template);
            DependencyOrder.Sort(template, evaluator);
            TemplateAdmission.Check(template, evaluator);
            return await RunAsync(stack with { NoEcho = NoEchoMask.NamesIn(template) }, new(OperationKind.Create, source, []), cancellationToken);
        }

        if (!HasChanges(existing, source, out var next))
        {
            return new(existing, HasChanges: false);
        }

        return await RunAsync(existing with { Status = StackStatus.UpdateInProgress, NoEcho = [.. existing.NoEcho.Union(NoEchoMask.NamesIn(next))] },
            new(OperationKind.Update, source, existing.Resources), cancellationToken);
    }

    /// <summary>Deletes the stack, or its remaining resources.</summary>
    /// <param name="name">The name of the stack; a missing stack counts as deleted.</param>
    /// <param name="retained">Logical IDs of resources to retain.</param>
    /// <returns>The stack, or null if there is none.</returns>
    /// <exception cref="StackException">Another stack imports an export of this one: nothing was started.</exception>
    public async Task<Stack?> DeleteAsync(string name, IReadOnlyList<string> retained, CancellationToken cancellationToken)
    {
        await RecoverAsync(name, cancellationToken);
        if (aws.LiveStack(name) is not { } stack)
        {
            return null;
        }

        if (new ExportRules(aws.Stacks).WhyNotDelete(stack) is { } why)
        {
            throw new StackException(why);
        }

        return (await RunAsync(
            stack with { Status = StackStatus.DeleteInProgress, FailedRollback = null },
            new(OperationKind.Delete, null, stack.Resources) { Retained = retained }, cancellationToken)).Stack;
    }

    /// <summary>Resumes the operation of a process that was killed, as CloudFormation would have completed it.</summary>
    public async Task RecoverAsync(string name, CancellationToken cancellationToken)
    {
        if (aws.Stack(name) is { Operation: not null } stack)
        {
            await new OperationRun(new(stack, aws, providers, clock, progress), runner).RunAsync(cancellationToken);
        }
    }

    /// <summary>Continues a failed rollback of an update.</summary>
    /// <param name="name">The name of the stack.</param>
    /// <param name="skipped">Logical IDs of resources to skip: they are left as they are and treated as rolled back.</param>
    /// <exception cref="StackException">The stack has no failed rollback, or a resource can't be skipped: nothing was started.</exception>
    public async Task<Stack> ContinueRollbackAsync(string name, IReadOnlyList<string> skipped, CancellationToken cancellationToken)
    {
        await RecoverAsync(name, cancellationToken);
        if (aws.LiveStack(name) is not { } stack)
        {
            throw new StackException($"Stack [{name}] does not exist");
        }

        if (stack is not { Status: StackStatus.UpdateRollbackFailed, FailedRollback: { } rollback })
        {
            throw new StackException($"Stack:{stack.Id} is in {stack.Status.Text} state: only the rollback of a stack in {StackStatus.UpdateRollbackFailed.Text} state can be continued.");
        }

        if (skipped.Where(each => stack.Resource(each)?.Status is not ResourceStatus.UpdateFailed).ToList() is { Count: > 0 } wrong)
        {
            throw new StackException($"Only resources in {ResourceStatus.UpdateFailed.Text} state can be skipped; these are not: [{string.Join(", ", wrong)}].");
        }

        return (await RunAsync(
            stack with { Status = StackStatus.UpdateRollbackInProgress, FailedRollback = null }, rollback with { Retained = skipped }, cancellationToken)).Stack;
    }

    private async Task<Deployment> RunAsync(Stack stack, StackOperation operation, CancellationToken cancellationToken)
    {
        var begun = new StackEvent(clock.GetUtcNow(), stack.Name, RunningStack.Type, stack.Id, stack.Status.Text, "User Initiated");
        var running = stack with { Operation = operation, Events = [.. stack.Events, begun] };
        aws.PutStack(running);
        progress(begun);
        return new(await new OperationRun(new(running, aws, providers, clock, progress), runner).RunAsync(cancellationToken), HasChanges: true);
    }

    private static OperationTemplate Source(string file, string text, IReadOnlyDictionary<string, string> parameters, Stack? existing)
    {
        var template = TemplateReader.Read(file, text);
        var resolved = ResolvedParameters.Resolve(template, parameters, existing?.Parameters);
        return new(file, text, resolved.Values);
    }

    private bool HasChanges(Stack existing, OperationTemplate source, out Template template)
    {
        var evaluator = StackTemplate.Evaluator(source, existing, aws, existing.Resource, out template);
        var resources = DependencyOrder.Sort(template, evaluator).ToList();
        TemplateAdmission.Check(template, evaluator);
        if (resources.Where(resource => existing.Resource(resource.LogicalId) is { } before && before.Type != resource.Type)
            .Select(resource => resource.LogicalId).ToList() is { Count: > 0 } retyped)
        {
            throw new StackException($"Update of resource type is not permitted. The new template modifies resource type of the following resources: [{string.Join(", ", retyped)}]");
        }

        return resources.Count != existing.Resources.Count
            || resources.Any(resource => existing.Resource(resource.LogicalId) is not { } before || IsChanged(resource, before, evaluator))
            || !StackOutputs.Of(template, evaluator).SequenceEqual(existing.Outputs);
    }

    private static bool IsChanged(TemplateResource resource, StackResource before, TemplateEvaluator evaluator)
    {
        var properties = evaluator.PropertiesOf(resource);
        return properties.Any(property => !property.IsKnown)
            || !JsonElement.DeepEquals(StackTemplate.Properties(properties), before.Properties)
            || resource.DeletionPolicy != before.DeletionPolicy
            || resource.UpdateReplacePolicy != before.UpdateReplacePolicy;
    }
}

/// <param name="HasChanges">False if the stack was already up to date.</param>
internal sealed record Deployment(Stack Stack, bool HasChanges)
{
    /// <summary>Whether the stack matches the template.</summary>
    public bool IsSuccess => Stack.Status.IsSuccessful || (!HasChanges && Stack.Status.IsUpdatable);
}

/// <summary>The state of the stack doesn't allow the operation; the message is CloudFormation's.</summary>
internal sealed class StackException(string message) : Exception(message);
