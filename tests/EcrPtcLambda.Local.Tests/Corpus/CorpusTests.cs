using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Local.Templates;
using EcrPtcLambda.Local.Tests.Support;

namespace EcrPtcLambda.Local.Tests.Corpus;

/// <summary>
/// Each folder is a story: its templates, and in story.txt what is done with them (lines that begin with &gt;) and everything that
/// must happen then, in order: the stack's events, the events that the function gets (indented), and the rules.
/// </summary>
public class CorpusTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static TheoryData<string> Stories => [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_story_goes_as_it_is_told(string story)
    {
        var expected = await File.ReadAllTextAsync(Path.Combine(Root, story, "story.txt"));

        var told = await TellAsync(story, expected.Split('\n').Where(line => line.StartsWith('>')));

        if (told != expected && Environment.GetEnvironmentVariable("ECR_PTC_WRITE_STORIES") is { } directory)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, story, "story.txt"), told);
        }

        told.ShouldBe(expected);
    }

    [Fact]
    public void There_are_stories() => Stories.Count.ShouldBeGreaterThan(10);

    private static async Task<string> TellAsync(string story, IEnumerable<string> commands)
    {
        await using var stack = new LocalStack();
        var told = new List<string>();
        foreach (var command in commands)
        {
            told.Add(command);

            // Operations don't follow each other at once; what was made by the one before is old when the next begins.
            stack.Clock.Advance(TimeSpan.FromMinutes(1));
            try
            {
                await DoAsync(stack, story, command[1..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries), told);
            }
            catch (TemplateException exception)
            {
                told.AddRange(exception.Problems.Select(problem => problem.ToString()));
            }
            catch (EcrPtcLambda.Local.Stacks.StackException exception)
            {
                told.Add(LocalStack.Masked(exception.Message));
            }

            told.AddRange(stack.TakeLines());
        }

        return string.Join('\n', told) + '\n';
    }

    private static async Task DoAsync(LocalStack stack, string story, string[] words, List<string> told)
    {
        var aws = stack.Aws.Emulated;
        switch (words)
        {
            case ["deploy", var file, .. var parameters]:
                var text = await File.ReadAllTextAsync(Path.Combine(Root, story, file));
                var deployment = await stack.Engine.DeployAsync(
                    "corpus", file, text, parameters.Select(each => each.Split('=', 2)).ToDictionary(each => each[0], each => each[1]), CancellationToken.None);
                told.AddRange(stack.TakeLines());
                if (!deployment.HasChanges)
                {
                    told.Add("no changes");
                }

                told.AddRange(deployment.IsSuccess ? deployment.Stack.Outputs.Select(output => $"  {output.Name} = {LocalStack.Masked(output.Value)}") : []);
                break;
            case ["delete"]:
                await stack.DeleteAsync();
                break;
            case ["rules"]:
                told.AddRange(aws.Ecr.Rules.Select(rule => LocalStack.Masked($"  {rule.RegistryId} {rule.EcrRepositoryPrefix} {rule.UpstreamRegistryUrl} {rule.CredentialArn}".TrimEnd())));
                break;
            case ["secret", var arn, var state]:
                stack.Aws.PutSecret(arn, Enum.Parse<SecretState>(state));
                break;
            case ["rule", var prefix, var url, var registry]:
                var now = stack.Clock.GetUtcNow();
                aws.Ecr.Put(new(aws.Options.AccountId, prefix, url, registry, null, null, "ROOT", now, now));
                break;
            case ["remove", var prefix]:
                aws.Ecr.Remove(prefix).ShouldBeTrue();
                break;
            case ["deny", var action]:
                aws.Ecr.Deny(action);
                break;
            case ["allow", var action]:
                aws.Ecr.Allow(action);
                break;
            default:
                throw new InvalidOperationException($"There is no command {string.Join(' ', words)}.");
        }
    }
}
