using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtc.Cli.Stacks.Model;

/// <summary>The status of a stack, as in CloudFormation.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html"/>
[JsonConverter(typeof(StackStatusConverter))]
internal enum StackStatus
{
    /// <summary>The stack doesn't exist yet.</summary>
    ReviewInProgress,
    CreateInProgress,
    CreateComplete,
    RollbackInProgress,
    RollbackFailed,
    RollbackComplete,
    UpdateInProgress,
    UpdateCompleteCleanupInProgress,
    UpdateComplete,
    UpdateRollbackInProgress,
    UpdateRollbackFailed,
    UpdateRollbackCompleteCleanupInProgress,
    UpdateRollbackComplete,
    DeleteInProgress,
    DeleteFailed,
    DeleteComplete,
}

/// <summary>The meaning of a stack's status.</summary>
internal static class StackStatusExtensions
{
    extension(StackStatus status)
    {
        /// <summary>The status as CloudFormation writes it, such as <c>UPDATE_COMPLETE</c>.</summary>
        public string Text => JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.ToString());

        /// <summary>Whether the stack can be updated.</summary>
        public bool IsUpdatable => status is StackStatus.CreateComplete or StackStatus.UpdateComplete or StackStatus.UpdateRollbackComplete;

        /// <summary>Whether the last deployment succeeded.</summary>
        public bool IsSuccessful => status is StackStatus.CreateComplete or StackStatus.UpdateComplete;

        /// <summary>Whether a rollback undid the last deployment.</summary>
        public bool IsRolledBack => status is StackStatus.RollbackComplete or StackStatus.UpdateRollbackComplete;

        /// <summary>Whether no operation is in progress.</summary>
        public bool IsEnded => status is StackStatus.CreateComplete or StackStatus.RollbackFailed or StackStatus.RollbackComplete or StackStatus.UpdateComplete
            or StackStatus.UpdateRollbackFailed or StackStatus.UpdateRollbackComplete or StackStatus.DeleteFailed or StackStatus.DeleteComplete;

        /// <summary>Whether the last operation failed without a rollback.</summary>
        public bool IsFailed => status is StackStatus.RollbackFailed or StackStatus.UpdateRollbackFailed or StackStatus.DeleteFailed;

        /// <summary>The message of CloudFormation if the stack can't be updated, with the remedy; null if it can.</summary>
        /// <param name="stack">The stack with this status.</param>
        public string? WhyNotUpdatable(Stack stack) => status switch
        {
            _ when status.IsUpdatable => null,
            StackStatus.UpdateRollbackFailed =>
                $"Stack:{stack.Id} is in {status.Text} state and can not be updated. Continue its rollback first: ecr-ptc continue-rollback --stack-name {stack.Name}",
            _ => $"Stack:{stack.Id} is in {status.Text} state and can not be updated. Delete it first: ecr-ptc delete --stack-name {stack.Name}",
        };
    }
}

/// <summary>Writes a status as CloudFormation does.</summary>
internal sealed class StackStatusConverter() : JsonStringEnumConverter<StackStatus>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);
