using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Deployment.Support;
using Json.Schema;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>The schema of the properties, the code, and the tables of the documentation are consistent.</summary>
public sealed class SchemaTests
{
    private const string Account = "123456789012";

    private static readonly AwsContext AwsContext = new(Account, "us-east-1", "aws", "amazonaws.com");

    private static readonly string SchemaFile = Path.Combine(Repository.Root, "schema/custom-pullthroughcacherule.json");

    private static readonly string CfnLintFile = Path.Combine(Repository.Root, "schema/cfn-lint/custom-resource.json");

    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(SchemaFile))!.AsObject();

    private static readonly JsonSchema Evaluated = Evaluable(Schema);

    // CloudFormation's own, in every custom resource.
    private static readonly string[] CloudFormationNames = ["ServiceToken", "ServiceTimeout"];

    public static TheoryData<int> SchemaRules => [.. Enumerable.Range(0, PropertyConstraint.All.Count(constraint => constraint.IsSchemas))];

    private static IEnumerable<string> Names => Schema["properties"]!.AsObject().Select(property => property.Key);

    private static IEnumerable<string> ReadOnly => Strings(Schema["readOnlyProperties"]).Select(pointer => pointer["/properties/".Length..]);

    [Fact]
    public void The_schemas_properties_are_the_codes() =>
        Names.Except(ReadOnly).ShouldBe([.. CloudFormationNames, .. RuleProperties.Names]);

    [Fact]
    public void The_schemas_upstream_registries_are_the_codes() =>
        Strings(Schema["properties"]!["UpstreamRegistry"]!["enum"]).ShouldBe(UpstreamRegistry.All.Select(form => form.Name));

    [Fact]
    public async Task The_read_only_properties_are_those_that_responses_have_besides_the_properties()
    {
        var outputs = await OutputsAsync();

        ReadOnly.ShouldBe(outputs.Except(RuleProperties.Names));
        outputs.Except(Names).ShouldBeEmpty();
    }

    [Fact]
    public void The_documented_properties_are_the_codes() => DocumentedProperties().Select(row => row[0]).ShouldBe(RuleProperties.Names);

    [Fact]
    public void The_documentation_requires_what_the_schema_requires() =>
        DocumentedProperties().Where(row => row[1] == "yes").Select(row => row[0]).ShouldBe(Strings(Schema["required"]).Except(CloudFormationNames));

    [Fact]
    public void The_documentation_says_which_upstreams_need_a_URL() =>
        DocumentedProperties().Single(row => row[0] == "UpstreamRegistryUrl")[1].ShouldBe(
            $"for {string.Join(" and ", UpstreamRegistry.All.Where(form => form.Url is null).Select(form => form.Name))}");

    [Fact]
    public void The_documented_upstream_registries_are_the_codes() => Documentation.Rows("README.md", "UpstreamRegistry | UpstreamRegistryUrl").ShouldBe(
        UpstreamRegistry.All.Select(form => new[]
        {
            form.Name,
            form.Form,
            form.Authentication switch
            {
                UpstreamAuthentication.Credential => "CredentialArn",
                UpstreamAuthentication.Role => "CustomRoleArn if the upstream account is a different account",
                _ => "none",
            },
        }));

    [Fact]
    public void The_documented_constraints_between_two_properties_are_the_codes() => Documentation.Rows("docs/properties.md", "property | depends on").ShouldBe(
        PropertyConstraint.All.Select(constraint => new[] { constraint.Property, constraint.DependsOn, constraint.Statement }));

    [Fact]
    public void The_schemas_rules_between_two_properties_are_those_of_the_code_that_show_in_the_properties_alone() =>
        Schema["allOf"]!.AsArray().Select(rule => rule!["description"]!.GetValue<string>()).ShouldBe(
            PropertyConstraint.All.Where(constraint => constraint.IsSchemas).Select(constraint => constraint.Statement));

    [Fact]
    public void Schema_and_code_take_the_same_properties_together()
    {
        foreach (var properties in Together())
        {
            Agree(properties).ShouldBeTrue(string.Join(", ", properties));
        }
    }

    [Theory]
    [MemberData(nameof(SchemaRules))]
    public void Without_one_of_its_rules_the_schema_takes_what_that_rule_of_the_code_refuses(int index)
    {
        var rule = PropertyConstraint.All.Where(constraint => constraint.IsSchemas).ElementAt(index);
        var schema = Schema.DeepClone().AsObject();
        schema["allOf"]!.AsArray().RemoveAt(index);
        var weaker = Evaluable(schema);

        var refused = Together().Select(Properties).Where(json => weaker.Evaluate(json).IsValid).SelectMany(ProblemsOf).Select(error => error.Property).Distinct();

        // No upstream takes a role and a credential, so two rules refuse both at once.
        refused.ShouldBe(rule.DependsOn == "CredentialArn" ? [] : [rule.Property]);
    }

    [Fact]
    public void The_schema_for_cfn_lint_takes_the_same_properties_together()
    {
        var forCfnLint = JsonSchema.FromText(CfnLintSchema.From(Schema)["then"]!.ToJsonString(), new BuildOptions { Dialect = Dialect.Draft07 });
        foreach (var properties in Together().Select(Properties))
        {
            forCfnLint.Evaluate(properties).IsValid.ShouldBe(IsOfSchema(properties), properties.GetRawText());
        }
    }

    [Fact]
    public async Task The_documented_outputs_are_those_of_a_response() =>
        Documentation.Rows("README.md", "attribute").SelectMany(row => row[0].Split(", ")).ShouldBe(await OutputsAsync(), ignoreOrder: true);

    [Theory]
    [InlineData("EcrRepositoryPrefix")]
    [InlineData("UpstreamRepositoryPrefix")]
    public void Schema_and_code_take_the_same_prefixes(string name) =>
        Gen.OneOf(
            Generated.Prefix,
            Generated.Pieces(["a", "b2", "-", "--", "_", "__", ".", "/", "ROOT", "A", "é", " "], 9),
            Gen.Int[1, 33].Select(length => new string('a', length))).Where(prefix => prefix.Length > 0)
            .Sample(prefix => Agree([("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "quay"), (name, prefix)]), iter: 3000);

    [Fact]
    public void Schema_and_code_take_the_same_registries() =>
        Gen.OneOf(Generated.AccountId, Generated.Pieces(["0", "12", "345", "٣", "x", "-"], 8)).Where(id => id.Length > 0)
            .Sample(id => Agree([("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "quay"), ("RegistryId", id)]), iter: 3000);

    [Fact]
    public void Schema_and_code_take_the_same_credentials() =>
        Gen.Select(
            Generated.One("ecr-pullthroughcache/", "ecr-pullthroughcache", "other/", "ecr-pullthroughcache/é"),
            Generated.Pieces(["docker", "/", "_", "+", "=", ".", "@", "-AbCdEf", " ", ":", new('x', 90), new('y', 500)], 9))
            .Sample(
                (beginning, rest) => Agree(
                [
                    ("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", $"arn:aws:secretsmanager:us-east-1:{Account}:secret:{beginning}{rest}"),
                ]),
                iter: 3000);

    [Theory]
    [InlineData(612, true)]
    [InlineData(613, false)]
    public void Schema_and_code_take_credentials_of_the_same_length(int length, bool isTaken)
    {
        var arn = $"arn:aws:secretsmanager:us-east-1:{Account}:secret:ecr-pullthroughcache/".PadRight(length, 'x');
        (string, string)[] properties = [("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", arn)];

        IsOfSchema(Properties(properties)).ShouldBe(isTaken);
        Agree(properties).ShouldBeTrue();
    }

    [Fact]
    public void Schema_and_code_take_the_same_roles() =>
        Gen.Select(
            Generated.One("arn:aws:iam::123456789012:role/", "arn:aws:iam::123456789012:role", "arn:aws:iam::123456789012:user/", "arn:aws:iam::12345678901:role/"),
            Generated.Pieces(["pull", "/", "path/", "+=,.@-", "_", " ", ":", "é", "!~", new('x', 60), new('y', 300)], 5))
            .Sample(
                (beginning, rest) => Agree(
                [
                    ("EcrRepositoryPrefix", "ab"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", beginning + rest),
                ]),
                iter: 3000);

    [Theory]
    [InlineData("ValidateUpstream")]
    [InlineData("OnExisting")]
    public void Schema_and_code_take_the_same_choices(string name)
    {
        foreach (var choice in new[] { "true", "false", "True", "0", "Fail", "Adopt", "fail", "Replace" })
        {
            Agree([("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "quay"), (name, choice)]).ShouldBeTrue(choice);
        }
    }

    [Fact]
    public void The_schema_takes_every_URL_that_the_code_takes() =>
        Gen.OneOf(
            Generated.One([.. UpstreamRegistry.All.Select(form => form.Url).OfType<string>(), "210987654321.dkr.ecr.us-east-1.amazonaws.com", "contoso-123.azurecr.io", "a+b.azurecr.io"]),
            Generated.Pieces(["https://", "quay.io", "contoso", "-", "+", ".azurecr.io", "/", ":443", "Q", "123456789012.dkr.ecr.us-east-1.amazonaws.com"], 4)).Where(url => url.Length > 0)
            .Sample(
                url =>
                {
                    (string, string)[] credential = UpstreamRegistry.FromUrl(url, AwsContext) is { Authentication: UpstreamAuthentication.Credential }
                        ? [("CredentialArn", $"arn:aws:secretsmanager:us-east-1:{Account}:secret:ecr-pullthroughcache/hub-AbCdEf")]
                        : [];
                    return UpstreamRegistry.FromUrl(url, AwsContext) is null || IsOfSchema(Properties([("EcrRepositoryPrefix", "ab"), ("UpstreamRegistryUrl", url), .. credential]));
                },
                iter: 3000);

    [Fact]
    public void Schema_and_code_refuse_a_rule_without_a_prefix() => RefuseBoth([("UpstreamRegistry", "quay")]);

    [Fact]
    public void Schema_and_code_refuse_a_rule_without_an_upstream() => RefuseBoth([("EcrRepositoryPrefix", "ab")]);

    [Fact]
    public void Schema_and_code_refuse_a_property_that_there_is_not() => RefuseBoth([("EcrRepositoryPrefix", "ab"), ("UpstreamRegistry", "quay"), ("upstreamRegistry", "quay")]);

    [Fact]
    public void The_schema_takes_every_event()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "events")))
        {
            IsOfSchema(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("ResourceProperties")).ShouldBeTrue(file);
        }
    }

    /// <summary>With ECR_PTC_WRITE_SCHEMA set, the file is written.</summary>
    [Fact]
    public async Task The_schema_for_cfn_lint_is_made_of_this_one()
    {
        var made = CfnLintSchema.From(Schema).ToJsonString(new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable("ECR_PTC_WRITE_SCHEMA") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CfnLintFile)!);
            await File.WriteAllTextAsync(CfnLintFile, made);
        }

        (await File.ReadAllTextAsync(CfnLintFile)).ShouldBe(made);
    }

    [SkippableFact]
    public async Task Cfn_lint_finds_what_is_wrong_with_a_rule_and_leaves_other_custom_resources_alone()
    {
        var found = await CfnLint.FindAsync("--registry-schemas", "schema/cfn-lint", "--regions", "us-east-1", "--", "tests/EcrPtcLambda.Deployment.Tests/bad.yaml");

        found.Select(line => line.Split(' ')[1..3]).Select(words => $"{words[0]} {words[1].TrimEnd(':')}").Distinct().Order(StringComparer.Ordinal).ShouldBe(
        [
            "E3002 Resources/Misspelt/Properties/EcrRepositryPrefix",
            "E3002 Resources/OfNoForm/Properties",
            "E3002 Resources/WithCredentialForNothing/Properties",
            "E3003 Resources/Misspelt/Properties",
            "E3003 Resources/WithoutCredential/Properties",
            "E3003 Resources/WithoutUpstream/Properties",
            "E3012 Resources/OfNoForm/Properties/ValidateUpstream",
            "E3017 Resources/OfNoForm/Properties",
            "E3017 Resources/OfTwoMinds/Properties",
            "E3017 Resources/RootWithUpstreamPrefix/Properties",
            "E3017 Resources/WithCredentialForNothing/Properties",
            "E3017 Resources/WithoutCredential/Properties",
            "E3017 Resources/WithoutUpstream/Properties",
            "E3030 Resources/OfNoForm/Properties/OnExisting",
            "E3030 Resources/OfNoForm/Properties/UpstreamRegistry",
            "E3030 Resources/OfTwoMinds/Properties/UpstreamRegistry",
            "E3030 Resources/RootWithUpstreamPrefix/Properties/UpstreamRepositoryPrefix",
            "E3030 Resources/WithoutCredential/Properties/UpstreamRegistry",
            "E3031 Resources/OfNoForm/Properties/EcrRepositoryPrefix",
            "E3031 Resources/OfNoForm/Properties/RegistryId",
            "E3031 Resources/OfNoForm/Properties/UpstreamRegistryUrl",
            "E3031 Resources/OfTwoMinds/Properties/UpstreamRegistryUrl",
            "E3031 Resources/RootWithUpstreamPrefix/Properties/EcrRepositoryPrefix",
            "E3031 Resources/WithCredentialForNothing/Properties/UpstreamRegistryUrl",
            "E3033 Resources/WithoutUpstream/Properties/EcrRepositoryPrefix",
            "W1031 Resources/OfNoForm/Properties/CredentialArn/Fn::Sub",
        ]);
    }

    // Everything that two properties can say of each other, over values that are right by themselves.
    private static IEnumerable<(string Name, string Value)[]> Together() =>
        from prefix in new[] { "ab", "ROOT" }
        from registry in UpstreamRegistry.All.Select(form => form.Name).Prepend("")
        from url in UpstreamRegistry.All.Select(UrlOf).Prepend("")
        from credentialArn in new[] { "", $"arn:aws:secretsmanager:us-east-1:{Account}:secret:ecr-pullthroughcache/hub-AbCdEf" }
        from roleArn in new[] { "", $"arn:aws:iam::{Account}:role/pull" }
        from upstreamPrefix in new[] { "", "ROOT", "team" }
        select new (string Name, string Value)[]
        {
            ("EcrRepositoryPrefix", prefix), ("UpstreamRegistry", registry), ("UpstreamRegistryUrl", url), ("CredentialArn", credentialArn), ("CustomRoleArn", roleArn),
            ("UpstreamRepositoryPrefix", upstreamPrefix),
        }.Where(property => property.Item2.Length > 0).ToArray();

    // The account's own registry in another Region: a role may be there, and need not.
    private static string UrlOf(UpstreamRegistry form) => form switch
    {
        { Url: { } url } => url,
        { Authentication: UpstreamAuthentication.Role } => $"{Account}.dkr.ecr.eu-west-1.amazonaws.com",
        _ => "Contoso.azurecr.io",
    };

    private static IReadOnlyList<ValidationError> ProblemsOf(JsonElement properties) =>
        RuleValidator.Validate(properties, AwsContext) is ValidatedRule.Invalid { Errors: var problems } ? problems : [];

    private static bool Agree((string Name, string Value)[] properties)
    {
        var json = Properties(properties);
        return IsOfSchema(json) == RuleValidator.Validate(json, AwsContext) is ValidatedRule.Valid;
    }

    private static void RefuseBoth((string Name, string Value)[] properties)
    {
        IsOfSchema(Properties(properties)).ShouldBeFalse();
        RuleValidator.Validate(Properties(properties), AwsContext).ShouldBeOfType<ValidatedRule.Invalid>();
    }

    private static bool IsOfSchema(JsonElement properties) => Evaluated.Evaluate(properties).IsValid;

    // A later value of a name takes the place of an earlier one.
    private static JsonElement Properties((string Name, string Value)[] properties)
    {
        var json = new JsonObject { ["ServiceToken"] = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc" };
        foreach (var (name, value) in properties)
        {
            json[name] = value;
        }

        return JsonDocument.Parse(json.ToJsonString()).RootElement;
    }

    // Without the name of CloudFormation's meta-schema, whose own keywords say nothing about values.
    private static JsonSchema Evaluable(JsonObject whole)
    {
        var schema = whole.DeepClone().AsObject();
        schema.Remove("$schema");
        return JsonSchema.FromText(schema.ToJsonString(), new BuildOptions { Dialect = Dialect.Draft07 });
    }

    private static async Task<IReadOnlyList<string>> OutputsAsync()
    {
        await using var stack = new LocalStack();
        await stack.DeployAsync("""
            {"Resources":{"R":{"Type":"Custom::PullThroughCacheRule","Properties":
              {"ServiceToken":{"Fn::ImportValue":"ecr-ptc-ServiceToken"},"EcrRepositoryPrefix":"quay","UpstreamRegistry":"quay"}}}}
            """);
        return [.. stack.Aws.Emulated.Responses.Responses.ShouldHaveSingleItem().Data!.Keys];
    }

    private static IEnumerable<string> Strings(JsonNode? array) => array!.AsArray().Select(item => item!.GetValue<string>());

    private static IEnumerable<string[]> DocumentedProperties() => Documentation.Rows("README.md", "property");
}
