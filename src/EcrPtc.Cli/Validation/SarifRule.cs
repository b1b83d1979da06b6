using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>A rule in the sense of SARIF: a kind of problem.</summary>
/// <param name="Id">The stable name of the kind.</param>
/// <param name="Summary">The requirement.</param>
/// <param name="Help">The remedy if it isn't met.</param>
internal sealed record SarifRule(string Id, string Summary, string Help)
{
    /// <summary>The rules, in the same order in every log.</summary>
    public static IReadOnlyList<SarifRule> All { get; } = [.. Enum.GetValues<ProblemKind>().Select(Of)];

    /// <summary>The rule of a problem.</summary>
    public static SarifRule Of(ProblemKind kind) => kind switch
    {
        ProblemKind.Template => new("template-syntax", "A template must be one that CloudFormation can read.", "Correct the syntax, the section or the name at the place of the result."),
        ProblemKind.Parameter => new("parameter", "A parameter's declaration must be one that CloudFormation takes.", "Correct the parameter's type, attribute or default."),
        ProblemKind.Reference => new("reference", "Functions in rules must name what the template has.", "Name a parameter, a resource, a mapping or a condition of the template, and give the function the arguments that it takes."),
        ProblemKind.Attribute => new("rule-attribute", "Only attributes that rules have can be taken of them.", "Use one of the attributes in the message with Fn::GetAtt."),
        ProblemKind.Value => new("value", "The values of a rule's properties must be ones that CloudFormation can compute.", "Correct the function, or the value that it is given."),
        ProblemKind.Circle => new("circular-dependency", "Resources must not have circular dependencies.", "Remove one of the references or DependsOn entries."),
        ProblemKind.Limit => new("limit", "A template must stay within the limits of CloudFormation and Amazon ECR.", "Divide the template, or remove what it doesn't need."),
        ProblemKind.Policy => new("deletion-policy", "A resource must have only policies that its type supports.", "Use Delete or Retain."),
        ProblemKind.ServiceToken => new("service-token", "A rule must have a ServiceToken.", "Give the ARN of the function, such as an import of the stack that exports it."),
        ProblemKind.ServiceTimeout => new("service-timeout", "ServiceTimeout must be a number of seconds that CloudFormation takes.", "Give a whole number from 1 to 3600."),
        ProblemKind.Property => new("rule-property", "The properties of a rule must be ones that Amazon ECR takes.", "Correct the property as the message says."),
        ProblemKind.DoubtfulProperty => new("doubtful-rule-property", "The properties of a rule should be ones that can serve.", "Check the property, which Amazon ECR accepts."),
        ProblemKind.Adoption => new("adoption", "A rule that is taken over must not be deleted with the resource that has it.", "Deploy the other resource with DeletionPolicy: Retain first."),
        ProblemKind.Duplicate => new("duplicate-rule", "A registry has one rule for a prefix.", "Choose another EcrRepositoryPrefix."),
        ProblemKind.SecretName => new("secret-name", "Amazon ECR reads only secrets whose name begins with ecr-pullthroughcache/.", "Rename the secret."),
        ProblemKind.Conflict => new("rule-conflict", "A deployment must not meet or delete a rule of another resource.", "Follow the steps in the message."),
        ProblemKind.Unchecked => new("not-checked", "Parts of a template that only CloudFormation can process aren't checked.", "Check the included part by itself."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
