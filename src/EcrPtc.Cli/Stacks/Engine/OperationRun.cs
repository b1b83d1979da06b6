using EcrPtc.Cli.Stacks.Model;


namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Runs the operation of a stack phase by phase. It can begin in any phase, to resume the operation of a process that was killed.</summary>
internal sealed class OperationRun(RunningStack running, StepRunner runner)
{
    /// <returns>The stack at the operation's end.</returns>
    public async Task<Stack> RunAsync(CancellationToken cancellationToken)
    {
        while (running.Stack.Operation is { } operation)
        {
            await ((operation.Kind, operation.Phase) switch
            {
                (OperationKind.Delete, _) => new DeletePhase(running, runner).RunAsync(cancellationToken),
                (_, OperationPhase.Apply) => new ApplyPhase(running, runner).RunAsync(cancellationToken),
                (OperationKind.Create, _) => new RollBackCreatePhase(running, runner).RunAsync(cancellationToken),
                (_, OperationPhase.Rollback) => new RollBackUpdatePhase(running, runner).RunAsync(cancellationToken),
                _ => new CleanUpPhase(running, runner).RunAsync(cancellationToken),
            });
        }

        return running.Stack;
    }
}
