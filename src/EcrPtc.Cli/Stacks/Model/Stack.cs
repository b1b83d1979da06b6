using System.Text.Json;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Model;

/// <summary>A snapshot of a stack; every step of an operation creates and saves a new one.</summary>
/// <param name="Name">Its name, which is unique until the stack is deleted.</param>
/// <param name="Id">Its ARN.</param>
/// <param name="Status">The status of the last operation.</param>
internal sealed record Stack(string Name, string Id, StackStatus Status)
{
    /// <summary>The values of the template's parameters in the last successful deployment.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The resources, in the order of their creation.</summary>
    public IReadOnlyList<StackResource> Resources { get; init; } = [];

    public IReadOnlyList<StackOutput> Outputs { get; init; } = [];

    /// <summary>The parameters whose values are not shown.</summary>
    public IReadOnlyList<string> NoEcho { get; init; } = [];

    public IReadOnlyList<StackEvent> Events { get; init; } = [];

    /// <summary>The operation in progress; null if there is none. The next process resumes the operation of one that was killed.</summary>
    public StackOperation? Operation { get; init; }

    /// <summary>The names of the exports of other stacks that the last successful deployment read.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>The failed rollback, which can be continued; null in any other status.</summary>
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

    /// <summary>Returns the stack with a resource that replaces the one of the same logical ID, or is added at the end.</summary>
    public Stack With(StackResource resource) => this with
    {
        Resources = Resource(resource.LogicalId) is null
            ? [.. Resources, resource]
            : [.. Resources.Select(each => each.LogicalId == resource.LogicalId ? resource : each)],
    };

    public Stack Without(string logicalId) => this with { Resources = [.. Resources.Where(each => each.LogicalId != logicalId)] };
}

/// <summary>A resource after its last creation or update.</summary>
/// <param name="PhysicalId">The physical ID, which Ref returns.</param>
/// <param name="Properties">The properties as sent: scalars are strings.</param>
/// <param name="Attributes">The attributes, which Fn::GetAtt returns.</param>
internal sealed record StackResource(
    string LogicalId, string Type, string PhysicalId, JsonElement Properties, IReadOnlyDictionary<string, string> Attributes)
{
    public ResourceStatus Status { get; init; }

    public DeletionPolicy DeletionPolicy { get; init; }

    public UpdateReplacePolicy UpdateReplacePolicy { get; init; }

    /// <summary>The logical IDs of its dependencies, which are created before it and deleted after it.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <param name="ExportName">The name of the export for Fn::ImportValue, or null.</param>
internal sealed record StackOutput(string Name, string Value, string? Description, string? ExportName)
{
    /// <summary>Whether the value is that of a NoEcho parameter, which isn't shown.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>An event of a stack, as the CloudFormation console shows it.</summary>
internal sealed record StackEvent(DateTimeOffset At, string LogicalId, string Type, string PhysicalId, string Status, string? Reason);
