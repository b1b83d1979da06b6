using System.Globalization;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Rules;
using Spectre.Console;

namespace EcrPtc.Cli.Console;

/// <summary>
/// Writes for a reader: coloured on a terminal, plain text anywhere else. Lines are never wrapped, so that a line stays a line; a table that
/// is wider than the terminal is written as a list. No text reaches the terminal with its control characters.
/// </summary>
internal sealed class Terminal
{
    /// <summary>The columns of a terminal whose width isn't known.</summary>
    public const int StandardColumns = 80;

    private const int StatusWidth = 20;

    private readonly int? columns;
    private readonly IAnsiConsole console;
    private readonly IAnsiConsole errors;
    private readonly Lock gate = new();

    public Terminal(TextWriter output, TextWriter error)
    {
        console = Create(output, out var isTerminal);
        columns = isTerminal ? Math.Max(System.Console.WindowWidth, StandardColumns / 2) : null;
        errors = Create(error, out _);
    }

    /// <summary>Shows nothing, where other programs read the results alone.</summary>
    public static Terminal Silent => new(TextWriter.Null, TextWriter.Null);

    /// <summary>Why the standard output couldn't be written, such as a full disk; null where it could. What is done goes on all the same.</summary>
    public string? Failure { get; private set; }

    public void Line(string text = "") => Write(console, text, Style.Plain);

