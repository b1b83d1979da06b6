using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>The outputs that a template gives a stack.</summary>
internal static class StackOutputs
{
    /// <exception cref="TemplateException">A value isn't available.</exception>
    public static IReadOnlyList<StackOutput> Of(Template template, TemplateEvaluator evaluator)
    {
        var mask = new NoEchoMask(NoEchoMask.NamesIn(template));
        return
        [
            .. evaluator.Outputs().Select(output => new StackOutput(output.Name, output.Value, output.Description, output.ExportName)
            {
                IsHidden = mask.IsIn(template.Outputs.FirstOrDefault(each => each.Name == output.Name)?.Value),
            }),
        ];
    }
}
