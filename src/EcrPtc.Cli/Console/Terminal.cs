using System.Globalization;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Rules;
using Spectre.Console;

namespace EcrPtc.Cli.Console;

/// <summary>Writes for a reader: coloured on a terminal, plain text anywhere else, never wrapped, so that a line stays a line.</summary>
internal sealed class Terminal
{
    private const int StatusWidth = 20;

    private readonly IAnsiConsole console;
    private readonly IAnsiConsole errors;
    private readonly Lock gate = new();

    public Terminal(TextWriter output, TextWriter error)
    {
        console = Create(output);
        errors = Create(error);
    }

    /// <summary>Shows nothing, where other programs read the results alone.</summary>
    public static Terminal Silent => new(TextWriter.Null, TextWriter.Null);

    public void Line(string text = "") => Write(console, PrintableText.Lines(text), Style.Plain);

    public void Heading(string text)
    {
        Line();
        Write(console, text, new(decoration: Decoration.Bold));
    }

    /// <summary>Something that is right.</summary>
    public void Success(string text) => Write(console, text, new(Color.Green));

    /// <summary>To standard error.</summary>
    public void Error(string text) => Write(errors, PrintableText.Lines(text), new(Color.Red));

    /// <summary>A line of a stack's history, as the CloudFormation console shows it.</summary>
    public void Event(StackEvent @event)
    {
        lock (gate)
        {
            console.Write(new Text($"{@event.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  "));
            console.Write(new Text(@event.Status.PadRight(StatusWidth), StyleOf(@event.Status)));
            console.Write(new Text($"  {@event.LogicalId}{(@event.Reason is null ? "" : $"  {PrintableText.OneLine(@event.Reason)}")}"));
            console.WriteLine();
        }
    }

    /// <summary>A call to ECR or an answer to CloudFormation.</summary>
    public void Call(LoggedCall call)
    {
        var isWell = call.Status is >= 200 and < 300;
        lock (gate)
        {
            console.Write(new Text($"          {call.Operation} → ", new(decoration: Decoration.Dim)));
            console.Write(new Text(PrintableText.OneLine(CallSummary.Format(call)), isWell ? new(decoration: Decoration.Dim) : new(Color.Yellow)));
            console.Write(new Text($"  {Milliseconds(call.Duration)}", new(decoration: Decoration.Dim)));
            console.WriteLine();
        }
    }

    /// <summary>How long an event took the function.</summary>
    public void Answered(RequestType requestType, ResourceRequest request, TimeSpan after) =>
        Write(console, $"          {requestType} {request.LogicalId} answered after  {Milliseconds(after)}", new(decoration: Decoration.Dim));

    public void Outputs(Stack stack)
    {
        if (stack.Outputs.Count > 0)
        {
            var mask = stack.CreateMask();
            Heading("Outputs");
            Table(
                ["Output", "Value", "Description"],
                stack.Outputs.Select(output => new[] { output.Name, output.IsHidden ? NoEchoMask.Stars : mask.Hide(output.Value), output.Description ?? "" }));
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
                rule.Instance.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
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
            lock (gate)
            {
                console.Write(new Text(mark, style));
                console.Write(new Text($"  {change.LogicalId} ({change.Type}){(change.What.Length == 0 ? "" : $": {PrintableText.OneLine(change.What)}")}"));
                console.WriteLine();
            }

            foreach (var property in change.Kind is ChangeKind.Skip ? [] : change.Properties)
            {
                Line($"               {property.Name}: {PrintableText.OneLine(property.Before ?? "(not set)")} → {PrintableText.OneLine(property.After ?? "(not set)")}");
            }
        }
    }

    public void Table(IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        var all = rows.Select(row => Array.ConvertAll(row, PrintableText.OneLine)).Prepend([.. headings]).ToList();
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            Write(
                console,
                string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(),
                ReferenceEquals(row, all[0]) ? new(decoration: Decoration.Underline) : Style.Plain);
        }
    }

    private void Write(IAnsiConsole target, string text, Style style)
    {
        lock (gate)
        {
            target.Write(new Text(text, style));
            target.WriteLine();
        }
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0 'ms'", CultureInfo.InvariantCulture);

    private static Style StyleOf(string status) => status switch
    {
        _ when status.Contains("FAILED", StringComparison.Ordinal) || status.Contains("ROLLBACK", StringComparison.Ordinal) => new(Color.Red),
        _ when status.EndsWith("COMPLETE", StringComparison.Ordinal) => new(Color.Green),
        _ when status.EndsWith("SKIPPED", StringComparison.Ordinal) => new(Color.Yellow),
        _ => new(Color.Blue),
    };

    private static IAnsiConsole Create(TextWriter writer)
    {
        // Spectre.Console takes the variables of a CI system for a terminal. https://no-color.org
        var output = new AnsiConsoleOutput(writer);
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
