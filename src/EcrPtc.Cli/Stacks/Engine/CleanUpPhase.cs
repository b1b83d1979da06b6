using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Deletes what an update replaced or removed, or what its rollback leaves over.</summary>
internal sealed class CleanUpPhase(RunningStack running, StepRunner runner)
{
    // CloudFormation tries a clean-up three times and leaves the resource then (aws-cloudformation/cloudformation-coverage-roadmap#744).
    private const int Attempts = 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await runner.RunAsync(DeleteStep.Of(running, running.Operation.CleanUps, Attempts), OnFailure.GoOn, cancellationToken);
        running.End(running.Stack, running.Operation.Failure is null ? StackStatus.UpdateComplete : StackStatus.UpdateRollbackComplete, null);
    }
}