    /// <summary>Text whose line breaks are its own, such as JSON.</summary>
    public void Lines(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Line(line);
        }
    }

    public void Heading(string text)
    {
        Line();
        Write(console, text, new(decoration: Decoration.Bold));
    }

    /// <summary>Something that is right.</summary>
    public void Success(string text) => Write(console, text, new(Color.Green));

    /// <summary>To standard error.</summary>
    public void Error(string text) => Write(errors, text, new(Color.Red));

    /// <summary>To standard error, text whose line breaks are its own.</summary>
    public void ErrorLines(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Write(errors, line, Style.Plain);
        }
    }

    /// <summary>A line of a stack's history, as the CloudFormation console shows it.</summary>
    public void Event(StackEvent @event) => Write(
        console,
        ($"{Time(@event.At)}  ", Style.Plain),
        (@event.Status.PadRight(StatusWidth), StyleOf(@event.Status)),
        ($"  {@event.LogicalId}{(@event.Reason is null ? "" : $"  {@event.Reason}")}", Style.Plain));

    /// <summary>What a command has been waiting for, between two events.</summary>
    public void Waiting(DateTimeOffset at, string what) => Write(console, $"{Time(at)}  {what}", new(decoration: Decoration.Dim));

    /// <summary>A call to ECR or an answer to CloudFormation.</summary>
    public void Call(LoggedCall call)
    {
        var isWell = call.Status is >= 200 and < 300;
        Write(
            console,
            ($"          {call.Operation} → ", new(decoration: Decoration.Dim)),
            (CallSummary.Format(call), isWell ? new(decoration: Decoration.Dim) : new(Color.Yellow)),
            ($"  {Milliseconds(call.Duration)}", new(decoration: Decoration.Dim)));
    }

    /// <summary>How long an event took the function.</summary>
    public void Answered(RequestType requestType, ResourceRequest request, TimeSpan after) =>
        Write(console, $"          {requestType} {request.LogicalId} answered after  {Milliseconds(after)}", new(decoration: Decoration.Dim));

    public void Outputs(Stack stack)
    {
        if (stack.Outputs.Count > 0)
        {
            Heading("Outputs");
            Table(["Output", "Value", "Description"], stack.ShownOutputs.Select(static output => new[] { output.Name, output.Value, output.Description ?? "" }));
        }
    }

    /// <summary>The rules that there are, with the physical ID that names each, and the resources that have it.</summary>
    public void Rules(LocalAws aws)
    {
        Heading($"Pull through cache rules ({aws.AccountId}, {aws.Region})");
        if (aws.Emulated.Ecr.Rules.Count == 0)
        {
            Line("none");
            return;
        }

        var awsContext = AwsContext.From(aws.FunctionArn, aws.Region);
        var owners = new RuleOwners(aws.Stacks, awsContext);
        Table(
            ["PhysicalResourceId", "UpstreamRegistryUrl", "CredentialArn or CustomRoleArn", "CreatedAt", "Resource"],
            aws.Emulated.Ecr.Rules.Select(LocalAws.Live).Select(rule => new[]
            {
                new PhysicalResourceId.Rule(rule.Instance).Format(awsContext),
                rule.UpstreamRegistryUrl + (rule.UpstreamRepositoryPrefix == RuleKey.Root ? "" : $"/{rule.UpstreamRepositoryPrefix}"),
                rule.CredentialArn ?? rule.CustomRoleArn ?? "",
                Time(rule.Instance.CreatedAt),
                string.Join(", ", owners.From(rule).Select(owner => $"{owner.Stack.Name}/{owner.Resource.LogicalId}")),
            }));
    }

    public void Changes(IReadOnlyList<ResourceChange> changes)
    {
        foreach (var change in changes)
        {
            var (mark, style) = change.Kind switch
            {
                ChangeKind.Create => ("+ create   ", new Style(Color.Green)),
                ChangeKind.Update => ("~ update   ", new Style(Color.Yellow)),
                ChangeKind.Replace => ("± replace  ", new Style(Color.Yellow)),
                ChangeKind.Delete => ("- delete   ", new Style(Color.Red)),
                ChangeKind.Retain => ("- retain   ", new Style(Color.Yellow)),
                ChangeKind.Fail => ("! would fail", new Style(Color.Red)),
                ChangeKind.Lose => ("! rule lost ", new Style(Color.Red)),
                ChangeKind.Skip => ("  skipped  ", new Style(decoration: Decoration.Dim)),
                _ => ("  unchanged", new Style(decoration: Decoration.Dim)),
            };
            Write(console, (mark, style), ($"  {change.LogicalId} ({change.Type}){(change.What.Length == 0 ? "" : $": {change.What}")}", Style.Plain));

            foreach (var property in change.Kind is ChangeKind.Skip ? [] : change.Properties)
            {
                Line($"               {property.Name}: {property.Before ?? "(not set)"} → {property.After ?? "(not set)"}");
            }
        }
    }

    /// <summary>The stacks that there are.</summary>
    public void Stacks(IReadOnlyList<Stack> stacks) => Table(
        ["Stack", "Status", "Updated", "Resources", "Description"],
        stacks.Select(static stack => new[]
        {
            stack.Name,
            stack.Status.Text,
            stack.Events is [.., var last] ? Time(last.At) : "",
            stack.Resources.Count.ToString(CultureInfo.InvariantCulture),
            stack.Operation is null ? "" : "in progress or interrupted; the next command for the stack completes it",
        }));

    /// <summary>A table without the columns that are empty; a list, a row after another, where the terminal is too narrow for it.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        var cells = rows.Select(row => Array.ConvertAll(row, PrintableText.OneLine)).ToList();
        var filled = Enumerable.Range(0, headings.Count).Where(column => cells.Exists(row => row[column].Length > 0)).ToList();
        var all = cells.Prepend([.. headings]).Select(row => filled.Select(column => row[column]).ToList()).ToList();
        var widths = filled.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        if (widths.Sum() + (2 * (widths.Count - 1)) > columns)
        {
            foreach (var row in all.Skip(1))
            {
                List(all[0], row);
            }

            return;
        }

        foreach (var row in all)
        {
            Write(
                console,
                string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(),
                ReferenceEquals(row, all[0]) ? new(decoration: Decoration.Underline) : Style.Plain);
        }
    }

    private void List(List<string> headings, List<string> row)
    {
        Line(row[0]);
        foreach (var (heading, cell) in headings.Zip(row).Skip(1).Where(static each => each.Second.Length > 0))
        {
            Line($"  {heading}: {cell}");
        }
    }

    private void Write(IAnsiConsole target, string text, Style style) => Write(target, (text, style));

    private void Write(IAnsiConsole target, params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        lock (gate)
        {
            try
            {
                foreach (var (text, style) in parts)
                {
                    target.Write(new Text(PrintableText.OneLine(text), style));
                }

                target.WriteLine();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A deployment isn't left half done because nobody can read of it.
                Failure ??= exception.Message;
            }
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0 'ms'", CultureInfo.InvariantCulture);

    private static Style StyleOf(string status) => status switch
    {
        _ when status.Contains("FAILED", StringComparison.Ordinal) || status.Contains("ROLLBACK", StringComparison.Ordinal) => new(Color.Red),
        _ when status.EndsWith("COMPLETE", StringComparison.Ordinal) => new(Color.Green),
        _ when status.EndsWith("SKIPPED", StringComparison.Ordinal) => new(Color.Yellow),
        _ => new(Color.Blue),
    };

    private static IAnsiConsole Create(TextWriter writer, out bool isTerminal)
    {
        // Spectre.Console takes the variables of a CI system for a terminal. https://no-color.org
        var output = new AnsiConsoleOutput(writer);
        isTerminal = output.IsTerminal;
        var isPlain = !output.IsTerminal || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var created = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        created.Profile.Width = int.MaxValue;
        return created;
    }
}
