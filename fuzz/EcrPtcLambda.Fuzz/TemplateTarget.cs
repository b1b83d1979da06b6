using System.Text;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Fuzz;

/// <summary>Bytes as a template: validated and evaluated, or refused with a place in it for every problem.</summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    private const string File = "template.yaml";

    private static readonly AwsContext AwsContext = new("123456789012", "us-east-1", "aws", "amazonaws.com");

    private static readonly PseudoParameters Pseudo = new(
        AwsContext.AccountId, AwsContext.Region, AwsContext.Partition, AwsContext.DnsSuffix, "arn:aws:cloudformation:us-east-1:123456789012:stack/fuzz/1", "fuzz", []);

    public void Feed(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        CheckAll(new TemplateValidator(AwsContext).Validate(File, text), text);
        try
        {
            Evaluate(TemplateReader.Read(File, text));
        }
        catch (TemplateException exception)
        {
            BrokenPromiseException.Unless(exception.Problems.Count > 0, "a template is refused without a problem");
            CheckAll(exception.Problems, text);
        }
    }

    public void Dispose()
    {
    }

    private static void Evaluate(Template template)
    {
        var evaluator = new TemplateEvaluator(
            template,
            ResolvedParameters.Resolve(template, new Dictionary<string, string>(), previous: null),
            Pseudo,
            static id => new(id, new Dictionary<string, string> { ["Arn"] = "arn:aws:iam::123456789012:role/fuzz", ["RepositoryUri"] = "" }),
            static _ => "exported");
        foreach (var resource in DependencyOrder.Sort(template, evaluator))
        {
            evaluator.PropertiesOf(resource);
        }

        evaluator.Outputs();
    }

    private static void CheckAll(IReadOnlyList<TemplateProblem> problems, string text)
    {
        var lines = text.Count(static character => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        foreach (var problem in problems)
        {
            BrokenPromiseException.Unless(
                problem is { At: { File: File, Line: >= 1, Column: >= 1 }, Message.Length: > 0 } && problem.At.Line <= lines + 1,
                $"a problem has no place in the template: {problem}");
        }
    }
}
