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
/// Writes to a terminal with colors, and plain text to anything else. Lines are never wrapped, so that each record stays on one line; a table that
/// is wider than the terminal is written as a list. No text reaches the terminal with its control characters.
/// </summary>
internal sealed class Terminal
{
    /// <summary>The width in columns of a terminal that doesn't report its width.</summary>
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

    /// <summary>A terminal that shows nothing, for programs that read only the results.</summary>
    public static Terminal Silent => new(TextWriter.Null, TextWriter.Null);

    /// <summary>The reason why the standard output couldn't be written, such as a full disk; null if it could. The command continues.</summary>
    public string? Failure { get; private set; }

    public void Line(string text = "") => Write(console, text, Style.Plain);

    /// <summary>Writes text that keeps its line breaks, such as JSON.</summary>
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

    /// <summary>Writes a success.</summary>
    public void Success(string text) => Write(console, text, new(Color.Green));

    /// <summary>Writes a line to the standard error.</summary>
    public void Error(string text) => Write(errors, text, new(Color.Red));

    /// <summary>Writes text that keeps its line breaks to the standard error.</summary>
    public void ErrorLines(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Write(errors, line, Style.Plain);
        }
    }

    /// <summary>An event of a stack, as the CloudFormation console shows it.</summary>
    public void Event(StackEvent @event) => Write(
        console,
        ($"{Time(@event.At)}  ", Style.Plain),
        (@event.Status.PadRight(StatusWidth), StyleOf(@event.Status)),
        ($"  {@event.LogicalId}{(@event.Reason is null ? "" : $"  {@event.Reason}")}", Style.Plain));

    /// <summary>Writes the cause of a long wait between two events.</summary>
    public void Waiting(DateTimeOffset at, string what) => Write(console, $"{Time(at)}  {what}", new(decoration: Decoration.Dim));

    /// <summary>A call to Amazon ECR or a response to CloudFormation.</summary>
    public void Call(LoggedCall call)
    {
        var isWell = call.Status is >= 200 and < 300;
        Write(
            console,
            ($"          {call.Operation} → ", new(decoration: Decoration.Dim)),
            (CallSummary.Format(call), isWell ? new(decoration: Decoration.Dim) : new(Color.Yellow)),
            ($"  {Milliseconds(call.Duration)}", new(decoration: Decoration.Dim)));
    }

    /// <summary>Writes the duration of an event in the function.</summary>
    public void Responded(RequestType requestType, ResourceRequest request, TimeSpan after) =>
        Write(console, $"          {requestType} {request.LogicalId} responded after {Milliseconds(after)}", new(decoration: Decoration.Dim));

    public void Outputs(Stack stack)
    {
        if (stack.Outputs.Count > 0)
        {
            Heading("Outputs");
            Table(["Output", "Value", "Description"], stack.ShownOutputs.Select(static output => new[] { output.Name, output.Value, output.Description ?? "" }));
        }
    }

    /// <summary>Writes all rules, each with its physical ID and the resources that have it.</summary>
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

    /// <summary>All stacks.</summary>
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

    /// <summary>Writes a table without its empty columns, or a list with one row after another if the terminal is too narrow.</summary>
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
                // A deployment isn't aborted because its output can't be written.
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
        // Spectre.Console treats the environment of a CI system as a terminal. https://no-color.org
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
