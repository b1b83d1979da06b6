using System.Globalization;
using System.Text.RegularExpressions;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Functions;
using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Support;

/// <summary>Runs the commands of a story, and records their output.</summary>
internal sealed partial class StoryTeller : IAsyncDisposable
{
    public const string FileName = "story.txt";

    private const string DefaultStack = "corpus";

    // Operations don't follow each other at once; what was made by the one before is old when the next begins.
    private static readonly TimeSpan BetweenCommands = TimeSpan.FromMinutes(10);

    private readonly string folder;
    private readonly LocalStack stack;
    private readonly List<string> told = [];

    /// <param name="folder">The story's.</param>
    /// <param name="describeLag">How long Describe doesn't show a Create or a Delete.</param>
    /// <param name="losesFirstResponses">Whether the first response to each event is lost, so that Lambda delivers the event again.</param>
    public StoryTeller(string folder, TimeSpan describeLag = default, bool losesFirstResponses = false)
    {
        this.folder = folder;
        stack = new(around: function => losesFirstResponses ? new LosingFirstResponses(function, () => stack!) : function);
        stack.Aws.Emulated.Ecr.DescribeLag = describeLag;
    }

    public Task<string> ReadAsync() => File.ReadAllTextAsync(Path.Combine(folder, FileName));

    /// <summary>Of a story: the commands, the statuses that resources and stacks come to, and the rules that are there then.</summary>
    public static string Endings(string story) => string.Join('\n', story.Split('\n')
        .Where(static line => line.StartsWith('>') || line.StartsWith("  ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]) || IsEnding(line))
        .Select(static line => line.StartsWith(' ') ? line : line.Split(": ")[0]));

    /// <summary>The story as it goes now.</summary>
    public async Task<string> TellAsync()
    {
        var commands = (await ReadAsync()).Split('\n').Where(line => line.StartsWith('>'));
        foreach (var command in commands)
        {
            told.Add(command);
            stack.Clock.Advance(BetweenCommands);
            try
            {
                await DoAsync(command[1..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
            catch (TemplateException exception)
            {
                told.AddRange(exception.Problems.Select(problem => problem.ToString()));
            }
            catch (StackException exception)
            {
                told.Add(stack.Mask.Apply(exception.Message));
            }

            await stack.DeliverRestAsync();
            told.AddRange(stack.TakeLines());
        }

        return string.Join('\n', told) + '\n';
    }

    public ValueTask DisposeAsync() => stack.DisposeAsync();

    private async Task DoAsync(string[] words)
    {
        var aws = stack.Aws.Emulated;
        switch (words)
        {
            case ["deploy", var file, .. var options]:
                await DeployAsync(file, Options.Parse(options));
                break;
            case ["diff", var file, .. var options]:
                await DiffAsync(file, Options.Parse(options));
                break;
            case ["delete", .. var options]:
                await stack.Engine.DeleteAsync(Options.Parse(options).StackName, [], CancellationToken.None);
                break;
            case ["continue-rollback", .. var skipped]:
                await stack.Engine.ContinueRollbackAsync(DefaultStack, skipped, CancellationToken.None);
                break;
            case ["rules"]:
                told.AddRange(aws.Ecr.Rules.Select(rule => stack.Mask.Apply(
                    string.Create(CultureInfo.InvariantCulture, $"  {rule.RegistryId} {rule.EcrRepositoryPrefix}@{rule.CreatedAt.ToUnixTimeSeconds()} {rule.UpstreamRegistryUrl} {rule.CredentialArn}").TrimEnd())));
                break;
            case ["secret", var arn, var state]:
                stack.Aws.PutSecret(arn, Enum.Parse<SecretState>(state));
                break;
            case ["rule", var prefix, var url, var registry, .. var credential]:
                var now = stack.Clock.GetUtcNow();
                aws.Ecr.Put(new(aws.Options.AccountId, prefix, url, registry, credential.SingleOrDefault(), null, "ROOT", now, now));
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
            case ["unreachable"]:
                foreach (var operation in new[] { "Describe{0}Rules", "Create{0}Rule", "Update{0}Rule", "Delete{0}Rule", "Validate{0}Rule" })
                {
                    aws.Faults.Next(string.Format(CultureInfo.InvariantCulture, operation, "PullThroughCache"), new Fault.Refused(), int.MaxValue);
                }

                break;
            case ["reachable"]:
                aws.Faults.Clear();
                break;
            default:
                throw new InvalidOperationException($"There is no command {string.Join(' ', words)}.");
        }
    }

    private async Task DeployAsync(string file, Options options)
    {
        var deployment = await stack.Engine.DeployAsync(options.StackName, file, await ReadAsync(file), options.Parameters, CancellationToken.None);
        told.AddRange(stack.TakeLines());
        if (!deployment.HasChanges)
        {
            told.Add("no changes");
        }

        told.AddRange(deployment.IsSuccess ? deployment.Stack.Outputs.Select(output => $"  {output.Name} = {(output.IsHidden ? NoEchoMask.Stars : stack.Mask.Apply(output.Value))}") : []);
    }

    private async Task DiffAsync(string file, Options options)
    {
        using var output = new StringWriter();
        new Terminal(output, output).Changes(new ChangeSet(stack.Aws, stack.Clock).Create(options.StackName, file, await ReadAsync(file), options.Parameters));
        told.AddRange(Colours().Replace(output.ToString(), "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(stack.Mask.Apply));
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(folder, file));

    private static bool IsEnding(string line) => line.Split(' ')[0] is var status
        && (status.EndsWith("_COMPLETE", StringComparison.Ordinal) || status.EndsWith("_FAILED", StringComparison.Ordinal));

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();

    private sealed record Options(string StackName, IReadOnlyDictionary<string, string> Parameters)
    {
        public static Options Parse(string[] words)
        {
            var name = words is ["--stack-name", var given, ..] ? given : DefaultStack;
            var rest = words is ["--stack-name", _, ..] ? words[2..] : words;
            return new(name, rest.Select(each => each.Split('=', 2)).ToDictionary(each => each[0], each => each[1]));
        }
    }

    // The bucket fails until the function's time is out, so that Lambda delivers the event again.
    private sealed class LosingFirstResponses(IFunction function, Func<LocalStack> stack) : IFunction
    {
        private string? delivered;

        public IReadOnlyCollection<string> Log => function.Log;

        public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
            function.CreateResponseUrl(stackId, logicalId, requestId, signedAt);

        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
        {
            if (delivered != lambdaRequestId)
            {
                delivered = lambdaRequestId;
                stack().Aws.Emulated.Faults.Until(stack().Clock.GetUtcNow() + LocalStack.FunctionTimeout, Faults.PutObject, new Fault.ServerError(503));
            }

            return function.InvokeAsync(payload, lambdaRequestId, cancellationToken);
        }

        public ValueTask DisposeAsync() => function.DisposeAsync();
    }
}
