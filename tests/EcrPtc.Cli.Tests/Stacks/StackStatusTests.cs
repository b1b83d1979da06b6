using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

public class StackStatusTests
{
    [Theory]
    [InlineData(nameof(StackStatus.CreateComplete), "CREATE_COMPLETE")]
    [InlineData(nameof(StackStatus.UpdateCompleteCleanupInProgress), "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]
    [InlineData(nameof(StackStatus.UpdateRollbackFailed), "UPDATE_ROLLBACK_FAILED")]
    public void A_status_is_written_as_CloudFormation_writes_it(string name, string text)
    {
        var status = Enum.Parse<StackStatus>(name);
        var store = new MemoryStore();
        store.Save(new(1) { Stacks = [new("s", "arn", status)] });

        status.Text.ShouldBe(text);
        store.Load().Stacks[0].Status.ShouldBe(status);
        store.Text.ShouldContain($"\"Status\": \"{text}\"");
    }

    [Fact]
    public void A_stack_can_be_updated_after_a_success_and_after_a_complete_rollback_of_an_update() => Enum.GetValues<StackStatus>().Where(status => status.IsUpdatable)
        .ShouldBe([StackStatus.CreateComplete, StackStatus.UpdateComplete, StackStatus.UpdateRollbackComplete], ignoreOrder: true);

    [Fact]
    public void An_operation_has_ended_where_the_status_is_not_in_progress() =>
        Enum.GetValues<StackStatus>().Where(status => status.IsEnded)
            .ShouldBe(Enum.GetValues<StackStatus>().Where(status => !status.Text.EndsWith("_IN_PROGRESS", StringComparison.Ordinal)), ignoreOrder: true);
}
