using System.Text;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Fuzz;

/// <summary>Uses the input as a template, which must be evaluated or rejected with the position of each error.</summary>
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

    private static void Evaluate(Template read)
    {
        var parameters = ResolvedParameters.Resolve(read, new Dictionary<string, string>(), previous: null);
        var template = TemplateReader.With(read, parameters, Pseudo, FuzzScope.Instance);
        var evaluator = new TemplateEvaluator(template, parameters, Pseudo, FuzzScope.Instance);
        foreach (var resource in DependencyOrder.Sort(template, evaluator))
        {
            evaluator.PropertiesOf(resource);
        }

        evaluator.Outputs();
        new RuleAssertions(template, evaluator).Problems();
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

    // Everything is there.
    private sealed class FuzzScope : ITemplateScope
    {
        public static FuzzScope Instance { get; } = new();

        public bool IsPartial => false;

        public ResourceResult? Resource(string logicalId) => new(logicalId, new Dictionary<string, string> { ["Arn"] = "arn:aws:iam::123456789012:role/fuzz", ["RepositoryUri"] = "" });

        public string? Export(string name) => "exported";

        public string? Output(string stackName, string outputName) => "output";

        public string? StoredParameter(string name) => "stored";

        public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => true;
    }
}
