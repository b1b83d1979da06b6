using EcrPtcLambda.Rules;
namespace EcrPtc.Cli.Templates;

/// <summary>Reads a template from YAML or JSON, with everything that is wrong with its shape at once.</summary>
internal static class TemplateReader
{
    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Transform", "Resources", "Outputs", "Rules", "Hooks", "Globals",
    ];

    // What a resource may have beside its properties (template reference, resource attributes).
    private static readonly string[] ResourceKeys =
    [
        "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "CreationPolicy", "UpdatePolicy", "Connectors", "IgnoreGlobals",
    ];

    // SAM's transform adds resources, none of which this engine would make; the others rewrite what is read here.
    private const string SamTransform = "AWS::Serverless-2016-10-31";

    /// <param name="file">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="TemplateException">With every problem that could be found.</exception>
    public static Template Read(string file, string text)
    {
        var template = Read(file, text, out var problems);
        return problems.Count == 0 ? template : throw new TemplateException(problems);
    }

    /// <summary>Reads as much of a template as can be read.</summary>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="found">Everything that is wrong with its shape, in the order of its lines.</param>
    /// <exception cref="TemplateException">Nothing can be made of it.</exception>
    public static Template Read(string file, string text, out IReadOnlyList<TemplateProblem> found)
    {
        var problems = new List<TemplateProblem>();
        var trimmed = text.TrimStart('\uFEFF');
        var root = trimmed.AsSpan().TrimStart() is ['{', ..] ? new JsonNodes(file, trimmed, problems).Read() : new YamlNodes(file, trimmed, problems).Read();
        if (root is not MappingNode sections)
        {
            throw new TemplateException([.. problems, new(root.At, "A template is a mapping with a Resources section.")]);
        }

        foreach (var section in sections.Entries.Where(section => !Sections.Contains(section.Key)))
        {
            problems.Add(new(section.KeyAt, $"{section.Key} is no section of a template; did you mean {SpellingSuggestion.For(section.Key, Sections)}?"));
        }

        Transforms(sections, problems);
        var parameters = Mappings(sections, "Parameters", problems)
            .Select(entry => new TemplateParameter(entry.Key, entry.KeyAt, AsMapping(entry.Value, $"The parameter {entry.Key}", problems))).ToList();
        var conditions = Mappings(sections, "Conditions", problems).ToDictionary(entry => entry.Key, entry => entry.Value);
        var resources = Mappings(sections, "Resources", problems).Select(entry => Resource(entry, problems)).ToList();
        foreach (var resource in resources.Where(resource => parameters.Exists(parameter => parameter.Name == resource.LogicalId)))
        {
            problems.Add(new(resource.At, $"{resource.LogicalId} is the name of a parameter too; a template's parameters and resources share their names."));
        }

        if (resources.Count == 0 && problems.Count == 0)
        {
            problems.Add(new(sections.Entry("Resources")?.KeyAt ?? sections.At, "At least one Resources member must be defined."));
        }

        var template = new Template(
            (sections["Description"] as ScalarNode)?.Text,
            parameters,
            sections["Mappings"] is { } mappings ? AsMapping(mappings, "Mappings", problems) : null,
            conditions,
            resources,
            [.. Mappings(sections, "Outputs", problems).Select(entry => Output(entry, problems)).OfType<TemplateOutput>()]);
        problems.AddRange(new ReferenceCheck(template).Problems());
        found = [.. problems.OrderBy(problem => (problem.At.Line, problem.At.Column))];
        return template;
    }

    private static void Transforms(MappingNode sections, List<TemplateProblem> problems)
    {
        IReadOnlyList<TemplateNode> transforms = sections["Transform"] switch
        {
            null => [],
            ListNode list => list.Items,
            var one => [one],
        };
        foreach (var transform in transforms)
        {
            if (transform is not ScalarNode { Text: SamTransform or "AWS::LanguageExtensions" })
            {
                problems.Add(new(transform.At, $"The local stack runs no transform but {SamTransform}: deploy what the transform makes of the template."));
            }
        }
    }

    private static TemplateResource Resource(MappingEntry entry, List<TemplateProblem> problems)
    {
        var body = AsMapping(entry.Value, $"The resource {entry.Key}", problems);
        if (!entry.Key.All(char.IsAsciiLetterOrDigit))
        {
            problems.Add(new(entry.KeyAt, $"The logical id {entry.Key} must be letters and digits only."));
        }

        foreach (var key in body.Entries.Where(key => !ResourceKeys.Contains(key.Key)))
        {
            problems.Add(new(key.KeyAt, $"{key.Key} is no attribute of a resource; did you mean {SpellingSuggestion.For(key.Key, ResourceKeys)}?"));
        }

        if (body["Type"] is not ScalarNode { Kind: ScalarKind.String, Text.Length: > 0 } type)
        {
            problems.Add(new(body.Entry("Type")?.Value.At ?? entry.KeyAt, $"The resource {entry.Key} needs a Type, such as Custom::PullThroughCacheRule."));
            type = new(entry.KeyAt, "", ScalarKind.String);
        }

        return new(
            entry.Key,
            type.Text,
            entry.KeyAt,
            body["Properties"] is { } properties ? AsMapping(properties, "Properties", problems) : new(entry.KeyAt, []),
            Names(body["DependsOn"], "DependsOn", problems),
            Name(body["Condition"], "Condition", problems))
        {
            DeletionPolicy = Choice(body["DeletionPolicy"], DeletionPolicy.Delete, problems),
            UpdateReplacePolicy = Choice(body["UpdateReplacePolicy"], UpdateReplacePolicy.Delete, problems),
        };
    }

    private static TemplateOutput? Output(MappingEntry entry, List<TemplateProblem> problems)
    {
        var body = AsMapping(entry.Value, $"The output {entry.Key}", problems);
        if (body["Value"] is not { } value)
        {
            problems.Add(new(entry.KeyAt, $"The output {entry.Key} needs a Value."));
            return null;
        }

        var export = body["Export"] is { } given ? AsMapping(given, "Export", problems)["Name"] : null;
        return new(entry.Key, entry.KeyAt, value, Name(body["Description"], "Description", problems), export, Name(body["Condition"], "Condition", problems));
    }

    private static IReadOnlyList<MappingEntry> Mappings(MappingNode sections, string section, List<TemplateProblem> problems) =>
        sections[section] is { } node ? AsMapping(node, section, problems).Entries : [];

    private static MappingNode AsMapping(TemplateNode node, string what, List<TemplateProblem> problems)
    {
        if (node is MappingNode mapping)
        {
            return mapping;
        }

        problems.Add(new(node.At, $"{what} must be a mapping of names to values."));
        return new(node.At, []);
    }

    private static string? Name(TemplateNode? node, string what, List<TemplateProblem> problems)
    {
        if (node is null or ScalarNode { Kind: not ScalarKind.Null })
        {
            return (node as ScalarNode)?.Text;
        }

        problems.Add(new(node.At, $"{what} must be a string."));
        return null;
    }

    private static IReadOnlyList<string> Names(TemplateNode? node, string what, List<TemplateProblem> problems) => node switch
    {
        null => [],
        ListNode list => [.. list.Items.Select(item => Name(item, what, problems)).OfType<string>()],
        _ => Name(node, what, problems) is { } one ? [one] : [],
    };

    private static T Choice<T>(TemplateNode? node, T absent, List<TemplateProblem> problems)
        where T : struct, Enum
    {
        if (node is null)
        {
            return absent;
        }

        if (node is ScalarNode scalar && Enum.GetNames<T>().Contains(scalar.Text))
        {
            return Enum.Parse<T>(scalar.Text);
        }

        problems.Add(new(node.At, $"{typeof(T).Name} must be one of {string.Join(", ", Enum.GetNames<T>())}."));
        return absent;
    }
}
