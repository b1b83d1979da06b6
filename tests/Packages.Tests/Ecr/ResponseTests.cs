using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

public sealed class ResponseTests
{
    private const string Secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf";
    private const string Role = "arn:aws:iam::111122223333:role/ecr";

    [Fact]
    public async Task Create_returns_the_rule_as_created()
    {
        using var ecr = FakeEcr.Returning($$"""
            {
              "ecrRepositoryPrefix": "docker-hub",
              "upstreamRegistryUrl": "registry-1.docker.io",
              "createdAt": 1700000000,
              "registryId": "111122223333",
              "upstreamRegistry": "docker-hub",
              "credentialArn": "{{Secret}}",
              "customRoleArn": "{{Role}}",
              "upstreamRepositoryPrefix": "ROOT"
            }
            """);
        using var client = ecr.Client();

        var response = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CreatedAt.ShouldBe(new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc));
        response.RegistryId.ShouldBe("111122223333");
        response.UpstreamRegistry.ShouldBe(UpstreamRegistry.DockerHub);
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBe(Role);
        response.UpstreamRepositoryPrefix.ShouldBe("ROOT");
    }

    [Fact]
    public async Task A_response_carries_request_id_and_status()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        AmazonWebServiceResponse response =
            await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        response.ResponseMetadata.RequestId.ShouldBe(FakeEcr.RequestId);
        response.HttpStatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Delete_returns_the_rule_as_it_was()
    {
        using var ecr = FakeEcr.Returning($$"""
            {
              "ecrRepositoryPrefix": "docker-hub",
              "upstreamRegistryUrl": "registry-1.docker.io",
              "createdAt": 1700000000.25,
              "registryId": "111122223333",
              "credentialArn": "{{Secret}}",
              "customRoleArn": "{{Role}}",
              "upstreamRepositoryPrefix": "library"
            }
            """);
        using var client = ecr.Client();

        var response = await client.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CreatedAt.ShouldBe(new DateTime(2023, 11, 14, 22, 13, 20, 250, DateTimeKind.Utc));
        response.RegistryId.ShouldBe("111122223333");
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBe(Role);
        response.UpstreamRepositoryPrefix.ShouldBe("library");
    }

    [Fact]
    public async Task Describe_returns_the_rules_in_order_and_the_token_of_the_next_page()
    {
        using var ecr = FakeEcr.Returning($$"""
            {
              "pullThroughCacheRules": [
                {
                  "ecrRepositoryPrefix": "docker-hub",
                  "upstreamRegistryUrl": "registry-1.docker.io",
                  "createdAt": 1700000000.123,
                  "registryId": "111122223333",
                  "credentialArn": "{{Secret}}",
                  "customRoleArn": "{{Role}}",
                  "upstreamRepositoryPrefix": "ROOT",
                  "upstreamRegistry": "docker-hub",
                  "updatedAt": 1700000001
                },
                { "ecrRepositoryPrefix": "quay" }
              ],
              "nextToken": "page 2"
            }
            """);
        using var client = ecr.Client();

        var response = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        response.NextToken.ShouldBe("page 2");
        response.PullThroughCacheRules.ShouldNotBeNull().Select(rule => rule.EcrRepositoryPrefix).ShouldBe(["docker-hub", "quay"]);
        var rule = response.PullThroughCacheRules[0];
        rule.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        rule.CreatedAt.ShouldBe(new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc));
        rule.RegistryId.ShouldBe("111122223333");
        rule.CredentialArn.ShouldBe(Secret);
        rule.CustomRoleArn.ShouldBe(Role);
        rule.UpstreamRepositoryPrefix.ShouldBe("ROOT");
        rule.UpstreamRegistry.ShouldBe(UpstreamRegistry.DockerHub);
        rule.UpdatedAt.ShouldBe(new DateTime(2023, 11, 14, 22, 13, 21, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Describe_distinguishes_an_empty_list_from_none()
    {
        using var ecr = FakeEcr.Returning("""{ "pullThroughCacheRules": [] }""").ThenReturns(HttpStatusCode.OK, "{}");
        using var client = ecr.Client();

        var empty = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());
        var none = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        empty.PullThroughCacheRules.ShouldBeEmpty();
        none.PullThroughCacheRules.ShouldBeNull();
        none.NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task Update_returns_the_updated_rule()
    {
        using var ecr = FakeEcr.Returning($$"""
            {
              "ecrRepositoryPrefix": "docker-hub",
              "registryId": "111122223333",
              "updatedAt": 1.7000000015E9,
              "credentialArn": "{{Secret}}",
              "customRoleArn": "{{Role}}",
              "upstreamRepositoryPrefix": "ROOT"
            }
            """);
        using var client = ecr.Client();

        var response = await client.UpdatePullThroughCacheRuleAsync(new UpdatePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.RegistryId.ShouldBe("111122223333");
        response.UpdatedAt.ShouldBe(new DateTime(2023, 11, 14, 22, 13, 21, 500, DateTimeKind.Utc));
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBe(Role);
        response.UpstreamRepositoryPrefix.ShouldBe("ROOT");
    }

    [Fact]
    public async Task Validate_returns_the_result_and_its_reason()
    {
        using var ecr = FakeEcr.Returning($$"""
            {
              "ecrRepositoryPrefix": "docker-hub",
              "registryId": "111122223333",
              "upstreamRegistryUrl": "registry-1.docker.io",
              "credentialArn": "{{Secret}}",
              "customRoleArn": "{{Role}}",
              "upstreamRepositoryPrefix": "ROOT",
              "isValid": false,
              "failure": "could not log in"
            }
            """);
        using var client = ecr.Client();

        var response = await client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.RegistryId.ShouldBe("111122223333");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBe(Role);
        response.UpstreamRepositoryPrefix.ShouldBe("ROOT");
        response.IsValid.ShouldBe(false);
        response.Failure.ShouldBe("could not log in");
    }

    [Fact]
    public async Task Members_that_are_missing_or_null_are_null()
    {
        using var ecr = FakeEcr.Returning("""{ "isValid": null, "failure": null }""").ThenReturns(HttpStatusCode.OK, "{}");
        using var client = ecr.Client();

        var nulls = await client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest());
        var missing = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        nulls.IsValid.ShouldBeNull();
        nulls.Failure.ShouldBeNull();
        missing.CreatedAt.ShouldBeNull();
        missing.EcrRepositoryPrefix.ShouldBeNull();
        missing.UpstreamRegistry.ShouldBeNull();
    }

    [Fact]
    public async Task Timestamps_and_lists_may_be_null()
    {
        using var ecr = FakeEcr
            .Returning("""{ "pullThroughCacheRules": [ { "createdAt": null, "updatedAt": null } ], "nextToken": null }""")
            .ThenReturns(HttpStatusCode.OK, """{ "pullThroughCacheRules": null }""");
        using var client = ecr.Client();

        var nullMembers = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());
        var nullList = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        var rule = nullMembers.PullThroughCacheRules.ShouldHaveSingleItem();
        rule.CreatedAt.ShouldBeNull();
        rule.UpdatedAt.ShouldBeNull();
        nullMembers.NextToken.ShouldBeNull();
        nullList.PullThroughCacheRules.ShouldBeNull();
    }

    [Fact]
    public async Task Members_of_a_rule_that_are_not_known_are_passed_over()
    {
        using var ecr = FakeEcr.Returning("""
            {
              "pullThroughCacheRules": [
                {
                  "new": { "ecrRepositoryPrefix": "inner", "pullThroughCacheRules": [ { "registryId": "0" } ] },
                  "ecrRepositoryPrefix": "first",
                  "tags": [[{ "registryId": "1" }], []]
                },
                { "ecrRepositoryPrefix": "second" }
              ],
              "statistics": { "nextToken": "inner" }
            }
            """);
        using var client = ecr.Client();

        var response = await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        response.PullThroughCacheRules.ShouldNotBeNull().Select(rule => rule.EcrRepositoryPrefix).ShouldBe(["first", "second"]);
        response.PullThroughCacheRules.ShouldAllBe(rule => rule.RegistryId == null);
        response.NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task Members_that_are_not_known_are_passed_over()
    {
        using var ecr = FakeEcr.Returning("""
            {
              "new": { "ecrRepositoryPrefix": "inner", "deep": [ { "registryId": "0" } ] },
              "list": ["ecrRepositoryPrefix", 1, null, true],
              "ecrRepositoryPrefix": "outer",
              "text": "registryId"
            }
            """);
        using var client = ecr.Client();

        var response = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("outer");
        response.RegistryId.ShouldBeNull();
    }

    [Fact]
    public async Task Timestamps_are_UTC()
    {
        using var ecr = FakeEcr.Returning("""{ "createdAt": 1700000000.5 }""");
        using var client = ecr.Client();

        var response = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        response.CreatedAt.ShouldNotBeNull().Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public async Task A_registry_that_is_not_known_keeps_its_value()
    {
        using var ecr = FakeEcr.Returning("""{ "upstreamRegistry": "not-yet-known" }""");
        using var client = ecr.Client();

        var response = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        response.UpstreamRegistry.ShouldNotBeNull().Value.ShouldBe("not-yet-known");
    }
}
