using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Deployment.Support;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>template.yaml does for the function what it needs, and no more.</summary>
public sealed partial class TemplateTests
{
    private const string UpstreamRole = "arn:aws:iam::123456789012:role/pull-through";

    private static readonly SamTemplate Sam = new();

    private static readonly string[] ExampleFiles = [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml").Select(file => $"examples/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];

    // Of what the function's surroundings need, and no rule.
    private static readonly string[] Housekeeping = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];

    public static TheoryData<string> Examples => [.. ExampleFiles];

    public static TheoryData<string, string> Partitions => new() { { "us-east-1", "aws" }, { "cn-north-1", "aws-cn" }, { "us-gov-west-1", "aws-us-gov" } };

    [Fact]
    public async Task The_role_may_do_exactly_what_rules_of_all_nine_registries_need_of_it_in_their_lives()
    {
        await using var lives = new RuleLives(upstreamRole: UpstreamRole);

        await lives.LiveAsync();

        Actions(("PassRoleArn", UpstreamRole)).ShouldBe(lives.UsedActions);
    }

    [Fact]
    public async Task Without_a_PassRoleArn_the_role_may_do_what_rules_without_a_role_need()
    {
        await using var lives = new RuleLives(upstreamRole: null);

        await lives.LiveAsync();

        Actions().ShouldBe(lives.UsedActions);
    }

    [Fact]
    public void The_role_may_pass_the_one_role_that_PassRoleArn_names() =>
        Statement("iam:PassRole", "us-east-1", ("PassRoleArn", UpstreamRole))["Resource"]!.GetValue<string>().ShouldBe(UpstreamRole);

    [Theory]
    [MemberData(nameof(Partitions))]
    public void The_role_may_make_ECRs_service_linked_role_and_no_other(string region, string partition)
    {
        var statement = Statement("iam:CreateServiceLinkedRole", region);

        statement["Resource"]!.GetValue<string>().ShouldBe(
            $"arn:{partition}:iam::123456789012:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache");
        statement["Condition"]!["StringEquals"]!["iam:AWSServiceName"]!.GetValue<string>().ShouldBe("pullthroughcache.ecr.amazonaws.com");
    }

    [Theory]
    [MemberData(nameof(Partitions))]
    public void The_role_lets_AWS_read_a_credential_on_the_functions_behalf(string region, string partition) =>
        Policy(region).Allows("secretsmanager:GetSecretValue", Credential(region, partition), ViaAwsService("true")).ShouldBeTrue();

    [Theory]
    [InlineData("false")]
    [InlineData(null)]
    public void The_function_itself_can_not_read_a_credential(string? viaAwsService) =>
        Policy("us-east-1").Allows("secretsmanager:GetSecretValue", Credential("us-east-1", "aws"), ViaAwsService(viaAwsService)).ShouldBeFalse();

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:production/database-AbCdEf")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache-AbCdEf")]
    [InlineData("arn:aws:secretsmanager:us-east-1:210987654321:secret:ecr-pullthroughcache/hub-AbCdEf")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf")]
    public void Not_even_AWS_can_read_another_secret_on_the_functions_behalf(string secret) =>
        Policy("us-east-1").Allows("secretsmanager:GetSecretValue", secret, ViaAwsService("true")).ShouldBeFalse();

    [Theory]
    [InlineData("secretsmanager:PutSecretValue")]
    [InlineData("secretsmanager:DeleteSecret")]
    [InlineData("secretsmanager:ListSecrets")]
    public void Nothing_else_can_be_done_to_a_credential(string action) =>
        Policy("us-east-1").Allows(action, Credential("us-east-1", "aws"), ViaAwsService("true")).ShouldBeFalse();

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:PullThroughCacheRuleLogGroup:log-stream:2026/08/22/x", true)]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/another:log-stream:2026/08/22/x", false)]
    public void The_role_writes_its_own_log_and_no_other(string log, bool isAllowed)
    {
        Policy("us-east-1").Allows("logs:CreateLogStream", log).ShouldBe(isAllowed);
        Policy("us-east-1").Allows("logs:PutLogEvents", log).ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData("logs:CreateLogGroup")]
    [InlineData("logs:DeleteLogGroup")]
    public void The_role_makes_and_removes_no_log(string action) =>
        Policy("us-east-1").Allows(action, "arn:aws:logs:us-east-1:123456789012:log-group:PullThroughCacheRuleLogGroup:*").ShouldBeFalse();

    [Fact]
    public void The_documented_permissions_are_the_roles() =>
        Documentation.Rows("docs/security.md", "action | resource").SelectMany(row => row[0].Split(", ")).Order(StringComparer.Ordinal).ShouldBe(
            Statements("us-east-1", ("PassRoleArn", UpstreamRole)).SelectMany(ActionsOf).Order(StringComparer.Ordinal));

    [Fact]
    public void The_documented_parameters_and_their_defaults_are_the_templates() =>
        Documentation.Rows("docs/operations.md", "parameter | default").Select(row => (Name: row[0], Default: row[1])).ShouldBe(
            Sam.Template.Parameters.Select(parameter =>
                (parameter.Name, Text((MappingNode)((MappingNode)Sam.Root["Parameters"]!)[parameter.Name]!, "Default") is { Length: > 0 } value ? value : "none")));

    [Fact]
    public void The_role_has_no_policy_but_its_own() => Sam.RoleProperty("ManagedPolicyArns").ShouldBeNull();

    [Fact]
    public void The_role_is_the_functions_and_Lambdas_alone()
    {
        Sam.FunctionProperty("Role")!.GetValue<string>().ShouldEndWith($":role/ecr-ptc-{Sam.Role.LogicalId}-AbCdEfGhIjKl");
        Sam.FunctionProperty("Policies").ShouldBeNull();
        Sam.RoleProperty("AssumeRolePolicyDocument")!["Statement"]!.AsArray().ShouldHaveSingleItem()!["Principal"]!.ToJsonString().ShouldBe("""{"Service":"lambda.amazonaws.com"}""");
    }

    [Fact]
    public void The_boundary_is_the_roles()
    {
        Sam.RoleProperty("PermissionsBoundary").ShouldBeNull();
        Sam.RoleProperty("PermissionsBoundary", "us-east-1", ("PermissionsBoundaryArn", "arn:aws:iam::123456789012:policy/boundary"))!
            .GetValue<string>().ShouldBe("arn:aws:iam::123456789012:policy/boundary");
    }

    [Theory]
    [InlineData("template.yaml")]
    [MemberData(nameof(Examples))]
    public void A_template_names_no_partition(string file) =>
        Partition().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => match.Value).ShouldBeEmpty();

    [SkippableFact]
    public async Task Cfn_lint_finds_nothing_in_any_template_in_any_partition() =>
        (await CfnLint.FindAsync(
            ["--registry-schemas", "schema/cfn-lint", "--regions", .. Partitions.Select(row => (string)row[0]), "--", "template.yaml", .. ExampleFiles])).ShouldBeEmpty();

    [Fact]
    public async Task The_Makefile_has_the_target_that_sam_build_calls()
    {
        var metadata = ((Sam.Root["Resources"] as MappingNode)![Sam.Function.LogicalId] as MappingNode)!["Metadata"] as MappingNode;
        (metadata!["BuildMethod"] as ScalarNode)!.Text.ShouldBe("makefile");

        var run = await Tool.RunAsync(
            "make", ["--dry-run", "--no-print-directory", $"build-{Sam.Function.LogicalId}", "AWS_PACKAGES=polyfill"], new Dictionary<string, string> { ["ARTIFACTS_DIR"] = "/artifacts" }, Repository.Root);

        run!.Lines[^1].ShouldBe("install -m 755 artifacts/native/linux-x64/bootstrap \"/artifacts/bootstrap\"");
    }

    [Fact]
    public void The_bootstrap_runs_on_Amazon_Linux_2023()
    {
        Sam.FunctionProperty("Runtime")!.GetValue<string>().ShouldBe("provided.al2023");
        Sam.FunctionProperty("Handler")!.GetValue<string>().ShouldBe("bootstrap");
    }

    [Fact]
    public void The_metadata_are_what_the_Serverless_Application_Repository_takes()
    {
        var metadata = ((Sam.Root["Metadata"] as MappingNode)!["AWS::ServerlessRepo::Application"] as MappingNode)!;

        metadata.Entries.Select(entry => entry.Key).ShouldBe(
            ["Name", "Description", "Author", "SpdxLicenseId", "LicenseUrl", "ReadmeUrl", "HomePageUrl", "SourceCodeUrl", "Labels", "SemanticVersion"], ignoreOrder: true);
        Text(metadata, "Name").ShouldMatch(@"\A[a-zA-Z0-9\-]{1,140}\z");
        Text(metadata, "Description").Length.ShouldBeInRange(1, 256);
        Text(metadata, "Author").ShouldMatch(@"\A[a-z0-9]([a-z0-9]|-(?!-)){0,125}[a-z0-9]?\z");
        var labels = ((ListNode)metadata["Labels"]!).Items.Cast<ScalarNode>().ToList();
        labels.Count.ShouldBeInRange(1, 10);
        labels.ShouldAllBe(label => SarLabel().IsMatch(label.Text));
        foreach (var page in new[] { "HomePageUrl", "SourceCodeUrl" })
        {
            new Uri(Text(metadata, page)).Scheme.ShouldBe("https");
        }

        foreach (var file in new[] { "LicenseUrl", "ReadmeUrl" })
        {
            new FileInfo(Path.Combine(Repository.Root, Text(metadata, file))).Length.ShouldBeInRange(1, 5 * 1024 * 1024);
        }
    }

    [Theory]
    [InlineData("SemanticVersion", "Version")]
    [InlineData("SpdxLicenseId", "PackageLicenseExpression")]
    public void The_metadata_and_the_packages_say_the_same(string metadata, string property) =>
        Text(((Sam.Root["Metadata"] as MappingNode)!["AWS::ServerlessRepo::Application"] as MappingNode)!, metadata).ShouldBe(
            XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants(property).Single().Value);

    [Fact]
    public void An_event_is_not_kept_longer_than_a_stack_waits() =>
        // CloudFormation gives up after an hour where ServiceTimeout doesn't say otherwise.
        Seconds(Sam.FunctionProperty("EventInvokeConfig")!["MaximumEventAgeInSeconds"]).ShouldBeLessThanOrEqualTo(3600);

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_second_delivery_can_end_within_the_examples_ServiceTimeout(string file)
    {
        var timeouts = ServiceTimeout().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => int.Parse(match.Groups[1].Value, null));

        // Lambda waits a minute before it delivers an event again whose function failed.
        timeouts.ShouldAllBe(seconds => seconds >= Seconds(Sam.FunctionProperty("Timeout", "us-east-1")) * 2 + 60);
    }

    [Fact]
    public void An_event_without_a_response_is_kept() =>
        Sam.FunctionProperty("EventInvokeConfig")!["DestinationConfig"]!["OnFailure"]!["Destination"]!.GetValue<string>().ShouldEndWith(":UnansweredEvents");

    [Theory]
    [MemberData(nameof(Partitions))]
    public void The_ServiceToken_is_the_functions_own_ARN_and_exported(string region, string partition)
    {
        var output = Sam.Outputs(region).Single(each => each.Name == "ServiceToken");

        // An alias's or a version's would be another token after the next deployment, which CloudFormation refuses.
        Sam.FunctionProperty("AutoPublishAlias").ShouldBeNull();
        output.Value.ShouldBe($"arn:{partition}:lambda:{region}:123456789012:function:ecr-ptc-PullThroughCacheRuleFunction-AbCdEfGhIjKl");
        output.ExportName.ShouldBe("ecr-ptc-ServiceToken");
    }

    [Fact]
    public void Every_parameter_is_used()
    {
        var referred = References(Sam.Root).ToHashSet();

        Sam.Template.Parameters.Select(parameter => parameter.Name).Where(name => !referred.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Concurrency_that_is_not_requested_is_left_out() => Sam.FunctionProperty("ReservedConcurrentExecutions").ShouldBeNull();

    [Theory]
    [InlineData("us-east-1", "api.ecr.us-east-1.amazonaws.com")]
    [InlineData("cn-north-1", "api.ecr.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "api.ecr.us-gov-west-1.amazonaws.com")]
    public async Task An_endpoint_that_the_template_leaves_empty_is_none(string region, string host)
    {
        var value = Variables()["AWS_ENDPOINT_URL_ECR"]!.GetValue<string>();
        value.ShouldBeEmpty();

        // In this process, in place of the function's own.
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_ECR", value);
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_ECR").ShouldBe("");
        using var handler = new HostHandler();
        using var client = EcrClientFactory.Create(region, handler, new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret"), maxErrorRetry: 0);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        handler.Host.ShouldBe(host);
    }

    [Theory]
    [InlineData("https://cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com/key", true)]
    [InlineData("http://127.0.0.1:9000/key", false)]
    [InlineData("http:///key", false)]
    public void Hosts_that_the_template_leaves_empty_are_AWSs_alone(string url, bool isTrusted)
    {
        var settings = FunctionSettings.Read(name => Variables()[name]?.GetValue<string>());

        (ResponseUrl.TryParse(url, ResponseHosts.From(settings.ResponseHosts), out _) is null).ShouldBe(isTrusted);
    }

    private static JsonObject Variables() => Sam.FunctionProperty("Environment")!["Variables"]!.AsObject();

    private static IamPolicy Policy(string region) => new(Statements(region));

    private static string Credential(string region, string partition) => $"arn:{partition}:secretsmanager:{region}:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";

    private static (string Key, string Value)[] ViaAwsService(string? value) => value is null ? [] : [("aws:ViaAWSService", value)];

    private static List<JsonNode> Statements(string region, params (string Name, string Value)[] parameters) =>
        [.. Sam.RoleProperty("Policies", region, parameters)!.AsArray().SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray()).Select(statement => statement!)];

    private static JsonNode Statement(string action, string region, params (string Name, string Value)[] parameters) =>
        Statements(region, parameters).Single(statement => ActionsOf(statement).Contains(action));

    private static IEnumerable<string> Actions(params (string Name, string Value)[] parameters)
    {
        var statements = Statements("us-east-1", parameters);
        statements.ShouldAllBe(statement => statement["Effect"]!.GetValue<string>() == "Allow");
        return statements.SelectMany(ActionsOf).Except(Housekeeping).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> ActionsOf(JsonNode statement) =>
        statement["Action"] is JsonArray many ? many.Select(action => action!.GetValue<string>()) : [statement["Action"]!.GetValue<string>()];

    private static int Seconds(JsonNode? node) => int.Parse(node!.GetValue<string>(), null);

    private static string Text(MappingNode mapping, string name) => ((ScalarNode)mapping[name]!).Text;

    private static IEnumerable<string> References(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode text }] } => SubText.Parts(text.Text).Where(part => part.IsVariable).Select(part => part.Text),
        MappingNode mapping => mapping.Entries.SelectMany(entry => References(entry.Value)),
        ListNode list => list.Items.SelectMany(References),
        _ => [],
    };

    [GeneratedRegex("arn:aws[a-z-]*:|amazonaws.com(?!\\S*AWSServiceRole|$)", RegexOptions.Multiline)]
    private static partial Regex Partition();

    [GeneratedRegex(@"ServiceTimeout: (\d+)")]
    private static partial Regex ServiceTimeout();

    [GeneratedRegex(@"\A[a-zA-Z0-9+\-_:/@]{1,127}\z")]
    private static partial Regex SarLabel();

    /// <summary>Notes whom a request is for.</summary>
    private sealed class HostHandler : HttpMessageHandler
    {
        public string? Host { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Host = request.RequestUri!.Host;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"pullThroughCacheRules":[]}""", new MediaTypeHeaderValue("application/x-amz-json-1.1")),
            });
        }
    }
}
