using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Tests.Rules;

public sealed class AwsContextTests
{
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_Region_is_the_ARNs_where_the_environment_has_none(string? region) =>
        AwsContext.From(FunctionArn, region).ShouldBe(new("123456789012", "us-east-1", "aws", "amazonaws.com"));

    [Fact]
    public void The_Region_is_the_environments_where_it_has_one() =>
        AwsContext.From(FunctionArn, "cn-north-1").ShouldBe(new("123456789012", "cn-north-1", "aws-cn", "amazonaws.com.cn"));

    [Theory]
    [InlineData(null)]
    [InlineData("ecr-ptc")]
    [InlineData("arn:aws:iam:us-east-1:123456789012:role/x")]
    [InlineData("arn:aws:lambda:us-east-1:1234:function:ecr-ptc")]
    public void Another_ARN_gives_no_account(string? arn) =>
        Should.Throw<InvalidOperationException>(() => AwsContext.From(arn, "us-east-1")).Message.ShouldStartWith("The account ID can't be determined");

    [Theory]
    [InlineData("ROOT", "123456789012.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("x/", "123456789012.dkr.ecr.us-east-1.amazonaws.com/x")]
    public void An_image_name_begins_with_the_registry_and_the_prefix(string prefix, string uri) =>
        AwsContext.From(FunctionArn, null).RepositoryUri(new("123456789012", prefix)).ShouldBe(uri);
}
