using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Templates;

/// <summary>The examples of CloudFormation's reference of intrinsic functions, with the results that it gives for them.</summary>
public class IntrinsicFunctionTests
{
    private const string AmiMappings = """
        Mappings:
          RegionMap:
            us-east-1: { HVM64: ami-0ff8a91507f77f867, HVMG2: ami-0a584ac55a7631c0c }
            us-west-1: { HVM64: ami-0bdb828fd58c52235, HVMG2: ami-066ee5fd4a9ef77f1 }
        """;

    [Theory]
    [InlineData("!Join [ ':', [ a, b, c ] ]", "\"a:b:c\"")]
    [InlineData("!Join [ '', [ 'arn:', !Ref AWS::Partition, ':s3:::elasticbeanstalk-*-', !Ref AWS::AccountId ] ]", "\"arn:aws:s3:::elasticbeanstalk-*-123456789012\"")]
    [InlineData("!Select [ '1', [ apples, grapes, oranges, mangoes ] ]", "\"grapes\"")]
    [InlineData("!Split [ '|', 'a|b|c' ]", """["a","b","c"]""")]
    [InlineData("!Split [ '|', 'a||c|' ]", """["a","","c",""]""")]
    [InlineData("!Select [ 2, !Split [ ',', 'x,y,z' ] ]", "\"z\"")]
    [InlineData("!Base64 AWS CloudFormation", "\"QVdTIENsb3VkRm9ybWF0aW9u\"")]
    [InlineData("{ 'Fn::Base64': { 'Fn::Sub': 'AWS ${Service}' } }", "\"QVdTIENsb3VkRm9ybWF0aW9u\"")]
    [InlineData("!Sub 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:vpc/x'", "\"arn:aws:ec2:us-east-1:123456789012:vpc/x\"")]
    [InlineData("!Sub [ 'www.${Domain}', { Domain: !Ref Service } ]", "\"www.CloudFormation\"")]
    [InlineData("!Sub 'Hello ${!NotAVariable}, ${ Service }'", "\"Hello ${NotAVariable}, CloudFormation\"")]
    [InlineData("!Sub 'price: $5 {not} ${'", "\"price: $5 {not} ${\"")]
    [InlineData("!Ref AWS::StackName", "\"teststack\"")]
    [InlineData("!Ref AWS::URLSuffix", "\"amazonaws.com\"")]
    [InlineData("!GetAZs us-east-1", """["us-east-1a","us-east-1b","us-east-1c"]""")]
    [InlineData("!Select [ 0, !GetAZs '' ]", "\"us-east-1a\"")]
    [InlineData("!FindInMap [ RegionMap, !Ref AWS::Region, HVM64 ]", "\"ami-0ff8a91507f77f867\"")]
    [InlineData("{ 'Fn::FindInMap': [ RegionMap, us-west-1, HVMG2 ] }", "\"ami-066ee5fd4a9ef77f1\"")]
    [InlineData("!FindInMap [ RegionMap, us-east-1, ARM64, { DefaultValue: none } ]", "\"none\"")]
    [InlineData("[ 1, true, no, 'no', 2.50 ]", """["1","true","false","no","2.50"]""")]
    [InlineData("012345670123", "\"1402433619\"")]
    [InlineData("'012345670123'", "\"012345670123\"")]
    [InlineData("012345678901", "\"12345678901\"")]
    [InlineData("! 012345678901", "\"012345678901\"")]
    [InlineData("!!str 012345678901", "\"012345678901\"")]
    [InlineData("08", "\"8\"")]
    [InlineData("{ 'Fn::Length': [ a, b, c ] }", "\"3\"")]
    [InlineData("{ 'Fn::Length': { 'Fn::Split': [ ',', 'a,b' ] } }", "\"2\"")]
    [InlineData("{ 'Fn::ToJsonString': { a: 1, b: [ true, 'x' ], c: !Ref Service, d: !Ref AWS::NoValue } }", "\"{\\\"a\\\":1,\\\"b\\\":[true,\\\"x\\\"],\\\"c\\\":\\\"CloudFormation\\\"}\"")]
    [InlineData("!Cidr [ 192.168.0.0/24, 6, 5 ]", """["192.168.0.0/27","192.168.0.32/27","192.168.0.64/27","192.168.0.96/27","192.168.0.128/27","192.168.0.160/27"]""")]
    [InlineData("!Select [ 1, !Cidr [ '2001:db8:1234:1a00::/56', 2, 64 ] ]", "\"2001:db8:1234:1a01::/64\"")]
    [InlineData("!FindInMap [ !Sub '${Service}Map', a, b, { DefaultValue: !Ref AWS::Region } ]", "\"us-east-1\"")]
    [InlineData("!FindInMap [ !Join [ '', [ Region, Map ] ], !Select [ 0, [ us-east-1 ] ], HVM64 ]", "\"ami-0ff8a91507f77f867\"")]
    [InlineData("{ 'Fn::GetStackOutput': { StackName: network, OutputName: Vpc } }", "\"Vpc of network\"")]
    public void A_function_gives_what_the_reference_says(string expression, string expected) => Evaluated.Value($"""
        Transform: AWS::LanguageExtensions
        Parameters:
          Service: {"{"} Type: String, Default: CloudFormation {"}"}
        {AmiMappings}
        Resources:
          R:
            Type: Test::Thing
            Properties:
              Value: {expression}
        """)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(expected);

