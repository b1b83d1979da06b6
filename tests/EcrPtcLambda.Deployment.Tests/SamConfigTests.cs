using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.TestSupport;
using Tomlyn;
using Tomlyn.Model;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>samconfig.toml, and what the build takes from it.</summary>
public sealed partial class SamConfigTests
{
    private const string Common = "beta_features debug language_extensions profile region save_params template_file";

    // The options of each command, from the schema that the SAM CLI ships (samcli.json of 1.164.0).
    private static readonly Dictionary<string, string> Options = new()
    {
        ["build"] = """
            base_dir build_dir build_image build_in_source cache_dir cached container_env_var container_env_var_file docker_network exclude hook_name
            manifest mount_symlinks mount_with parallel parameter_overrides skip_prepare_infra skip_pull_image terraform_project_root_path use_buildkit use_container
            """,
        ["validate"] = "lint",
        ["deploy"] = """
            capabilities confirm_changeset disable_rollback express fail_on_empty_changeset force_upload guided image_repositories image_repository
            kms_key_id max_wait_duration metadata no_execute_changeset no_progressbar notification_arns on_failure parameter_overrides
            resolve_image_repos resolve_s3 role_arn s3_bucket s3_prefix signing_profiles stack_name tags use_json
            """,
        ["package"] = """
            force_upload image_repositories image_repository kms_key_id metadata no_progressbar output_template_file resolve_image_repos resolve_s3
            s3_bucket s3_prefix signing_profiles use_json
            """,
        ["local_invoke"] = """
            add_host container_dns container_env_vars container_host container_host_interface debug_args debug_port debugger_path docker_network
            docker_volume_basedir durable_execution_name env_vars event force_image_build hook_name invoke_image layer_cache_basedir log_file
            mount_symlinks no_event no_memory_limit parameter_overrides runtime shutdown skip_prepare_infra skip_pull_image tenant_id terraform_plan_file
            """,
        ["sync"] = """
            base_dir build_image build_in_source capabilities code dependency_layer image_repositories image_repository kms_key_id metadata
            notification_arns parameter_overrides resource resource_id role_arn s3_bucket s3_prefix skip_deploy_sync stack_name tags
            use_container watch watch_exclude
            """,
        ["global"] = "stack_name",
    };

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "samconfig.toml"));

    private static TomlTable Config => TomlSerializer.Deserialize<TomlTable>(Text)!;

    private static TomlTable Commands => (TomlTable)Config["default"];

    [Fact]
    public void It_has_the_version_that_SAM_reads() => Config["version"].ShouldBe(0.1);

    [Theory]
    [InlineData("build")]
    [InlineData("validate")]
    [InlineData("deploy")]
    [InlineData("package")]
    [InlineData("local_invoke")]
    [InlineData("sync")]
    public void Each_documented_command_has_defaults(string command) => Parameters(command).Count.ShouldBeGreaterThan(0);

    [Fact]
    public void Every_key_is_an_option_of_its_command()
    {
        foreach (var command in Commands.Keys)
        {
            var known = $"{Options[command]} {Common}".Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            ((TomlTable)Commands[command]).Keys.ShouldBe(["parameters"]);
            Parameters(command).Keys.Where(key => !known.Contains(key)).ShouldBeEmpty(command);
        }
    }

    [Fact]
    public void The_stacks_name_is_the_one_whose_token_the_examples_import()
    {
        var token = $"{Parameters("global")["stack_name"]}-ServiceToken";

        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml"))
        {
            Tokens().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).ShouldAllBe(name => name == token, file);
        }
    }

    [Fact]
    public void What_a_local_run_needs_is_where_ecr_ptc_serve_writes_it() => Parameters("local_invoke")["env_vars"].ShouldBe(".ecr-ptc/sam/env.json");

    [Fact]
    public void A_local_run_is_in_the_Region_of_the_events() => Parameters("local_invoke")["region"].ShouldBe(new EmulatedAwsOptions().Region);

    [Theory]
    [InlineData("docker_network")]
    [InlineData("add_host")]
    [InlineData("parameter_overrides")]
    public void A_local_run_needs_no_network_host_or_parameter_of_its_own(string option)
    {
        foreach (var command in Commands.Keys)
        {
            Parameters(command).ContainsKey(option).ShouldBeFalse();
        }
    }

    [Fact]
    public void Sam_package_finds_a_bucket_and_writes_to_the_documented_template()
    {
        Parameters("package")["resolve_s3"].ShouldBe(true);
        File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")).ShouldContain($"sam publish --template {Parameters("package")["output_template_file"]}");
    }

    [SkippableTheory]
    [InlineData("samconfig.local.toml")]
    [InlineData(".aws-sam/packaged.yaml")]
    [InlineData(".aws-sam/build.toml")]
    [InlineData(".ecr-ptc/sam/env.json")]
    public async Task Git_ignores_what_SAM_and_its_users_write(string file)
    {
        var run = await Tool.RunAsync("git", ["check-ignore", "--quiet", file], directory: Repository.Root);
        Skip.If(run is null or { ExitCode: 128 }, "There is no git on this machine, or this is no clone.");

        run!.ExitCode.ShouldBe(0);
    }

    private static TomlTable Parameters(string command) => (TomlTable)((TomlTable)Commands[command])["parameters"];

    [GeneratedRegex(@"!ImportValue (\S*ServiceToken)")]
    private static partial Regex Tokens();
}
