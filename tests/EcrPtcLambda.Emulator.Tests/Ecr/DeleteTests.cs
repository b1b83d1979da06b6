using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class DeleteTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Delete_returns_the_deleted_rule()
    {
        bench.Aws.Ecr.Put(DockerHub() with { UpstreamRepositoryPrefix = "library" });

        var response = await DeleteAsync("docker-hub");

        response.RegistryId.ShouldBe(Account);
        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBeNull();
        response.UpstreamRepositoryPrefix.ShouldBe("library");
        response.CreatedAt!.Value.ToUniversalTime().ShouldBe(Now.UtcDateTime);
        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_returns_the_role_of_a_private_upstream()
    {
        bench.Aws.Ecr.Put(Private());

        (await DeleteAsync("base")).CustomRoleArn.ShouldBe(Role);
    }

    [Theory]
    [InlineData("x1", "x1/")]
    [InlineData("x1/", "x1")]
    public async Task Delete_finds_a_rule_with_a_slash_or_without(string existing, string prefix)
    {
        bench.Aws.Ecr.Put(EcrPublic(existing));

        await DeleteAsync(prefix);

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_of_a_rule_that_was_deleted_returns_PullThroughCacheRuleNotFoundException()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        await DeleteAsync("ecr-public");

        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => DeleteAsync("ecr-public"));
    }

    [Fact]
    public async Task Delete_leaves_other_rules_alone()
    {
        bench.Aws.Ecr.Put(EcrPublic("x1"));
        bench.Aws.Ecr.Put(EcrPublic("x1/y1"));

        await DeleteAsync("x1");

        bench.Aws.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("x1/y1");
    }

    [Fact]
    public async Task ValidationException_is_what_a_fault_of_that_name_becomes()
    {
        bench.Aws.Faults.Next("DeletePullThroughCacheRule", new Fault.Error("ValidationException", "Not now"));

        (await Should.ThrowAsync<ValidationException>(() => DeleteAsync("ecr-public"))).Message.ShouldBe("Not now");
    }

    private Task<DeletePullThroughCacheRuleResponse> DeleteAsync(string prefix) =>
        bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix });
}
