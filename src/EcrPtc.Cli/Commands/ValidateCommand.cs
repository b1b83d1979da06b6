using System.CommandLine;
using System.Globalization;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc validate</c>.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Templates = new("TEMPLATE") { Description = "CloudFormation templates, YAML or JSON: files, folders, patterns, or - for the standard input.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<ValidationFormat> Format =
        ChoiceOption.Create("--format", "The form of the results: github makes annotations of a pull request, and sarif is SARIF 2.1.0.", ValidationFormat.Text);

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "validate",
            """
            Checks the syntax of templates, the properties of every pull through cache rule with all references in them, and the attributes of
            rules, and reports all problems at once, each with its file, line and column. For other resources, use cfn-lint.
            With local stacks, it also reports the rules that other resources have, and those that the deployment would lose. The template is
            compared with the stack of --stack-name or of the template's file name, or else, for warnings alone, with the stack that has the
            same logical IDs.
            Nothing is deployed; a value that only a deployment knows is assumed to be right. Exits 1 on errors, but not on warnings.

            Example:
              ecr-ptc validate examples/*.yaml --format github
            """)
        {
            Templates, Format, GlobalOptions.StackName, StoreOptions.Parameters,
        };
        return command.Doing(terminal, async (arguments, cancellationToken) =>
        {
            var account = arguments.GetValue(GlobalOptions.Account);
            var region = arguments.GetValue(GlobalOptions.Region);
            var isAssumed = arguments.GetResult(GlobalOptions.Account) is null or { Implicit: true } && arguments.GetResult(GlobalOptions.Region) is null or { Implicit: true };
            var storedParameters = StoreOptions.Of(arguments);
            var validator = new TemplateValidator(AwsContext.From($"arn:aws:lambda:{region}:{account}:function:ecr-ptc", region), isAssumed, storedParameters);
            var named = TemplateFiles.Find(arguments.GetRequiredValue(Templates));
            var isGiven = arguments.GetValue(GlobalOptions.StackName) is not null;
            if (isGiven && named.Count > 1)
            {
                throw new UsageException("--stack-name is the stack of one template; validate the templates one at a time.");
            }

            using var aws = ReadState(arguments, terminal);
            if (aws is not null)
            {
                StoreOptions.Put(storedParameters, aws);
            }

            var templates = named.Distinct(StringComparer.Ordinal).ToList();
            var problems = new List<TemplateProblem>();
            var unread = new List<UnreadFile>();
            var code = ExitCode.Success;
            var rules = 0;
            foreach (var template in templates)
            {
                try
                {
                    var text = await InputFile.ReadAsync(template, terminal, cancellationToken);
                    var found = validator.Validate(template, text, out var rulesFound);
                    rules += rulesFound;
                    var conflicts = aws is null
                        ? []
                        : new StackValidator(aws, TimeProvider.System)
                            .Validate(CommandLine.GetStackName(arguments, template == InputFile.StandardInput ? "stdin" : template), isGiven, template, text);
                    problems.AddRange(found.Concat(conflicts).OrderBy(problem => (problem.At.Line, problem.At.Column)));
                }
                catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException)
                {
                    terminal.Error(exception.Message);
                    unread.Add(new(template, exception.Message));
                    code = Math.Max(code, exception is UsageException ? ExitCode.Usage : ExitCode.Failure);
                }
            }

            if (ValidationReport.Create(problems, arguments.GetValue(Format), unread) is { Length: > 0 } report)
            {
                terminal.Lines(report);
            }

            if (arguments.GetValue(Format) is ValidationFormat.Text)
            {
                terminal.Line(Summary(templates.Count - unread.Count, rules, problems, unread.Count));
            }

            if (arguments.GetValue(Format) is ValidationFormat.Text && unread.Count < templates.Count)
            {
                terminal.Line($"For the rest of the templates: cfn-lint --registry-schemas schema/cfn-lint -- {(templates is [var only] ? only : "TEMPLATE...")}");
            }

            return Math.Max(code, problems.TrueForAll(static problem => problem.IsAdvice) ? ExitCode.Success : ExitCode.Failure);
        });
    }

    private static string Summary(int templates, int rules, List<TemplateProblem> problems, int unread)
    {
        var errors = problems.Count(problem => !problem.IsAdvice);
        var found = problems.Count == 0 ? "no problems" : $"{Counted(errors, "error")}, {Counted(problems.Count - errors, "warning")}";
        return $"{Counted(templates, "template")}, {Counted(rules, "rule")}, {found}{(unread == 0 ? "" : $"; {Counted(unread, "file")} could not be read")}";
    }

    private static string Counted(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    // Templates are also validated without local stacks.
    private static LocalAws? ReadState(ParseResult arguments, Terminal terminal)
    {
        try
        {
            return Session.Read(arguments);
        }
        catch (StateException exception)
        {
            terminal.Error($"{exception.Message} The templates are compared with no stack.");
            return null;
        }
    }
}
