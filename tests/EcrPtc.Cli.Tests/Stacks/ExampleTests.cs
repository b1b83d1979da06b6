using System.Text.RegularExpressions;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>Every example can be deployed as it is, updated, and deleted without leaving a rule.</summary>
public partial class ExampleTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "examples");

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Root, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_deployed_updated_and_deleted(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, file));
        await using var stack = new LocalStack();
        var parameters = Parameters(TemplateReader.Read(file, text));
        foreach (var arn in parameters.Values.Where(value => value.Contains(":secretsmanager:", StringComparison.Ordinal)))
        {
            stack.Aws.PutSecret(arn, EcrPtcLambda.Emulator.SecretsManager.SecretState.Good);
        }

        stack.Aws.PutStack(new("exporting", "arn:aws:cloudformation:us-east-1:123456789012:stack/exporting/1", StackStatus.CreateComplete)
        {
            Outputs = [.. Imports().Matches(text).Select(match => new StackOutput("Exported", "123456789012.dkr.ecr.us-east-1.amazonaws.com/exported", null, match.Groups[1].Value))],
        });

        var created = await DeployAsync(stack, file, text, parameters);
        created.Stack.Status.ShouldBe(StackStatus.CreateComplete, string.Join('\n', stack.TakeLines()));
        var rules = created.Stack.Resources.Count(resource => resource.Type == "Custom::PullThroughCacheRule");
        stack.Aws.Emulated.Ecr.Rules.Count.ShouldBe(rules);

        // A user's first change: another prefix for every rule, another tag for an image.
        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = Tags().Replace(Prefixes().Replace(text, "EcrRepositoryPrefix: $1-new"), ":latest");
        var updated = await DeployAsync(stack, file, changed, parameters);
        updated.Stack.Status.ShouldBe(StackStatus.UpdateComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.Count.ShouldBe(rules);

        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        (await stack.DeleteAsync())!.Status.ShouldBe(StackStatus.DeleteComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_has_no_problems(string file) =>
        new TemplateValidator(AwsContext.From("arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", "us-east-1"))
            .Validate(file, await File.ReadAllTextAsync(Path.Combine(Root, file))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_takes_nothing_from_the_physical_id_of_a_rule(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, file));
        foreach (var rule in TemplateReader.Read(file, text).Resources.Where(resource => resource.Type == "Custom::PullThroughCacheRule"))
        {
            Regex.IsMatch(text, $@"!Ref {rule.LogicalId}\b|\$\{{{rule.LogicalId}\}}").ShouldBeFalse();
        }
    }

    private static Task<Deployment> DeployAsync(LocalStack stack, string file, string text, Dictionary<string, string> parameters) =>
        stack.Engine.DeployAsync("corpus", file, text, parameters, CancellationToken.None);

    // A value for each parameter without a default, by what its name says that it is.
    private static Dictionary<string, string> Parameters(Template template) => template.Parameters
        .Where(parameter => parameter.Declaration["Default"] is null)
        .ToDictionary(parameter => parameter.Name, parameter => parameter.Name switch
        {
            _ when parameter.Name.Contains("Secret", StringComparison.Ordinal) || parameter.Name.Contains("CredentialArn", StringComparison.Ordinal) =>
                $"arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/{parameter.Name}-AbCdEf",
            _ when parameter.Name.Contains("Role", StringComparison.Ordinal) => "arn:aws:iam::123456789012:role/pull-through",
            _ when parameter.Name.Contains("Account", StringComparison.Ordinal) => "210987654321",
            _ when parameter.Name.Contains("RegistryName", StringComparison.Ordinal) => "contoso",
            _ => "value",
        });

    [GeneratedRegex(@"EcrRepositoryPrefix: ((!Sub )?\S+)$", RegexOptions.Multiline)]
    private static partial Regex Prefixes();

    [GeneratedRegex(@"(?<=image\S*|linux\S*):[0-9]+")]
    private static partial Regex Tags();

    [GeneratedRegex(@"!ImportValue ((?!\S*ServiceToken)[A-Za-z0-9-]+)")]
    private static partial Regex Imports();
}
