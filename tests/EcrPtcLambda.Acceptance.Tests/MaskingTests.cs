using EcrPtcLambda.Acceptance.Recordings;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>A recording doesn't identify the account in which it was made.</summary>
public sealed class MaskingTests
{
    private const string Own = "998877665544";

    private readonly Masking masking = new(Own);

    [Fact]
    public void The_runs_account_and_others_are_masked_each_by_its_own() =>
        masking.Mask($$"""{"registryId":"{{Own}}","url":"{{Own}}.dkr.ecr.eu-west-1.amazonaws.com","other":"111122223333"}""")
            .ShouldBe("""{"registryId":"123456789012","url":"123456789012.dkr.ecr.eu-west-1.amazonaws.com","other":"210987654321"}""");

    [Fact]
    public void A_third_account_is_not_taken_for_the_second() =>
        masking.Mask("111122223333 444455556666 111122223333").ShouldBe("210987654321 000000000002 210987654321");

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-east-1:998877665544:secret:ecr-pullthroughcache/acme/hub+x=y-AbCdEf", "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/secret-1-AbCdEf")]
    [InlineData("arn:aws-cn:secretsmanager:cn-north-1:998877665544:secret:acme-AbCdEf", "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:secret-1-AbCdEf")]
    [InlineData("arn:aws:iam::998877665544:role/acme/pull@x", "arn:aws:iam::123456789012:role/principal-1")]
    [InlineData("arn:aws:iam::998877665544:user/jane.doe", "arn:aws:iam::123456789012:user/principal-1")]
    [InlineData("arn:aws:sts::998877665544:assumed-role/Admin/jane.doe@example.com", "arn:aws:sts::123456789012:assumed-role/principal-1/session")]
    [InlineData("arn:aws:iam::998877665544:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache", "arn:aws:iam::123456789012:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache")]
    [InlineData("arn:aws:ecr:us-east-1:998877665544:*", "arn:aws:ecr:us-east-1:123456789012:*")]
    [InlineData("arn:aws:iam::998877665544:root", "arn:aws:iam::123456789012:root")]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess")]
    [InlineData("arn:aws:ecr:us-east-1:998877665544:repository/acme/app", "arn:aws:ecr:us-east-1:123456789012:repository/name-1")]
    [InlineData("arn:aws:kms:us-east-1:998877665544:alias/acme", "arn:aws:kms:us-east-1:123456789012:alias/name-1")]
    [InlineData("arn:aws:lambda:us-east-1:998877665544:function:acme-ecr-ptc", "arn:aws:lambda:us-east-1:123456789012:function:name-1")]
    [InlineData("arn:aws:s3:::acme-bucket", "arn:aws:s3:::name-1")]
    [InlineData("arn:aws:organizations::998877665544:policy/o-acme/service_control_policy/p-acme", "arn:aws:organizations::123456789012:policy/name-1")]
    public void A_name_in_an_ARN_is_masked(string arn, string masked) => masking.Mask(arn).ShouldBe(masked);

    [Fact]
    public void An_ARN_in_a_sentence_ends_where_the_sentence_goes_on() =>
        masking.Mask("""User: arn:aws:sts::998877665544:assumed-role/Admin/jane, is not authorized on arn:aws:iam::998877665544:role/acme. "x" """)
            .ShouldBe("""User: arn:aws:sts::123456789012:assumed-role/principal-1/session, is not authorized on arn:aws:iam::123456789012:role/principal-2. "x" """);

    [Fact]
    public void The_same_name_has_the_same_mask_and_another_has_another()
    {
        const string Secret = "arn:aws:secretsmanager:us-east-1:998877665544:secret:ecr-pullthroughcache/";

        masking.Mask($"{Secret}a {Secret}b {Secret}a").Split(' ').Select(arn => arn.Split('/')[1]).ShouldBe(["secret-1-AbCdEf", "secret-2-AbCdEf", "secret-1-AbCdEf"]);
    }

    [Theory]
    [InlineData("request id 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "request id 00000000-0000-0000-0000-000000000000")]
    [InlineData("ASIAY34FZKBOKMUTVV7A", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("AROAY34FZKBOKMUTVV7A", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("acme-prod.azurecr.io", "contoso.azurecr.io")]
    [InlineData("acme+prod.azurecr.io", "contoso.azurecr.io")]
    [InlineData("""{"upstreamRegistryUrl":"acme.azurecr.io"}""", """{"upstreamRegistryUrl":"contoso.azurecr.io"}""")]
    public void Request_ids_keys_and_Azure_registries_are_masked(string text, string masked) => masking.Mask(text).ShouldBe(masked);

    [Theory]
    [InlineData("1795641730.123")]
    [InlineData("1795641730.123456789012")]
    [InlineData("ptc-acc-1a2b3c/moved")]
    [InlineData("registry-1.docker.io")]
    [InlineData("ptc-acc_odd+name.azurecr.io")]
    public void A_value_without_information_stays(string text) => masking.Mask(text).ShouldBe(text);
}
