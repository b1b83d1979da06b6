using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Deployment.Support;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>
/// The processor that <c>sam build</c> compiles for is the one that <c>sam deploy</c> asks Lambda for: the one in template.yaml, whatever
/// else names another.
/// </summary>
public sealed class ArchitectureTests : IDisposable
{
    private const string Line = "      Architectures: [x86_64]\n";

    private readonly DirectoryInfo source = Directory.CreateTempSubdirectory();

    /// <summary>The sources of SAM's parameters and configuration, each naming both processors, so that one of them is wrong.</summary>
    public static TheoryData<string, string, string> OtherSources { get; } = new()
    {
        { "nothing", "", "" },
        { "a parameter for all commands", "samconfig.toml", "[default.global.parameters]\nparameter_overrides = \"Architecture=arm64 Architecture=x86_64\"\n" },
        { "a parameter for sam build", "samconfig.toml", "[default.build.parameters]\nparameter_overrides = [\"Architecture=arm64\", \"Architecture=x86_64\"]\n" },
        { "values saved by sam deploy --guided", "samconfig.toml", "[default.deploy.parameters]\nparameter_overrides = \"Architecture=\\\"arm64\\\" Architecture=\\\"x86_64\\\"\"\n" },
        { "an inline table", "samconfig.toml", "default.deploy.parameters.parameter_overrides = { Architecture = \"arm64\" }\n" },
        { "two configuration environments", "samconfig.toml", "[default.deploy.parameters]\nparameter_overrides = \"Architecture=x86_64\"\n[prod.deploy.parameters]\nparameter_overrides = \"Architecture=arm64\"\n" },
        { "a file of parameters", "params.yaml", "Architecture: arm64\nArchitectures: [x86_64]\n" },
        { "another configuration file", "samconfig.local.toml", "[default.global.parameters]\nparameter_overrides = \"Architecture=arm64 Architecture=x86_64\"\n" },
        { "a configuration file in YAML", "samconfig.yaml", "default:\n  global:\n    parameters:\n      parameter_overrides: Architecture=arm64 Architecture=x86_64\n" },
        { "another template", "template.yml", "Resources:\n  PullThroughCacheRuleFunction:\n    Properties:\n      Architectures: [arm64]\n      Architectures: [x86_64]\n" },
        { "the build that SAM remembers", ".aws-sam/build.toml", "[function_build_definitions.1]\narchitecture = \"arm64\"\n[function_build_definitions.2]\narchitecture = \"x86_64\"\n" },
        { "the template that SAM built before", ".aws-sam/build/template.yaml", "Resources:\n  PullThroughCacheRuleFunction:\n    Properties:\n      Architectures: [arm64]\n      Architectures: [x86_64]\n" },
    };

