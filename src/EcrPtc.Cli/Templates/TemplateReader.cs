using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>
/// Reads a template from YAML or JSON, and finds all of its problems at once: in its syntax, its sections and names, and the rules in
/// it with all of their references. Other resources are left to cfn-lint.
/// </summary>
internal static class TemplateReader
{
    private const string SamTransform = "AWS::Serverless-2016-10-31";
    private const string LanguageExtensions = "AWS::LanguageExtensions";

    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Transform", "Resources", "Outputs", "Rules", "Hooks", "Globals",
    ];

    // The attributes of a resource beside its properties (template reference, resource attributes). Custom resources have a Version.
    private static readonly string[] ResourceKeys =
    [
        "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "CreationPolicy", "UpdatePolicy", "Version", "Connectors", "IgnoreGlobals",
    ];

    /// <param name="file">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="TemplateException">The template has problems; the exception contains all of them.</exception>
    public static Template Read(string file, string text)
    {
        var template = Read(file, text, out var problems);
        return problems.All(problem => problem.IsAdvice) ? template : throw new TemplateException([.. problems.Where(problem => !problem.IsAdvice)]);
    }

    /// <summary>Reads as much of a template as can be read, with the defaults of its parameters in its loops.</summary>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="found">All problems, in the order of their lines.</param>
    /// <exception cref="TemplateException">The template can't be read at all.</exception>
    public static Template Read(string file, string text, out IReadOnlyList<TemplateProblem> found)
    {
        var problems = new List<TemplateProblem>();
        var root = Root(file, text.TrimStart('\uFEFF'), problems, out var firstAlias);
        if (root is not MappingNode sections)
        {
            throw new TemplateException([.. problems, new(root.At, "A template is a mapping with a Resources section.")]);
        }

        var template = Of(sections, problems);
        if (firstAlias is { } alias && !template.IsSam)
        {
            problems.Add(new(alias, "CloudFormation itself takes no YAML aliases and merge keys: deploy what `aws cloudformation package` or SAM makes of the template.", IsAdvice: true));
        }

        CheckSections(sections, template, problems);
        problems.AddRange(ParameterCheck.Problems(template).Select(static problem => problem with { Kind = ProblemKind.Parameter }));
        if (template.Resources.Count == 0 && !template.HasUnseenNames && problems.TrueForAll(problem => problem.IsAdvice))
        {
            problems.Add(new(sections.Entry("Resources")?.KeyAt ?? sections.At, "At least one Resources member must be defined."));
        }

        problems.AddRange(ReferenceCheck.Problems(template));
        found = [.. problems.Distinct().OrderBy(problem => (problem.At.Line, problem.At.Column))];
        return template;
    }

    /// <summary>Returns the template with the values of its parameters in its loops and policies.</summary>
    /// <param name="template">The template as read.</param>
    /// <param name="parameters">The values of its parameters.</param>
    /// <param name="pseudoParameters">The values of the pseudo parameters.</param>
    /// <param name="scope">The environment of the template.</param>
    /// <exception cref="TemplateException">The value of a loop or a policy isn't available.</exception>
    public static Template With(Template template, ResolvedParameters parameters, PseudoParameters pseudoParameters, ITemplateScope scope)
    {
        var problems = new List<TemplateProblem>();
        var written = Of(template.Sections, problems, parameters, pseudoParameters, scope);
        var evaluator = new TemplateEvaluator(written, parameters, pseudoParameters, scope);
        var resources = written.Resources.Select(resource => resource with
        {
            DeletionPolicy = Policy(resource.DeletionPolicyFunction, resource.DeletionPolicy, evaluator, resource, problems),
            UpdateReplacePolicy = Policy(resource.UpdateReplacePolicyFunction, resource.UpdateReplacePolicy, evaluator, resource, problems),
        }).ToList();
        return problems.TrueForAll(problem => problem.IsAdvice)
            ? written with { Resources = resources }
            : throw new TemplateException([.. problems.Where(problem => !problem.IsAdvice)]);
    }

    private static TemplateNode Root(string file, string text, List<TemplateProblem> problems, out Position? firstAlias)
    {
        firstAlias = null;
        if (text.AsSpan().TrimStart() is not ['{', ..])
        {
            var nodes = new YamlNodes(file, text, problems);
            var root = nodes.Read();
            firstAlias = nodes.FirstAlias;
            return root;
        }

        var json = new JsonNodes(file, text, problems);
        try
        {
            return json.Read();
        }
        catch (TemplateException) when (!json.IsTooDeep && Flow(file, text, problems, out firstAlias) is { } root)
        {
            return root;
        }
    }

    // YAML with one mapping in braces and without YAML-only syntax was meant to be JSON, and has a mistake.
    private static TemplateNode? Flow(string file, string text, List<TemplateProblem> problems, out Position? firstAlias)
    {
        firstAlias = null;
        var found = new List<TemplateProblem>();
        try
        {
            var nodes = new YamlNodes(file, text, found);
            var root = nodes.Read();
            if (!nodes.IsMoreThanJson)
            {
                return null;
            }

            firstAlias = nodes.FirstAlias;
            problems.Clear();
            problems.AddRange(found);
            return root;
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static Template Of(
        MappingNode sections, List<TemplateProblem> problems, ResolvedParameters? given = null, PseudoParameters? pseudoParameters = null, ITemplateScope? scope = null)
    {
        var transforms = Transforms(sections);
        var macros = transforms.Exists(static name => !name.StartsWith("AWS::", StringComparison.Ordinal));
        var parameters = Entries(sections, "Parameters", problems)
            .Select(entry => new TemplateParameter(entry.Key, entry.KeyAt, AsMapping(entry.Value, $"The parameter {entry.Key}", problems))).ToList();
        var head = new Template(
            (sections["Description"] as ScalarNode)?.Text,
            parameters,
            sections["Mappings"] is { } mappings ? AsMapping(mappings, "Mappings", problems) : null,
            new Dictionary<string, TemplateNode>(),
            [],
            [])
        {
            Sections = sections,
            Rules = [.. Entries(sections, "Rules", problems)],
            IsSam = transforms.Contains(SamTransform),
            HasLanguageExtensions = transforms.Contains(LanguageExtensions),
            IsRewritten = macros,
            HasUnseenNames = macros || IsIncluded(sections),
        };
        var loops = new Loops(new(head, given ?? ResolvedParameters.Defaults(head), pseudoParameters ?? PseudoParameters.Unknown, scope ?? EmptyScope.Instance), problems);
        var template = head with
        {
            Conditions = Entries(sections, "Conditions", problems, loops).ToDictionary(entry => entry.Key, entry => entry.Value),
            Resources = [.. Entries(sections, "Resources", problems, loops).Select(entry => Resource(entry, macros, problems))],
            Outputs = [.. Entries(sections, "Outputs", problems, loops).Select(entry => Output(entry, macros, problems)).OfType<TemplateOutput>()],
        };
        if (given is not null && loops.Unknown.FirstOrDefault(static each => MakesRules(each.Loop.Value)) is { Loop: { } loop, Need: var need })
        {
            problems.Add(new(loop.KeyAt, $"{loop.Key} makes resources for values that aren't known here: it would need {need.What}."));
        }

        return template with { HasUnseenNames = head.HasUnseenNames || loops.Unknown.Count > 0 };
    }

    private static bool MakesRules(TemplateNode node) => node switch
    {
        MappingNode { Entries: var entries } => entries.Any(static entry => (entry is { Key: "Type", Value: ScalarNode type } && ResourceType.IsCustom(type.Text))
            || MakesRules(entry.Value)),
        ListNode list => list.Items.Any(MakesRules),
        _ => false,
    };

    private static List<string> Transforms(MappingNode sections)
    {
        IReadOnlyList<TemplateNode> transforms = sections["Transform"] switch
        {
            null => [],
            ListNode list => list.Items,
            var one => [one],
        };
        return [.. transforms.Select(static transform => (transform as ScalarNode ?? (transform as MappingNode)?["Name"] as ScalarNode)?.Text).OfType<string>()];
    }

    // The sections to which a transform adds entries.
    private static bool IsIncluded(MappingNode sections) => sections.Entries.Any(static section => section.Key == Intrinsics.Transform
        || (section is { Key: "Parameters" or "Mappings" or "Conditions" or "Resources", Value: MappingNode { } mapping } && mapping.Entry(Intrinsics.Transform) is not null)
        || (section.Key == "Transform" && Includes(section.Value)));

    private static bool Includes(TemplateNode transform) => transform switch
    {
        ListNode list => list.Items.Any(Includes),
        MappingNode mapping => mapping["Name"] is ScalarNode { Text: "AWS::Include" },
        _ => false,
    };

    private static void CheckSections(MappingNode sections, Template template, List<TemplateProblem> problems)
    {
        if (sections["AWSTemplateFormatVersion"] is ScalarNode { Text: not "2010-09-09" } version)
        {
            problems.Add(new(version.At, "AWSTemplateFormatVersion must be 2010-09-09, the only one that there is."));
        }

        if (template.IsRewritten)
        {
            return;
        }

        foreach (var section in sections.Entries.Where(section => !Sections.Contains(section.Key) && !Intrinsics.IsFunction(section.Key)))
        {
            var nearest = SpellingSuggestion.For(section.Key, Sections);

            // Other tools have their own sections, such as Rain's Modules.
            if (Misspellings.Are(section.Key, nearest))
            {
                problems.Add(new(section.KeyAt, $"{section.Key} is no section of a template; did you mean {nearest}?"));
            }
        }

        CheckNames(template.Parameters.Select(static parameter => (parameter.Name, parameter.At)), "parameter", problems);
        CheckNames(template.Mappings?.Entries.Where(static entry => !Intrinsics.IsFunction(entry.Key)).Select(static entry => (entry.Key, entry.KeyAt)) ?? [], "mapping", problems);
        CheckNames(template.Outputs.Select(static output => (output.Name, output.At)), "output", problems);
        var parameters = template.Parameters.Select(static parameter => parameter.Name).ToHashSet();
        foreach (var resource in template.Resources.Where(resource => parameters.Contains(resource.LogicalId)))
        {
            problems.Add(new(resource.At, $"{resource.LogicalId} is the name of a parameter too; a template's parameters and resources share their names."));
        }
    }

    private static void CheckNames(IEnumerable<(string Name, Position At)> names, string what, List<TemplateProblem> problems) =>
        problems.AddRange(names.Where(static each => !each.Name.All(char.IsAsciiLetterOrDigit))
            .Select(each => new TemplateProblem(each.At, $"The name of the {what} {each.Name} must be letters and digits only.")));

    private static TemplateResource Resource(MappingEntry entry, bool isRewritten, List<TemplateProblem> problems)
    {
        var body = AsMapping(entry.Value, $"The resource {entry.Key}", problems);
        var isOpen = isRewritten || body.Entry(Intrinsics.Transform) is not null;
        if (!entry.Key.All(char.IsAsciiLetterOrDigit) && !isRewritten)
        {
            problems.Add(new(entry.KeyAt, $"The logical id {entry.Key} must be letters and digits only."));
        }

        if (body["Type"] is not ScalarNode { Kind: ScalarKind.String, Text.Length: > 0 } type)
        {
            if (!isOpen && body["Type"] is not MappingNode)
            {
                problems.Add(new(body.Entry("Type")?.Value.At ?? entry.KeyAt, $"The resource {entry.Key} needs a Type, such as Custom::PullThroughCacheRule."));
            }

            type = new(entry.KeyAt, "", ScalarKind.String);
        }

        var deletionPolicy = body["DeletionPolicy"];
        var updateReplacePolicy = body["UpdateReplacePolicy"];
        var resource = new TemplateResource(
            entry.Key,
            type.Text,
            entry.KeyAt,
            body["Properties"] switch
            {
                null or ScalarNode { Kind: ScalarKind.Null } => new(entry.KeyAt, []),
                MappingNode properties => properties,
                var other when ResourceType.IsCustom(type.Text) => AsMapping(other, "Properties", problems),
                var other => new(other.At, []),
            },
            Names(body["DependsOn"]),
            (body["Condition"] as ScalarNode)?.Text)
        {
            DeletionPolicyFunction = deletionPolicy as MappingNode,
            UpdateReplacePolicyFunction = updateReplacePolicy as MappingNode,
        };
        var isChecked = resource.IsRule && !isOpen;
        if (isChecked)
        {
            foreach (var key in body.Entries.Where(key => !ResourceKeys.Contains(key.Key)))
            {
                problems.Add(new(key.KeyAt, $"{key.Key} is no attribute of a resource{(Misspellings.DidYouMean(key.Key, ResourceKeys) is { Length: > 0 } meant ? meant : $", which are {string.Join(", ", ResourceKeys)}.")}"));
            }
        }

        return resource with
        {
            DeletionPolicy = Choice(deletionPolicy, DeletionPolicy.Delete, isChecked, problems),
            UpdateReplacePolicy = Choice(updateReplacePolicy, UpdateReplacePolicy.Delete, isChecked, problems),
        };
    }

    private static TemplateOutput? Output(MappingEntry entry, bool isRewritten, List<TemplateProblem> problems)
    {
        var body = AsMapping(entry.Value, $"The output {entry.Key}", problems);
        if (body["Value"] is not { } value)
        {
            if (!isRewritten && body.Entry(Intrinsics.Transform) is null)
            {
                problems.Add(new(entry.KeyAt, $"The output {entry.Key} needs a Value."));
            }

            return null;
        }

        return new(entry.Key, entry.KeyAt, value, (body["Description"] as ScalarNode)?.Text, (body["Export"] as MappingNode)?["Name"], (body["Condition"] as ScalarNode)?.Text);
    }

    private static IReadOnlyList<MappingEntry> Entries(MappingNode sections, string section, List<TemplateProblem> problems, Loops? loops = null)
    {
        // An empty section has no entries.
        if (sections[section] is not { } node || node is ScalarNode { Kind: ScalarKind.Null })
        {
            return [];
        }

        var mapping = AsMapping(node, section, problems);
        return [.. (loops?.WrittenOut(mapping) ?? mapping).Entries.Where(static entry => !Intrinsics.IsFunction(entry.Key))];
    }

    private static MappingNode AsMapping(TemplateNode node, string what, List<TemplateProblem> problems)
    {
        if (node is MappingNode mapping)
        {
            return mapping;
        }

        problems.Add(new(node.At, $"{what} must be a mapping of names to values."));
        return new(node.At, []);
    }

    private static IReadOnlyList<string> Names(TemplateNode? node) => node switch
    {
        ListNode list => [.. list.Items.OfType<ScalarNode>().Select(static item => item.Text)],
        ScalarNode { Kind: not ScalarKind.Null } scalar => [scalar.Text],
        _ => [],
    };

    private static T Choice<T>(TemplateNode? node, T absent, bool isChecked, List<TemplateProblem> problems)
        where T : struct, Enum
    {
        if (node is ScalarNode scalar && Enum.GetNames<T>().Contains(scalar.Text))
        {
            return Enum.Parse<T>(scalar.Text);
        }

        if (node is ScalarNode or ListNode && isChecked)
        {
            problems.Add(new(node.At, $"{typeof(T).Name} must be one of {string.Join(", ", Enum.GetNames<T>())}."));
        }

        return absent;
    }

    private static T Policy<T>(TemplateNode? function, T plain, TemplateEvaluator evaluator, TemplateResource resource, List<TemplateProblem> problems)
        where T : struct, Enum
    {
        if (function is null)
        {
            return plain;
        }

        try
        {
            var value = evaluator.Evaluated(function);
            if (value.IsAbsent)
            {
                return plain;
            }

            if (value.IsKnown)
            {
                return Choice(new ScalarNode(function.At, value.Node?.ToString() ?? "", ScalarKind.String), plain, resource.IsRule, problems);
            }

            if (resource.IsRule)
            {
                problems.Add(new(function.At, $"The {typeof(T).Name} of {resource.LogicalId} isn't known here: it would need {value.Need!.What}."));
            }
        }
        catch (TemplateException exception)
        {
            problems.AddRange(resource.IsRule ? exception.Problems : []);
        }

        return plain;
    }
}
