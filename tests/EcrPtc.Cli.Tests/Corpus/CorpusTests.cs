using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Corpus;

/// <summary>
/// Each folder is a story: its templates, and in story.txt what is done with them (lines that begin with &gt;) and everything that
/// must happen then, in order: the stack's events, the events that the function gets (indented), and the rules. The rules of one prefix are
/// numbered: <c>hub@1</c> and <c>hub@2</c> are two instances.
/// </summary>
public class CorpusTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus");

    // Where ECR can't be reached, the function can't see what an earlier delivery did, and says so in the physical ID (create-unsure:). Twins
    // share a rule where the second is asked for within two seconds of the first.
    private static readonly string[] Different = ["closed-registry", "network-wrong", "network-wrong-at-an-update", "twins"];

    private static readonly string[] All = [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Stories => [.. All];

    public static TheoryData<string> StoriesForAnyDelivery => [.. All.Except(Different)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_story_ends_as_its_golden_file_says(string story)
    {
        await using var teller = new StoryTeller(Path.Combine(Root, story));
        var expected = await teller.ReadAsync();

        var told = await teller.TellAsync();

        if (told != expected && Environment.GetEnvironmentVariable("ECR_PTC_WRITE_STORIES") is { } directory)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, story, StoryTeller.FileName), told);
        }

        told.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_story_ends_alike_where_Describe_lags(string story)
    {
        await using var teller = new StoryTeller(Path.Combine(Root, story), describeLag: TimeSpan.FromSeconds(3));

        StoryTeller.Endings(await teller.TellAsync()).ShouldBe(StoryTeller.Endings(await teller.ReadAsync()));
    }

    [Theory]
    [MemberData(nameof(StoriesForAnyDelivery))]
    public async Task A_story_ends_alike_where_each_event_is_delivered_again_because_its_response_was_lost(string story)
    {
        await using var teller = new StoryTeller(Path.Combine(Root, story), losesFirstResponses: true);

        StoryTeller.Endings(await teller.TellAsync()).ShouldBe(StoryTeller.Endings(await teller.ReadAsync()));
    }

    [Theory]
    [MemberData(nameof(StoriesForAnyDelivery))]
    public async Task A_story_ends_alike_where_responses_are_lost_and_Describe_lags(string story)
    {
        await using var teller = new StoryTeller(Path.Combine(Root, story), describeLag: TimeSpan.FromSeconds(3), losesFirstResponses: true);

        StoryTeller.Endings(await teller.TellAsync()).ShouldBe(StoryTeller.Endings(await teller.ReadAsync()));
    }

    [Fact]
    public void There_are_stories() => Stories.Count.ShouldBeGreaterThan(30);
}