    public void Dispose() => source.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(OtherSources))]
    public async Task Neither_options_nor_files_of_SAM_change_what_is_compiled_for(string what, string file, string text)
    {
        foreach (var (architecture, rid) in Processors)
        {
            WriteSource(Line.Replace("x86_64", architecture, StringComparison.Ordinal));
            if (file.Length > 0)
            {
                Write(file, text);
            }

            (await ReadAsync()).Lines.ShouldBe([rid], what);
        }
    }

    [Theory]
    [InlineData("ARCHITECTURE", "arm64", "x86_64", "linux-x64")]
    [InlineData("RID", "linux-x64", "arm64", "linux-arm64")]
    [InlineData("SAM_RID", "linux-x64", "arm64", "linux-arm64")]
    [InlineData("MAKEFLAGS", "SAM_RID=linux-arm64", "x86_64", "linux-x64")]
    [InlineData("MAKEFLAGS", "e -- SAM_RID=linux-x64 RID=linux-x64", "arm64", "linux-arm64")]
    public async Task No_variable_of_the_shell_that_SAM_runs_in_changes_it(string name, string value, string architecture, string rid)
    {
        WriteSource(Line.Replace("x86_64", architecture, StringComparison.Ordinal));

        var run = await MakeAsync((name, value));

        run.Lines[0].ShouldBe($"echo \"Building for {rid}, the processor in template.yaml.\"");
        run.Lines[^1].ShouldBe($"install -m 755 artifacts/native/{rid}/bootstrap \"{ArtifactsFolder}/bootstrap\"");
    }

    [Fact]
    public async Task A_template_that_names_no_processor_fails_the_build_before_anything_is_compiled()
    {
        WriteSource("");

        var run = await MakeAsync();

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("template.yaml: PullThroughCacheRuleFunction needs one line");
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Architecture")]
    [InlineData("Architectures")]
    public void No_parameter_changes_what_is_deployed(string name)
    {
        var sam = new SamTemplate();

        sam.Template.Parameters.ShouldNotContain(parameter => parameter.Name == name);
        sam.FunctionProperty("Architectures")!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("x86_64");
        // SAM joins the lists of both.
        sam.Root.Entries.Select(entry => entry.Key).ShouldNotContain("Globals");
    }

    [Theory]
    [InlineData("      Architectures: [arm64]\n", "linux-arm64")]
    [InlineData("      Architectures: [x86_64]\n", "linux-x64")]
    [InlineData("      Architectures: [\"arm64\"]\n", "linux-arm64")]
    [InlineData("      Architectures: [ 'arm64' ]   # Graviton\n", "linux-arm64")]
    [InlineData("      Architectures: [arm64]\r\n", "linux-arm64")]
    [InlineData("      # Architectures: [x86_64]\n      Architectures: [arm64]\n", "linux-arm64")]
    public async Task The_line_is_read_as_YAML_has_it(string line, string rid)
    {
        WriteSource(line);

        (await ReadAsync()).Lines.ShouldBe([rid]);
    }

    [Fact]
    public async Task The_line_of_another_function_is_its_own()
    {
        WriteSource(Line + "  AnotherFunction:\n    Properties:\n      Architectures: [arm64]\n");

        (await ReadAsync()).Lines.ShouldBe(["linux-x64"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("      Architectures: [riscv64]\n")]
    [InlineData("      Architectures: [x86_64, arm64]\n")]
    [InlineData("      Architectures: []\n")]
    [InlineData("      Architectures: !Ref Architecture\n")]
    [InlineData("      Architectures: [!Ref Architecture]\n")]
    [InlineData("      Architectures: [!If [IsArm, arm64, x86_64]]\n")]
    [InlineData("      Architectures:\n        - arm64\n")]
    [InlineData("      Architectures: [x86_64]\n      Architectures: [arm64]\n")]
    [InlineData("      Architectures: [x86_64]\n      Architectures: [!Ref Architecture]\n")]
    public async Task Anything_else_is_rejected_with_what_the_line_must_be(string line)
    {
        WriteSource(line);

        var run = await ReadAsync();

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBe(
            "template.yaml: PullThroughCacheRuleFunction needs one line \"Architectures: [x86_64]\" or \"Architectures: [arm64]\"; it has:\n"
            + (line.Length == 0 ? "no such line\n" : line.Replace("        - arm64\n", "", StringComparison.Ordinal)));
    }

    private static (string Architecture, string Rid)[] Processors => [("x86_64", "linux-x64"), ("arm64", "linux-arm64")];

    // As SAM gives it: two folders below build.toml.
    private string ArtifactsFolder => Path.Combine(source.FullName, ".aws-sam/build/PullThroughCacheRuleFunction");

    private void WriteSource(string line)
    {
        var template = File.ReadAllText(Path.Combine(Repository.Root, "template.yaml"));
        template.ShouldContain(Line);
        Write("template.yaml", template.Replace(Line, line, StringComparison.Ordinal));

        // A copy, since the script reads the template beside it.
        Directory.CreateDirectory(Path.Combine(source.FullName, "eng"));
        File.Copy(Path.Combine(Repository.Root, "eng/architecture.sh"), Path.Combine(source.FullName, "eng/architecture.sh"), overwrite: true);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(source.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<ToolResult> ReadAsync() => (await Tool.RunAsync(Path.Combine(source.FullName, "eng/architecture.sh"), []))!;

    private async Task<ToolResult> MakeAsync(params (string Name, string Value)[] environment)
    {
        // What make looks at before it begins.
        foreach (var path in new[] { "src", "polyfills", "Makefile", "global.json", "eng/publish.sh", "eng/check-executable.sh", "eng/aws-packages.sh", "eng/Shipped.props", "eng/AwsPackages.props", "eng/AwsPackages.targets" }
            .Concat(Directory.GetFiles(Repository.Root, "*.props").Concat(Directory.GetFiles(Repository.Root, "*.targets")).Select(file => Path.GetFileName(file))))
        {
            File.CreateSymbolicLink(Path.Combine(source.FullName, path), Path.Combine(Repository.Root, path));
        }

        var variables = environment.Append(("ARTIFACTS_DIR", ArtifactsFolder)).Append(("AWS_PACKAGES", "polyfill")).ToDictionary(each => each.Item1, each => each.Item2);
        return (await Tool.RunAsync(
            "make",
            ["--dry-run", "--no-print-directory", "--makefile", Path.Combine(Repository.Root, "Makefile"), "build-PullThroughCacheRuleFunction"],
            variables,
            source.FullName))!;
    }
}
