using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtc.Cli.Stacks.Model;

/// <summary>The status of a stack's resource: those of CloudFormation, and one for a resource that the local stack doesn't create.</summary>
[JsonConverter(typeof(ResourceStatusConverter))]
internal enum ResourceStatus
{
    /// <summary>Nothing was requested yet.</summary>
    None,
    CreateInProgress,
    CreateFailed,
    CreateComplete,
    UpdateInProgress,
    UpdateFailed,
    UpdateComplete,
    DeleteInProgress,
    DeleteFailed,
    DeleteComplete,
    DeleteSkipped,

    /// <summary>The local stack doesn't create resources of this type.</summary>
    Skipped,
}

/// <summary>The status as CloudFormation writes it.</summary>
internal static class ResourceStatusExtensions
{
    extension(ResourceStatus status)
    {
        /// <summary>The status as CloudFormation writes it, such as <c>CREATE_COMPLETE</c>.</summary>
        public string Text => JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.ToString());
    }
}

/// <summary>Writes a status as CloudFormation does.</summary>
internal sealed class ResourceStatusConverter() : JsonStringEnumConverter<ResourceStatus>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);
