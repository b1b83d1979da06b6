using EcrPtcLambda.Soak;

namespace EcrPtcLambda.EndToEnd.Tests;

public sealed class SoakTests
{
    [Fact]
    public async Task Three_hundred_events_with_faults_and_five_killed_processes_leave_no_event_without_a_response_and_no_rule_wrong()
    {
        await using var soak = new NativeSoak(NativeFunction.Metadata("Bootstrap"), seed: 7);

        (await soak.RunAsync(events: 300, kills: 5, watchMemory: false)).ShouldContain("a response to each");
    }
}