    [Fact]
    public void A_list_of_a_parameter_is_taken_apart() => Evaluated.Value("""
        Parameters:
          DbSubnetIpBlocks: { Type: CommaDelimitedList, Default: '10.0.48.0/24, 10.0.112.0/24, 10.0.176.0/24' }
        Resources:
          R: { Type: Test::Thing, Properties: { Value: !Select [ 0, !Ref DbSubnetIpBlocks ] } }
        """)!.GetValue<string>().ShouldBe("10.0.48.0/24");

    [Theory]
    [InlineData("prod", "c1.xlarge")]
    [InlineData("test", "m1.small")]
    public void If_chooses_by_its_condition(string environment, string expected) => Evaluated.Value(
        """
        Parameters:
          EnvType: { Type: String, AllowedValues: [ prod, test ] }
        Conditions:
          CreateProdResources: !Equals [ !Ref EnvType, prod ]
        Resources:
          R: { Type: Test::Thing, Properties: { Value: !If [ CreateProdResources, c1.xlarge, m1.small ] } }
        """,
        [("EnvType", environment)])!.GetValue<string>().ShouldBe(expected);

    [Fact]
    public void No_value_takes_the_property_away() => Evaluated.Value("""
        Conditions:
          UseDBSnapshot: !Not [ !Equals [ '', '' ] ]
        Resources:
          R: { Type: Test::Thing, Properties: { Value: !If [ UseDBSnapshot, snapshot, !Ref AWS::NoValue ] } }
        """).ShouldBeNull();

    [Theory]
    [InlineData("!And [ !Equals [ sg-mysggroup, sg-mysggroup ], !Condition SomeOtherCondition ]", true)]
    [InlineData("!And [ !Equals [ sg-mysggroup, other ], !Condition SomeOtherCondition ]", false)]
    [InlineData("!Or [ !Equals [ sg-mysggroup, other ], !Condition SomeOtherCondition ]", true)]
    [InlineData("!Or [ !Equals [ a, b ], !Not [ !Condition SomeOtherCondition ] ]", false)]
    [InlineData("{ 'Fn::Not': [ { 'Fn::Equals': [ prod, test ] } ] }", true)]
    public void Conditions_combine(string condition, bool expected) => Evaluated.From(
        $"""
        Conditions:
          SomeOtherCondition: !Equals [ x, x ]
          MyCondition: {condition}
        Resources:
          R: {"{"} Type: Test::Thing {"}"}
        """,
        []).EvaluateCondition("MyCondition").ShouldBe(expected);

