using System.Text.Json.Nodes;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Tests.Support;

/// <summary>The evaluated properties of the resource R of a template, in account 123456789012 and us-east-1.</summary>
internal static class Evaluated
{
    private static readonly PseudoParameters Pseudo = new(
        "123456789012", "us-east-1", "aws", "amazonaws.com", "arn:aws:cloudformation:us-east-1:123456789012:stack/teststack/51af3dc0-da77-11e4-872e-1234567db123", "teststack", []);

    public static TemplateEvaluator From(string template, (string Name, string Value)[] parameters,
        Func<string, ResourceResult?>? resources = null, Func<string, string?>? imports = null) =>
        From(TemplateReader.Read("template.yaml", template), parameters, resources, imports);

    public static TemplateEvaluator From(Template template, (string Name, string Value)[] parameters,
        Func<string, ResourceResult?>? resources = null, Func<string, string?>? imports = null) =>
        new(
            template,
            ResolvedParameters.Resolve(template, parameters.ToDictionary(each => each.Name, each => each.Value), previous: null),
            Pseudo,
            new TestScope(resources, imports));

    /// <summary>The property Value of the resource R.</summary>
    public static JsonNode? Value(string template, (string Name, string Value)[]? parameters = null,
        Func<string, ResourceResult?>? resources = null, Func<string, string?>? imports = null)
    {
        var read = TemplateReader.Read("template.yaml", template);
        return From(read, parameters ?? [], resources, imports).PropertiesOf(read.Resource("R")!).FirstOrDefault(property => property.Name == "Value")?.Value;
    }

    /// <summary>The problems of a template that can't be used, one a line.</summary>
    public static string Problems(string template) =>
        string.Join('\n', Should.Throw<TemplateException>(() => TemplateReader.Read("t.yaml", template)).Problems);
}
