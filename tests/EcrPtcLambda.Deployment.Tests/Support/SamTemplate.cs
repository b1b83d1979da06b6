using System.Text.Json.Nodes;
using Amazon;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>The repository's template.yaml, and what it comes to for a stack named ecr-ptc.</summary>
internal sealed class SamTemplate
{
    public const string Account = "123456789012";

    private readonly string text = File.ReadAllText(Path.Combine(Repository.Root, "template.yaml"));

    public SamTemplate()
    {
        Template = TemplateReader.Read("template.yaml", text);
        Root = (MappingNode)new YamlNodes("template.yaml", text, []).Read();
        Function = Template.Resources.Single(resource => resource.Type == "AWS::Serverless::Function");
        Role = Template.Resources.Single(resource => resource.Type == "AWS::IAM::Role");
    }

    public Template Template { get; }

    /// <summary>Everything in the file, functions written out.</summary>
    public MappingNode Root { get; }

    public TemplateResource Function { get; }

    /// <summary>The function's role.</summary>
    public TemplateResource Role { get; }

    /// <summary>The function's property, or null where the parameters leave it out.</summary>
    public JsonNode? FunctionProperty(string name, string region = "us-east-1", params (string Name, string Value)[] parameters) =>
        Property(Function, name, region, parameters);

    /// <summary>The role's property, or null where the parameters leave it out.</summary>
    public JsonNode? RoleProperty(string name, string region = "us-east-1", params (string Name, string Value)[] parameters) =>
        Property(Role, name, region, parameters);

    public IReadOnlyList<ResolvedOutput> Outputs(string region) => Evaluator(region, []).Outputs();

    /// <summary>The ARN that Lambda gives the function.</summary>
    public string FunctionArn(string region) =>
        $"arn:{RegionEndpoint.GetBySystemName(region).PartitionName}:lambda:{region}:{Account}:function:ecr-ptc-{Function.LogicalId}-AbCdEfGhIjKl";

    private JsonNode? Property(TemplateResource resource, string name, string region, (string Name, string Value)[] parameters) =>
        Evaluator(region, parameters).PropertiesOf(resource).FirstOrDefault(property => property.Name == name)?.Value;

    private TemplateEvaluator Evaluator(string region, (string Name, string Value)[] parameters)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        var stackId = $"arn:{endpoint.PartitionName}:cloudformation:{region}:{Account}:stack/ecr-ptc/51af3dc0-da77-11e4-872e-1234567db123";
        return new(
            Template,
            ResolvedParameters.Resolve(Template, parameters.ToDictionary(each => each.Name, each => each.Value), previous: null),
            new(Account, region, endpoint.PartitionName, endpoint.PartitionDnsSuffix, stackId, "ecr-ptc", []),
            new Deployed(logicalId => new($"ecr-ptc-{logicalId}-AbCdEfGhIjKl", new Dictionary<string, string>
            {
                ["Arn"] = logicalId == Function.LogicalId ? FunctionArn(region)
                    : logicalId == Role.LogicalId ? $"arn:{endpoint.PartitionName}:iam::{Account}:role/ecr-ptc-{logicalId}-AbCdEfGhIjKl"
                    : logicalId.EndsWith("LogGroup", StringComparison.Ordinal) ? $"arn:{endpoint.PartitionName}:logs:{region}:{Account}:log-group:{logicalId}:*"
                    : $"arn:{endpoint.PartitionName}:sqs:{region}:{Account}:{logicalId}",
                ["QueueName"] = logicalId,
            })));
    }

    private sealed class Deployed(Func<string, ResourceResult> resources) : ITemplateScope
    {
        public bool IsPartial => false;

        public ResourceResult? Resource(string logicalId) => resources(logicalId);

        public string? Export(string name) => null;

        public string? Output(string stackName, string outputName) => null;

        public string? StoredParameter(string name) => null;

        public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => true;
    }
}
