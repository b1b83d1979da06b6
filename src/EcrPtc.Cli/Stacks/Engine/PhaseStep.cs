using EcrPtc.Cli.Resources;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>The part of one resource in a phase of an operation.</summary>
/// <param name="logicalId">The logical ID of the resource.</param>
/// <param name="key">The step's name within its phase.</param>
/// <param name="after">The keys of the steps that must be done first; a key that the phase doesn't have counts as done.</param>
internal abstract class PhaseStep(string logicalId, string key, IReadOnlyList<string> after)
{
    public string LogicalId => logicalId;

    public string Key => key;

    public IReadOnlyList<string> After => after;

    /// <summary>Begins the step, and sends its request if there is one.</summary>
    public abstract StepState Begin(CancellationToken cancellationToken);

    /// <summary>Handles the response to the step's request.</summary>
    public abstract StepState Take(ProviderResponse response, CancellationToken cancellationToken);
}

/// <summary>The state of a step.</summary>
internal abstract record StepState
{
    private StepState()
    {
    }

    public static StepState Done { get; } = new IsDone();

    public static StepState Failed { get; } = new IsFailed();

    internal sealed record IsDone : StepState;

    internal sealed record IsFailed : StepState;

    /// <summary>A request is in flight.</summary>
    internal sealed record Waits(Task<ProviderResponse> Request) : StepState;
}
