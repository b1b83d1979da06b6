using Amazon;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

public sealed class RequestTests
{
    [Theory]
    [InlineData("CreatePullThroughCacheRule")]
    [InlineData("DeletePullThroughCacheRule")]
    [InlineData("DescribePullThroughCacheRules")]
    [InlineData("UpdatePullThroughCacheRule")]
    [InlineData("ValidatePullThroughCacheRule")]
    public async Task Every_operation_is_a_POST_of_AWS_JSON_to_its_target(string operation)
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await FakeEcr.CallAsync(client, operation);

        var sent = ecr.Requests.ShouldHaveSingleItem();
        sent.Method.ShouldBe(HttpMethod.Post);
        sent.Uri.AbsoluteUri.ShouldBe("https://api.ecr.eu-central-1.amazonaws.com/");
        sent.Headers["X-Amz-Target"].ShouldBe($"AmazonEC2ContainerRegistry_V20150921.{operation}");
        sent.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.1");
        sent.Body.ShouldBe("{}");
    }

    [Fact]
    public async Task Requests_are_signed_for_ecr_in_the_region_with_target_and_host()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        var headers = ecr.Requests.ShouldHaveSingleItem().Headers;
        headers["X-Amz-Date"].ShouldMatch(@"^\d{8}T\d{6}Z$");
        headers["Authorization"].ShouldMatch(
            "^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + headers["X-Amz-Date"][..8] + "/eu-central-1/ecr/aws4_request, "
            + "SignedHeaders=[a-z0-9;-]*host;[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$");
    }

    [Fact]
    public async Task Session_credentials_send_their_token()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = new AmazonECRClient("AKIDEXAMPLE", "secret", "token", ecr.Config());

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Headers["X-Amz-Security-Token"].ShouldBe("token");
    }

    [Fact]
    public void A_client_that_is_given_a_region_takes_it()
    {
        var credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        using var found = new AmazonECRClient(RegionEndpoint.EUCentral1);
        using var given = new AmazonECRClient(credentials, RegionEndpoint.EUCentral1);
        using var keys = new AmazonECRClient("AKIDEXAMPLE", "secret", RegionEndpoint.EUCentral1);
        using var temporary = new AmazonECRClient("AKIDEXAMPLE", "secret", "token", RegionEndpoint.EUCentral1);

        new[] { found, given, keys, temporary }.ShouldAllBe(client => client.Config.RegionEndpoint == RegionEndpoint.EUCentral1);
    }

    [Fact]
    public async Task Keys_given_as_text_sign_without_a_token()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = new AmazonECRClient("AKIDOFTEXT", "secret", ecr.Config());

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        var headers = ecr.Requests.ShouldHaveSingleItem().Headers;
        headers["Authorization"].ShouldContain("Credential=AKIDOFTEXT/");
        headers.ShouldNotContainKey("X-Amz-Security-Token");
    }

    [Fact]
    public void Requests_share_a_base_beside_the_client()
    {
        AmazonECRRequest[] requests =
        [
            new CreatePullThroughCacheRuleRequest(), new DeletePullThroughCacheRuleRequest(), new DescribePullThroughCacheRulesRequest(),
            new UpdatePullThroughCacheRuleRequest(), new ValidatePullThroughCacheRuleRequest(),
        ];

        requests.ShouldAllBe(request => request is AmazonWebServiceRequest);
        typeof(AmazonECRRequest).Namespace.ShouldBe(typeof(AmazonECRClient).Namespace);
    }

    [Fact]
    public async Task A_client_without_credentials_takes_those_of_its_configuration()
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.DefaultAWSCredentials = new BasicAWSCredentials("AKIDOFCONFIG", "secret");
        using var client = new AmazonECRClient(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Headers["Authorization"].ShouldContain("Credential=AKIDOFCONFIG/");
    }

    [Fact]
    public async Task Create_sends_every_member_that_is_set()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest
        {
            CredentialArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf",
            CustomRoleArn = "arn:aws:iam::111122223333:role/ecr",
            EcrRepositoryPrefix = "docker-hub",
            RegistryId = "111122223333",
            UpstreamRegistry = UpstreamRegistry.DockerHub,
            UpstreamRegistryUrl = "registry-1.docker.io",
            UpstreamRepositoryPrefix = "library",
        });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""
            {
              "credentialArn": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf",
              "customRoleArn": "arn:aws:iam::111122223333:role/ecr",
              "ecrRepositoryPrefix": "docker-hub",
              "registryId": "111122223333",
              "upstreamRegistry": "docker-hub",
              "upstreamRegistryUrl": "registry-1.docker.io",
              "upstreamRepositoryPrefix": "library"
            }
            """);
    }

    [Fact]
    public async Task Create_leaves_out_members_that_are_not_set()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = "quay",
            UpstreamRegistryUrl = "quay.io",
        });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""{ "ecrRepositoryPrefix": "quay", "upstreamRegistryUrl": "quay.io" }""");
    }

    [Fact]
    public async Task Create_sends_a_known_registry_in_its_own_case_and_an_unknown_one_unchanged()
    {
        using var ecr = FakeEcr.Returning("{}").ThenReturns(System.Net.HttpStatusCode.OK, "{}");
        using var client = ecr.Client();

        await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest { UpstreamRegistry = "DOCKER-HUB" });
        await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest { UpstreamRegistry = "Not-Yet-Known" });

        ecr.Requests[0].BodyShouldBe("""{ "upstreamRegistry": "docker-hub" }""");
        ecr.Requests[1].BodyShouldBe("""{ "upstreamRegistry": "Not-Yet-Known" }""");
    }

    [Fact]
    public async Task Delete_sends_prefix_and_registry()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = "ROOT",
            RegistryId = "111122223333",
        });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""{ "ecrRepositoryPrefix": "ROOT", "registryId": "111122223333" }""");
    }

    [Fact]
    public async Task Describe_sends_prefixes_page_size_token_and_registry()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest
        {
            EcrRepositoryPrefixes = ["quay", "ROOT"],
            MaxResults = 1000,
            NextToken = "page \"2\"",
            RegistryId = "111122223333",
        });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""
            {
              "ecrRepositoryPrefixes": ["quay", "ROOT"],
              "maxResults": 1000,
              "nextToken": "page \"2\"",
              "registryId": "111122223333"
            }
            """);
    }

    [Fact]
    public async Task Describe_sends_an_empty_list_of_prefixes_that_was_set()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest { EcrRepositoryPrefixes = [] });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""{ "ecrRepositoryPrefixes": [] }""");
    }

    [Fact]
    public async Task Update_sends_every_member_that_is_set()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.UpdatePullThroughCacheRuleAsync(new UpdatePullThroughCacheRuleRequest
        {
            CredentialArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf",
            CustomRoleArn = "arn:aws:iam::111122223333:role/ecr",
            EcrRepositoryPrefix = "docker-hub",
            RegistryId = "111122223333",
        });

        ecr.Requests.ShouldHaveSingleItem().BodyShouldBe("""
            {
              "credentialArn": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf",
              "customRoleArn": "arn:aws:iam::111122223333:role/ecr",
              "ecrRepositoryPrefix": "docker-hub",
              "registryId": "111122223333"
            }
            """);
    }

    [Fact]
    public async Task Validate_sends_prefix_and_registry()
    {
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = "docker-hub",
            RegistryId = "111122223333",
        });

        ecr.Requests.ShouldHaveSingleItem()
            .BodyShouldBe("""{ "ecrRepositoryPrefix": "docker-hub", "registryId": "111122223333" }""");
    }
}