    [Theory]
    [InlineData("!GetAtt myELB.DNSName")]
    [InlineData("!GetAtt [ myELB, DNSName ]")]
    [InlineData("{ 'Fn::GetAtt': [ myELB, DNSName ] }")]
    [InlineData("{ 'Fn::GetAtt': myELB.DNSName }")]
    [InlineData("!Sub '${myELB.DNSName}'")]
    public void An_attribute_is_read_in_every_spelling(string expression) => Evaluated.Value(
        $"""
        Resources:
          myELB: {"{"} Type: AWS::ElasticLoadBalancing::LoadBalancer {"}"}
          R:
            Type: Test::Thing
            Properties:
              Value: {expression}
        """,
        resources: static _ => new("id", new Dictionary<string, string> { ["DNSName"] = "elb.example.com" }))!.GetValue<string>().ShouldBe("elb.example.com");

    [Fact]
    public void An_import_is_named_by_a_function() => Evaluated.Value(
        """
        Parameters:
          NetworkStackName: { Type: String, Default: network }
        Resources:
          R:
            Type: Test::Thing
            Properties:
              Value:
                Fn::ImportValue: !Sub "${NetworkStackName}-SecurityGroupID"
        """,
        imports: static name => name == "network-SecurityGroupID" ? "sg-1" : null)!.GetValue<string>().ShouldBe("sg-1");

    [Fact]
    public void A_value_of_a_resource_that_is_not_there_yet_is_not_known()
    {
        var template = TemplateReader.Read("t.yaml", "Resources: { A: { Type: X::Y }, R: { Type: X::Y, Properties: { Value: !Sub '${A}/x' } } }");
        Evaluated.From(template, []).PropertiesOf(template.Resource("R")!).ShouldHaveSingleItem().IsKnown.ShouldBeFalse();
    }

    [Theory]
    [InlineData("!FindInMap [ RegionMap, us-east-1, ARM64 ]", "Unable to get mapping for RegionMap::us-east-1::ARM64")]
    [InlineData("!Select [ 4, [ a, b ] ]", "Fn::Select cannot select nonexistent value at index 4")]
    [InlineData("!ImportValue nowhere", "No export named nowhere found")]
    public void An_unavailable_value_is_reported_with_its_place(string expression, string expected)
    {
        var problem = Should.Throw<TemplateException>(() => Evaluated.Value($"""
            {AmiMappings.ReplaceLineEndings("\n")}
            Resources:
              R:
                Type: Test::Thing
                Properties:
                  Value: {expression}
            """)).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain(expected);
        problem.At.Line.ShouldBe(9);
    }

    [Fact]
    public void Resources_come_after_what_they_name_and_depend_on()
    {
        var template = TemplateReader.Read("t.yaml", """
            Resources:
              A: { Type: X::Y, DependsOn: D }
              B: { Type: X::Y, Properties: { P: !Sub 'x-${C.Arn}' } }
              C: { Type: X::Y, Properties: { P: [ { Q: !Ref A } ] } }
              D: { Type: X::Y }
            """);
        DependencyOrder.Sort(template, Evaluated.From(template, [])).Select(resource => resource.LogicalId).ShouldBe(["D", "A", "C", "B"]);
    }

    [Fact]
    public void A_circle_of_resources_is_named()
    {
        var template = TemplateReader.Read("t.yaml", """
            Resources:
              A: { Type: X::Y, DependsOn: B }
              B: { Type: X::Y, Properties: { P: !Ref A } }
            """);
        Should.Throw<TemplateException>(() => DependencyOrder.Sort(template, Evaluated.From(template, []))).Message.ShouldBe("t.yaml:2:3: Circular dependency between resources: [A, B]");
    }
}
