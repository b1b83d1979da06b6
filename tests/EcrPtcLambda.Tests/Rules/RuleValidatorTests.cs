using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class RuleValidatorTests
{
    public static TheoryData<string, string, string?, string?> EveryRegistry => new()
    {
        { "ecr", "210987654321.dkr.ecr.eu-west-1.amazonaws.com", null, Role },
        { "ecr-public", "public.ecr.aws", null, null },
        { "quay", "quay.io", null, null },
        { "k8s", "registry.k8s.io", null, null },
        { "docker-hub", "registry-1.docker.io", Secret, null },
        { "github-container-registry", "ghcr.io", Secret, null },
        { "gitlab-container-registry", "registry.gitlab.com", Secret, null },
        { "azure-container-registry", "contoso.azurecr.io", Secret, null },
        { "chainguard", "cgr.dev", Secret, null },
    };

    [Theory]
    [MemberData(nameof(EveryRegistry))]
    public void Every_registry_is_known_by_its_URL(string name, string url, string? credentialArn, string? customRoleArn)
    {
        var rule = Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url), ("CredentialArn", credentialArn ?? ""), ("CustomRoleArn", customRoleArn ?? ""));

        rule.ShouldBe(new(new(Account, "x1"), url, name, credentialArn, customRoleArn, "ROOT", true, OnExisting.Fail));
    }

    [Theory]
    [MemberData(nameof(EveryRegistry))]
    public void Every_registry_accepts_its_name_beside_its_URL(string name, string url, string? credentialArn, string? customRoleArn) =>
        Valid(
            ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url), ("UpstreamRegistry", name),
            ("CredentialArn", credentialArn ?? ""), ("CustomRoleArn", customRoleArn ?? "")).UpstreamRegistry.ShouldBe(name);

    [Theory]
    [MemberData(nameof(EveryRegistry))]
    public void The_URL_is_derived_from_the_name_where_there_is_but_one(string name, string url, string? credentialArn, string? customRoleArn)
    {
        var validated = Validate(
            ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", name), ("CredentialArn", credentialArn ?? ""), ("CustomRoleArn", customRoleArn ?? ""));

        if (name is "ecr" or "azure-container-registry")
        {
            validated.ShouldBeOfType<ValidatedRule.Invalid>().Reason.ShouldContain($"UpstreamRegistryUrl is required with UpstreamRegistry {name}");
        }
        else
        {
            validated.ShouldBeOfType<ValidatedRule.Valid>().Rule.UpstreamRegistryUrl.ShouldBe(url);
        }
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a1")]
    [InlineData("docker-hub")]
    [InlineData("a.b_c__d---e/f")]
    [InlineData("ROOT")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123")]
    public void A_prefix_of_the_models_pattern_is_taken_as_it_is(string prefix) =>
        Valid(("EcrRepositoryPrefix", prefix), ("UpstreamRegistryUrl", "quay.io")).Key.EcrRepositoryPrefix.ShouldBe(prefix);

    [Theory]
    [InlineData("docker-hub/", "docker-hub")]
    [InlineData("team/quay/", "team/quay")]
    [InlineData("x/", "x/")]
    public void A_slash_behind_a_prefix_does_not_make_another_rule(string given, string prefix) =>
        Valid(("EcrRepositoryPrefix", given), ("UpstreamRegistryUrl", "quay.io")).Key.EcrRepositoryPrefix.ShouldBe(prefix);

    [Theory]
    [InlineData("x", "2 to 30 characters and has 1")]
    [InlineData("abcdefghijklmnopqrstuvwxyz01234", "2 to 30 characters and has 31")]
    [InlineData("Docker", "lower-case letters")]
    [InlineData("Root", "written ROOT")]
    [InlineData("-docker", "lower-case letters")]
    [InlineData("docker-", "lower-case letters")]
    [InlineData("a//b", "lower-case letters")]
    [InlineData("a___b", "lower-case letters")]
    [InlineData("a..b", "lower-case letters")]
    [InlineData("docker hub", "lower-case letters")]
    [InlineData("docker\n", "lower-case letters")]
    [InlineData("ROOT/", "lower-case letters")]
    [InlineData("dökker", "lower-case letters")]
    public void A_prefix_outside_the_models_pattern_is_a_problem(string prefix, string advice) =>
        Problem("EcrRepositoryPrefix", ("EcrRepositoryPrefix", prefix), ("UpstreamRegistryUrl", "quay.io")).ShouldContain(advice);

    [Fact]
    public void An_upstream_prefix_has_the_form_of_a_prefix() =>
        Problem("UpstreamRepositoryPrefix", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRepositoryPrefix", "Nope"))
            .ShouldContain("lower-case letters");

    [Fact]
    public void An_upstream_prefix_is_normalised() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRepositoryPrefix", "library/")).UpstreamRepositoryPrefix.ShouldBe("library");

    [Fact]
    public void The_prefix_is_required() => Problem("EcrRepositoryPrefix", ("UpstreamRegistryUrl", "quay.io")).ShouldContain("is required");

    [Fact]
    public void The_URL_or_the_name_of_the_upstream_is_required() => Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1")).ShouldContain("is required");

    [Theory]
    [InlineData("https://public.ecr.aws", "write public.ecr.aws")]
    [InlineData("https://public.ecr.aws/", "write public.ecr.aws")]
    [InlineData("public.ecr.aws/", "write public.ecr.aws")]
    [InlineData("public.ecr.aws/docker/library", "write public.ecr.aws")]
    [InlineData("public.ecr.aws:443", "write public.ecr.aws")]
    [InlineData(" public.ecr.aws", "write public.ecr.aws")]
    [InlineData("Public.ECR.aws", "write public.ecr.aws")]
    [InlineData("public.ecr.aws.", "write public.ecr.aws")]
    [InlineData("http://registry.k8s.io", "write registry.k8s.io")]
    [InlineData("docker.io", "own host name: write registry-1.docker.io")]
    [InlineData("https://index.docker.io/v1/", "own host name: write registry-1.docker.io")]
    [InlineData("k8s.gcr.io", "write registry.k8s.io")]
    [InlineData("gallery.ecr.aws", "write public.ecr.aws")]
    [InlineData("https://Contoso.azurecr.io", "write contoso.azurecr.io")]
    [InlineData("example.com", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("public.ecr.aws.example.com", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("ghcr.io\n", "write ghcr.io")]
    [InlineData("://", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("210987654321.dkr.ecr.us-east-1.amazonaws.com.rproxy.goskope.com", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("210987654321.dkr.ecr.us-east-1.amazonaws.com.cn", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("21098765432.dkr.ecr.us-east-1.amazonaws.com", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("210987654321.dkr-ecr.us-east-1.on.aws", "must be an upstream registry that Amazon ECR supports")]
    public void A_URL_that_is_not_a_registrys_own_host_name_is_a_problem_that_says_what_to_write(string url, string advice) =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url)).ShouldContain(advice);

    [Fact]
    public void A_URL_with_a_scheme_is_rejected_in_favor_of_a_bare_host_name() =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "https://quay.io"))
            .ShouldBe("UpstreamRegistryUrl must be a bare host name, without scheme, path, port, spaces or capitals: write quay.io (given: \"https://quay.io\")");

    [Fact]
    public void An_unsupported_URL_is_rejected_with_the_form_of_all_nine() =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "example.com")).ShouldContain(
            "supports: <account>.dkr.ecr.<region>.amazonaws.com, public.ecr.aws, quay.io, registry.k8s.io, registry-1.docker.io, ghcr.io, registry.gitlab.com, <name>.azurecr.io, cgr.dev (");

    [Fact]
    public void A_wrong_URL_of_a_named_registry_says_what_that_registrys_is() =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "quay"), ("UpstreamRegistryUrl", "example.com")).ShouldContain("must be quay.io for UpstreamRegistry quay");

    [Fact]
    public void In_China_a_private_upstream_has_Chinas_suffix()
    {
        var china = new AwsContext(Account, "cn-north-1", "aws-cn", "amazonaws.com.cn");

        RuleValidator.Validate(Properties(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "123456789012.dkr.ecr.cn-northwest-1.amazonaws.com.cn")), china)
            .ShouldBeOfType<ValidatedRule.Valid>().Rule.UpstreamRegistry.ShouldBe("ecr");
    }

    [Fact]
    public void A_name_and_a_URL_that_disagree_are_a_problem() =>
        Problem("UpstreamRegistry", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRegistry", "k8s")).ShouldContain("must agree with UpstreamRegistryUrl, which is quay's");

    [Fact]
    public void An_unknown_registry_is_rejected_with_the_names_of_all_nine() =>
        Problem("UpstreamRegistry", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "kway"))
            .ShouldContain("ecr, ecr-public, quay, k8s, docker-hub, github-container-registry, gitlab-container-registry, azure-container-registry, chainguard; did you mean quay?");

    [Theory]
    [InlineData("ghcr", "github-container-registry")]
    [InlineData("ghcr.io", "github-container-registry")]
    [InlineData("github", "github-container-registry")]
    [InlineData("GitHub", "github-container-registry")]
    [InlineData("github.com", "github-container-registry")]
    [InlineData("gitlab", "gitlab-container-registry")]
    [InlineData("registry.gitlab.com", "gitlab-container-registry")]
    [InlineData("azure", "azure-container-registry")]
    [InlineData("acr", "azure-container-registry")]
    [InlineData("contoso.azurecr.io", "azure-container-registry")]
    [InlineData("docker", "docker-hub")]
    [InlineData("dockerhub", "docker-hub")]
    [InlineData("docker.io", "docker-hub")]
    [InlineData("DOCKER_HUB", "docker-hub")]
    [InlineData("registry.k8s.io", "k8s")]
    [InlineData("kubernetes", "k8s")]
    [InlineData("quay.io", "quay")]
    [InlineData("public.ecr.aws", "ecr-public")]
    [InlineData("public", "ecr-public")]
    [InlineData("private", "ecr")]
    [InlineData("cgr.dev", "chainguard")]
    [InlineData("cgr", "chainguard")]
    [InlineData(" quay", "quay")]
    [InlineData("https://ghcr.io", "github-container-registry")]
    [InlineData("https://GHCR.io/owner/", "github-container-registry")]
    [InlineData("https://docker.io", "docker-hub")]
    [InlineData("oci://registry.k8s.io:443", "k8s")]
    [InlineData("https://contoso.azurecr.io", "azure-container-registry")]
    [InlineData("http://quai", "quay")]
    [InlineData("chain-guard", "chainguard")]
    public void A_nickname_a_host_or_a_misspelling_suggests_the_registry_that_is_meant(string given, string meant) =>
        Problem("UpstreamRegistry", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", given)).ShouldContain($"; did you mean {meant}?");

    [Theory]
    [InlineData("gcr")]
    [InlineData("gcr.io")]
    [InlineData("https://gcr.io/project")]
    [InlineData("GAR")]
    [InlineData("mcr")]
    [InlineData("nexus")]
    [InlineData("harbor")]
    public void A_registry_that_ECR_does_not_cache_from_is_no_misspelling(string given) =>
        Problem("UpstreamRegistry", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", given)).ShouldNotContain("did you mean");

    [Theory]
    [InlineData("a.azurecr.io")]
    [InlineData("Contoso.azurecr.io")]
    [InlineData("my_registry.azurecr.io")]
    [InlineData("-contoso-.azurecr.io")]
    [InlineData("team.contoso.azurecr.io")]
    [InlineData("a+b.azurecr.io")]
    [InlineData("dömäne.azurecr.io")]
    [InlineData("my-great-registry.azurecr.io")]
    [InlineData("contoso-.azurecr.io")]
    [InlineData("contoso-prod-1.azurecr.io")]
    [InlineData("abcde-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuv.azurecr.io")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxy.azurecr.io")]
    public void A_registry_that_ECR_takes_and_Azure_can_not_have_is_valid_with_advice(string url)
    {
        var valid = Validate(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url), ("CredentialArn", Secret)).ShouldBeOfType<ValidatedRule.Valid>();

        valid.Rule.UpstreamRegistryUrl.ShouldBe(url);
        valid.Advice.ShouldHaveSingleItem().ToString().ShouldStartWith("UpstreamRegistryUrl names no registry that Azure can have");
    }

    [Theory]
    [InlineData("contoso.azurecr.io")]
    [InlineData("contoso-a1b2c3.azurecr.io")]
    [InlineData("abcde.azurecr.io")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx.azurecr.io")]
    [InlineData("abcde-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstu.azurecr.io")]
    [InlineData("ghcr.io")]
    public void A_registry_of_a_usual_name_is_valid_without_advice(string url) =>
        Validate(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url), ("CredentialArn", Secret)).ShouldBeOfType<ValidatedRule.Valid>().Advice.ShouldBeEmpty();

    [Theory]
    [InlineData("Contoso.AzureCR.io", "write contoso.azurecr.io")]
    [InlineData("contoso.azurecr.io/app", "write contoso.azurecr.io")]
    [InlineData("contoso.azurecr.io:443", "write contoso.azurecr.io")]
    [InlineData("me@contoso.azurecr.io", "write contoso.azurecr.io")]
    [InlineData("contoso\n.azurecr.io", "must be an upstream registry that Amazon ECR supports")]
    [InlineData("contoso .azurecr.io", "must be an upstream registry that Amazon ECR supports")]
    [InlineData(".azurecr.io", "must be an upstream registry that Amazon ECR supports")]
    public void A_registry_of_Azures_that_is_no_host_name_is_a_problem(string url, string advice) =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", url), ("CredentialArn", Secret)).ShouldContain(advice);

    [Theory]
    [InlineData("{{resolve:secretsmanager:ecr-pullthroughcache/hub:SecretString:arn}}", "must not hold {{resolve:secretsmanager:…}}: CloudFormation doesn't resolve")]
    [InlineData("{{resolve:ssm-secure:/hub/prefix:1}}", "must not hold {{resolve:ssm-secure:…}}: CloudFormation doesn't resolve")]
    [InlineData("{{resolve:ssm:/hub/prefix}}", "holds {{resolve:ssm:…}}, which was not resolved")]
    [InlineData("{{resolve:", "holds {{resolve::…}}, which was not resolved")]
    [InlineData("before-{{resolve:secretsmanager:x}}-behind", "must not hold")]
    public void Every_property_with_a_dynamic_reference_left_in_it_is_one_problem(string value, string advice)
    {
        foreach (var name in RuleProperties.Names)
        {
            ProblemOf(name, $$"""{"{{name}}":"{{value}}"}""").ShouldContain($"{name} {advice}");
        }
    }

    [Fact]
    public void What_stands_around_a_dynamic_reference_is_never_repeated() =>
        Reason(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", "hunter2{{resolve:secretsmanager:x}}")).ShouldNotContain("hunter2");

    [Fact]
    public void The_registry_that_gets_the_rule_is_no_upstream() =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "123456789012.dkr.ecr.us-east-1.amazonaws.com"))
            .ShouldContain("must not be the registry that gets the rule");

    [Fact]
    public void The_functions_own_registry_is_an_upstream_of_another_accounts() =>
        Problem(
            "CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("RegistryId", OtherAccount), ("UpstreamRegistryUrl", "123456789012.dkr.ecr.us-east-1.amazonaws.com"))
            .ShouldContain("is required for an ecr upstream of another account (123456789012)");

    [Fact]
    public void Another_accounts_registry_is_no_upstream_of_itself() =>
        Problem("UpstreamRegistryUrl", ("EcrRepositoryPrefix", "x1"), ("RegistryId", OtherAccount), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"))
            .ShouldContain("must not be the registry that gets the rule");

    [Theory]
    [InlineData("team-a")]
    [InlineData("team-a/")]
    public void ROOT_takes_no_upstream_prefix(string upstreamPrefix) =>
        Problem("UpstreamRepositoryPrefix", ("EcrRepositoryPrefix", "ROOT"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRepositoryPrefix", upstreamPrefix))
            .ShouldContain("must be left out where EcrRepositoryPrefix is ROOT");

    [Theory]
    [InlineData("ROOT")]
    [InlineData("")]
    public void ROOT_takes_ROOT_for_its_upstream_prefix_and_none(string upstreamPrefix) =>
        Valid(("EcrRepositoryPrefix", "ROOT"), ("UpstreamRegistryUrl", "quay.io"), ("UpstreamRepositoryPrefix", upstreamPrefix)).UpstreamRepositoryPrefix.ShouldBe("ROOT");

    [Fact]
    public void Another_accounts_registry_is_taken_as_given() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("RegistryId", OtherAccount)).Key.ShouldBe(new(OtherAccount, "x1"));

    [Fact]
    public void A_registry_id_may_be_a_JSON_number() =>
        Valid("""{"EcrRepositoryPrefix":"x1","UpstreamRegistryUrl":"quay.io","RegistryId":210987654321}""").Key.RegistryId.ShouldBe(OtherAccount);

    [Theory]
    [InlineData("\"12345678901\"", "in quotes")]
    [InlineData("12345678901", "leading zero")]
    [InlineData("1.2345678901E10", "leading zero")]
    [InlineData("\"1234567890123\"", "12 digits")]
    [InlineData("\"12345678901a\"", "12 digits")]
    [InlineData("\"١٢٣٤٥٦٧٨٩٠١٢\"", "12 digits")]
    [InlineData("true", "12 digits")]
    public void A_registry_id_that_is_not_twelve_digits_is_a_problem(string json, string advice) =>
        ProblemOf("RegistryId", $$"""{"EcrRepositoryPrefix":"x1","UpstreamRegistryUrl":"quay.io","RegistryId":{{json}}}""").ShouldContain(advice);

    [Fact]
    public void A_registry_id_with_a_letter_lost_no_leading_zero() =>
        Problem("RegistryId", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("RegistryId", "12345678901a")).ShouldNotContain("leading zero");

    [Theory]
    [InlineData("docker-hub")]
    [InlineData("github-container-registry")]
    [InlineData("gitlab-container-registry")]
    [InlineData("chainguard")]
    public void A_credential_is_required_by_registries_that_ask_for_one(string registry) =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", registry)).ShouldContain($"is required for {registry}");

    [Theory]
    [InlineData("ecr-public")]
    [InlineData("quay")]
    [InlineData("k8s")]
    public void A_credential_for_a_registry_that_takes_none_is_a_problem(string registry) =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", registry), ("CredentialArn", Secret)).ShouldContain($"must be left out for {registry}");

    [Theory]
    [InlineData("quay", "")]
    [InlineData("docker-hub", "given together")]
    public void A_role_for_an_upstream_that_is_not_ecr_is_a_problem(string registry, string advice) =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", registry), ("CustomRoleArn", Role), ("CredentialArn", registry == "quay" ? "" : Secret))
            .ShouldContain(advice.Length > 0 ? advice : "only an ecr upstream takes a role");

    [Fact]
    public void A_role_and_a_credential_at_once_are_a_problem() =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", Role), ("CredentialArn", Secret))
            .ShouldContain("must not be given together with CredentialArn");

    [Fact]
    public void A_role_is_required_for_an_upstream_of_another_account() =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com")).ShouldContain("is required for an ecr upstream of another account");

    [Fact]
    public void No_role_is_required_for_an_upstream_of_the_registrys_own_account() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "123456789012.dkr.ecr.eu-west-1.amazonaws.com")).CustomRoleArn.ShouldBeNull();

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:docker-hub-AbCdEf", "begins with ecr-pullthroughcache/")]
    [InlineData("arn:aws:secretsmanager:us-east-1:1:secret:ecr-pt", "50 to 612 characters")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf", "in the function's Region, us-east-1")]
    [InlineData("arn:aws:secretsmanager:us-east-1:210987654321:secret:ecr-pullthroughcache/hub-AbCdEf", "in the registry's account, 123456789012")]
    [InlineData("arn:aws-cn:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf", "of the function's partition, aws")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub AbCdEf", "begins with ecr-pullthroughcache/")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf\n", "begins with ecr-pullthroughcache/")]
    public void A_credential_that_ECR_could_not_read_is_a_problem(string arn, string advice) =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", arn)).ShouldContain(advice);

    [Theory]
    [InlineData("https://me:hunter2@quay.io/")]
    [InlineData("me:hunter2@quay.io")]
    [InlineData("me:hunter2/@quay.io")]
    public void A_password_in_the_URL_is_never_repeated(string url) =>
        Reason(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", url)).ShouldNotContain("hunter2");

    [Fact]
    public void A_URL_with_a_password_is_rejected_with_the_form_to_write() =>
        Reason(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "https://me:hunter2@quay.io/")).ShouldContain("write quay.io");

    [Fact]
    public void A_credential_that_is_an_ARN_is_repeated() =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", "arn:aws:iam::1:role/x")).ShouldEndWith("(given: \"arn:aws:iam::1:role/x\")");

    [Fact]
    public void A_credential_of_612_characters_is_taken() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret + new string('x', 612 - Secret.Length))).CredentialArn!.Length.ShouldBe(612);

    [Fact]
    public void A_credential_of_50_characters_is_long_enough() =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", "arn:aws:secretsmanager:us-east-1:1:secret:ecr-ptx50"[..50])).ShouldContain("begins with ecr-pullthroughcache/");

    [Fact]
    public void A_credential_longer_than_the_models_limit_is_a_problem() =>
        Problem("CredentialArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret + new string('x', 613 - Secret.Length)))
            .ShouldContain("50 to 612 characters and has 613");

    [Theory]
    [InlineData("""{"username":"me","accessToken":"dckr_pat_hunter2"}""")]
    [InlineData("hunter2")]
    public void The_secret_itself_in_place_of_its_ARN_is_never_repeated(string secret) =>
        Reason(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", secret))
            .ShouldBe("The properties are not valid: CredentialArn must be the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/.");

    [Theory]
    [InlineData("ecr-upstream", "must be the ARN of an IAM role")]
    [InlineData("arn:aws:iam::123456789012:user/me", "must be the ARN of an IAM role")]
    [InlineData("arn:aws:iam::210987654321:role/there", "in the registry's own account, 123456789012")]
    [InlineData("arn:aws-cn:iam::123456789012:role/there", "of the function's partition, aws")]
    public void A_role_that_ECR_could_not_assume_is_a_problem(string arn, string advice) =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", arn)).ShouldContain(advice);

    [Fact]
    public void A_role_of_2048_characters_is_not_too_long() =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", Role + new string('x', 2048 - Role.Length)))
            .ShouldContain("must be the ARN of an IAM role");

    [Fact]
    public void A_role_longer_than_the_models_limit_is_a_problem() =>
        Problem("CustomRoleArn", ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", Role + new string('x', 2049 - Role.Length)))
            .ShouldContain("2048 characters at most and has 2049");

    [Fact]
    public void A_role_may_have_a_path() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "210987654321.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", "arn:aws:iam::123456789012:role/service/ecr/upstream"))
            .CustomRoleArn.ShouldBe("arn:aws:iam::123456789012:role/service/ecr/upstream");

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"\"", true)]
    [InlineData("null", true)]
    public void ValidateUpstream_is_a_boolean_however_it_is_written(string json, bool expected) =>
        Valid($$"""{"EcrRepositoryPrefix":"x1","UpstreamRegistryUrl":"quay.io","ValidateUpstream":{{json}}}""").ValidateUpstream.ShouldBe(expected);

    [Theory]
    [InlineData("ValidateUpstream", "yes", "must be true or false")]
    [InlineData("ValidateUpstream", "True", "must be true or false")]
    [InlineData("OnExisting", "adopt", "must be Fail or Adopt")]
    [InlineData("OnExisting", "Replace", "must be Fail or Adopt")]
    public void A_choice_outside_the_list_is_a_problem(string name, string value, string advice) =>
        Problem(name, ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), (name, value)).ShouldContain(advice);

    [Fact]
    public void OnExisting_may_be_Adopt() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("OnExisting", "Adopt")).OnExisting.ShouldBe(OnExisting.Adopt);

    [Theory]
    [InlineData("ecrRepositoryPrefix", "EcrRepositoryPrefix")]
    [InlineData("upstreamRegistryUrl", "UpstreamRegistryUrl")]
    [InlineData("registryId", "RegistryId")]
    [InlineData("credentialArn", "CredentialArn")]
    [InlineData("UpstreamRegistryURL", "UpstreamRegistryUrl")]
    [InlineData("CredentialsArn", "CredentialArn")]
    [InlineData("RoleArn", "CustomRoleArn")]
    [InlineData("upstream_repository_prefix", "UpstreamRepositoryPrefix")]
    public void An_unknown_property_names_the_nearest_known_one(string given, string known) =>
        Problem(given, ("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), (given, "value")).ShouldContain($"did you mean {known}?");

    [Fact]
    public void CloudFormations_own_properties_are_no_problem() =>
        Valid(("EcrRepositoryPrefix", "x1"), ("UpstreamRegistryUrl", "quay.io"), ("ServiceTimeout", "300"));

    [Theory]
    [InlineData("[\"a\"]", "not a list")]
    [InlineData("{\"a\":\"b\"}", "not an object")]
    [InlineData("\"\\ud800\"", "half a surrogate pair")]
    public void Every_property_must_be_a_single_value(string json, string advice)
    {
        foreach (var name in RuleProperties.Names)
        {
            ProblemOf(name, $$"""{"{{name}}":{{json}}}""").ShouldContain(advice);
        }
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var reason = Reason(("EcrRepositoryPrefix", "X"), ("UpstreamRegistryUrl", "https://quay.io"), ("RegistryId", "1"), ("OnExisting", "maybe"), ("Extra", "1"));

        foreach (var name in (string[])["EcrRepositoryPrefix", "UpstreamRegistryUrl", "RegistryId", "OnExisting", "Extra"])
        {
            reason.ShouldContain(name);
        }
    }

    [Fact]
    public void Several_problems_are_numbered() =>
        Reason(("EcrRepositoryPrefix", "x"), ("OnExisting", "maybe"), ("UpstreamRegistryUrl", "quay.io"))
            .ShouldBe("The properties are not valid: (1) EcrRepositoryPrefix must have 2 to 30 characters and has 1 (given: \"x\"); (2) OnExisting must be Fail or Adopt (given: \"maybe\").");

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public void Absent_properties_are_the_required_ones_missing(string json) => ProblemOf("EcrRepositoryPrefix", json).ShouldContain("is required");

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    public void Properties_that_are_no_object_are_a_problem(string json) => ProblemOf("ResourceProperties", json).ShouldContain("must be an object");

    [Fact]
    public void A_long_value_is_shown_shortened() =>
        Reason(("EcrRepositoryPrefix", new string('X', 5000)), ("UpstreamRegistryUrl", "quay.io")).Length.ShouldBeLessThan(400);

    private static ValidatedRule Validate(params (string Name, string Value)[] properties) => RuleValidator.Validate(Properties(properties), Context);

    private static PullThroughCacheRule Valid(params (string Name, string Value)[] properties) =>
        Validate(properties) switch
        {
            ValidatedRule.Valid valid => valid.Rule,
            ValidatedRule.Invalid invalid => throw new ShouldAssertException(invalid.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static PullThroughCacheRule Valid(string json) => RuleValidator.Validate(Properties(json), Context).ShouldBeOfType<ValidatedRule.Valid>().Rule;

    private static string Reason(params (string Name, string Value)[] properties) => Validate(properties).ShouldBeOfType<ValidatedRule.Invalid>().Reason;

    private static string Problem(string property, params (string Name, string Value)[] properties) =>
        Validate(properties).ShouldBeOfType<ValidatedRule.Invalid>().Errors.Single(error => error.Property == property).ToString();

    private static string ProblemOf(string property, string json) =>
        RuleValidator.Validate(Properties(json), Context).ShouldBeOfType<ValidatedRule.Invalid>().Errors.Single(error => error.Property == property).ToString();
}
