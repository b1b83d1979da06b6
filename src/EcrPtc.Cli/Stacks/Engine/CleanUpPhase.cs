using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Deletes the resources that an update replaced or removed, or that its rollback no longer needs.</summary>
internal sealed class CleanUpPhase(RunningStack running, StepRunner runner)
{
    // CloudFormation tries a clean-up three times and then leaves the resource (aws-cloudformation/cloudformation-coverage-roadmap#744).
    private const int Attempts = 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await runner.RunAsync(DeleteStep.Of(running, running.Operation.CleanUps, Attempts), OnFailure.GoOn, cancellationToken);
        running.End(running.Stack, running.Operation.Failure is null ? StackStatus.UpdateComplete : StackStatus.UpdateRollbackComplete, null);
    }
}
