using System.Text.Json;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Model;

/// <summary>A stack at one moment; every step of an operation makes a new one, and each is saved.</summary>
/// <param name="Name">Its name, which names it until it is deleted.</param>
/// <param name="Id">Its ARN.</param>
/// <param name="Status">What became of the last operation.</param>
internal sealed record Stack(string Name, string Id, StackStatus Status)
{
    /// <summary>The values of the template's parameters in the deployment that came through last.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>In the order of their creation.</summary>
    public IReadOnlyList<StackResource> Resources { get; init; } = [];

    public IReadOnlyList<StackOutput> Outputs { get; init; } = [];

    /// <summary>The parameters of which no value is shown.</summary>
    public IReadOnlyList<string> NoEcho { get; init; } = [];

    public IReadOnlyList<StackEvent> Events { get; init; } = [];

    /// <summary>What is being done; null when nothing is. One that a dead process left is taken up by the next.</summary>
    public StackOperation? Operation { get; init; }

    /// <summary>The names of the exports of other stacks that the last successful deployment read.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>The rollback that failed, which another try continues; null in any other status.</summary>
    public StackOperation? FailedRollback { get; init; }

    /// <summary>Hides the values of NoEcho parameters, those of the operation too.</summary>
    public NoEchoMask CreateMask() => new(NoEcho, Parameters, Operation?.Template?.Parameters);

    /// <summary>The outputs without the values of NoEcho parameters.</summary>
    public IEnumerable<StackOutput> ShownOutputs
    {
        get
        {
            var mask = CreateMask();
            return Outputs.Select(output => output with { Value = output.IsHidden ? NoEchoMask.Stars : mask.Hide(output.Value) });
        }
    }

    public StackResource? Resource(string logicalId) => Resources.FirstOrDefault(each => each.LogicalId == logicalId);

    /// <summary>This stack with a resource in the place of the one of that logical id, or at the end.</summary>
    public Stack With(StackResource resource) => this with
    {
        Resources = Resource(resource.LogicalId) is null
            ? [.. Resources, resource]
            : [.. Resources.Select(each => each.LogicalId == resource.LogicalId ? resource : each)],
    };

    public Stack Without(string logicalId) => this with { Resources = [.. Resources.Where(each => each.LogicalId != logicalId)] };
}

/// <summary>A resource as it was last made or changed.</summary>
/// <param name="PhysicalId">What Ref gives.</param>
/// <param name="Properties">As they were sent: scalars are strings.</param>
/// <param name="Attributes">What Fn::GetAtt gives.</param>
internal sealed record StackResource(
    string LogicalId, string Type, string PhysicalId, JsonElement Properties, IReadOnlyDictionary<string, string> Attributes)
{
    public ResourceStatus Status { get; init; }

    public DeletionPolicy DeletionPolicy { get; init; }

    public UpdateReplacePolicy UpdateReplacePolicy { get; init; }

    /// <summary>The logical ids that it was made after, and is deleted before.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <param name="ExportName">Under which Fn::ImportValue finds it, or null.</param>
internal sealed record StackOutput(string Name, string Value, string? Description, string? ExportName)
{
    /// <summary>Whether the value is that of a NoEcho parameter, which isn't shown.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A line of the stack's history, as the CloudFormation console shows it.</summary>
internal sealed record StackEvent(DateTimeOffset At, string LogicalId, string Type, string PhysicalId, string Status, string? Reason);
