using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Creates and updates the resources of the template, and rolls back if one fails.</summary>
internal sealed class ApplyPhase(RunningStack running, StepRunner runner)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var evaluator = StackTemplate.Evaluator(running.Stack, running.Aws, () => running.Stack, out var template);
            var order = DependencyOrder.Sort(template, evaluator);
            var steps = order.Where(resource => !running.Operation.Done.Contains(resource.LogicalId))
                .Select(resource => new ApplyStep(running, resource, DependencyOrder.DependenciesOf(resource, template, evaluator), evaluator));
            var end = await runner.RunAsync([.. steps], OnFailure.CancelOthers, cancellationToken);
            if (end.Failed.Count == 0)
            {
                Complete(template, order, evaluator);
                return;
            }

            foreach (var cancelled in end.Cancelled)
            {
                ((ApplyStep)cancelled.Step).Cancel(cancelled.Request);
            }

            Fail(ReasonOf([.. end.Failed.Concat(end.Cancelled.Select(static each => each.Step)).Cast<ApplyStep>()]));
        }
        catch (TemplateException exception)
        {
            Fail(string.Join(" ", exception.Problems.Select(problem => problem.ToString())));
        }
    }

    private void Complete(Template template, IReadOnlyList<TemplateResource> order, TemplateEvaluator evaluator)
    {
        var stack = running.Stack;
        var operation = running.Operation;
        var outputs = StackOutputs.Of(template, evaluator);
        if (new ExportRules(running.Aws.Stacks).WhyNot(stack, outputs) is { } conflict)
        {
            Fail(conflict);
            return;
        }

        var wanted = order.Select(resource => resource.LogicalId).ToHashSet();
        var removed = stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId)).Reverse()
            .Select(resource => new CleanUp(resource, resource.DeletionPolicy is not DeletionPolicy.Delete));
        var next = stack with
        {
            Outputs = outputs,
            Parameters = operation.Template!.Parameters,
            NoEcho = NoEchoMask.NamesIn(template),
            Imports = running.Aws.TakeImports(stack.Name),
        };
        if (operation.Kind is OperationKind.Create)
        {
            running.End(next, StackStatus.CreateComplete, null);
            return;
        }

        running.Enter(next, OperationPhase.CleanUp, StackStatus.UpdateCompleteCleanupInProgress, null, [.. operation.CleanUps, .. removed]);
    }

    private void Fail(string reason)
    {
        var isCreate = running.Operation.Kind is OperationKind.Create;
        running.Save(running.Operation with { Failure = reason });
        running.Enter(
            running.Stack,
            OperationPhase.Rollback,
            isCreate ? StackStatus.RollbackInProgress : StackStatus.UpdateRollbackInProgress,
            isCreate ? $"{reason} Rollback requested by user." : reason,
            cleanUps: []);
    }

    private static string ReasonOf(IReadOnlyList<ApplyStep> failed) => string.Join(" ", failed.GroupBy(static step => step.IsCreate).OrderByDescending(static group => group.Key)
        .Select(static group => $"The following resource(s) failed to {(group.Key ? "create" : "update")}: [{string.Join(", ", group.Select(static step => step.LogicalId))}]."));
}
