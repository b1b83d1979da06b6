using System.CommandLine;
using EcrPtcLambda.Local.Display;
using EcrPtcLambda.Local.Templates;
using EcrPtcLambda.Local.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Local.Commands;

/// <summary><c>ecr-ptc validate</c>.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<FileInfo[]> Templates = new("TEMPLATE") { Description = "CloudFormation templates, YAML or JSON.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<ValidationFormat> Format = new("--format")
    {
        Description = "text, github (annotations) or sarif.",
        DefaultValueFactory = static _ => ValidationFormat.Text,
    };

    public static Command Create(Terminal terminal, TextWriter output)
    {
        var command = new Command(
            "validate",
            """
            Checks the properties of every pull through cache rule and the template around it (keys, functions, what depends on what), and
            tells all problems at once, each with its file, line and column.
            Nothing is deployed; what only a deployment can tell is taken to be right. Exits 1 on errors; a warning is no error.

            Example:
              ecr-ptc validate examples/*.yaml --format github
            """)
        {
            Templates, Format,
        };
        return command.Doing(terminal, async (arguments, cancellationToken) =>
        {
            var account = arguments.GetValue(GlobalOptions.Account);
            var region = arguments.GetValue(GlobalOptions.Region);
            var validator = new TemplateValidator(HomeRegistry.Of($"arn:aws:lambda:{region}:{account}:function:ecr-ptc", region));
            var problems = new List<TemplateProblem>();
            var isRead = true;
            foreach (var template in arguments.GetRequiredValue(Templates))
            {
                try
                {
                    problems.AddRange(validator.Validate(template.ToString(), await CommandLine.ReadAsync(template, cancellationToken)));
                }
                catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException)
                {
                    terminal.Error(exception.Message);
                    isRead = false;
                }
            }

            await output.WriteAsync(ValidationReport.Of(problems, arguments.GetValue(Format)));
            return isRead && problems.TrueForAll(problem => problem.IsAdvice) ? 0 : 1;
        });
    }
}
