using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>The examples for the CDK, from their source to the deletion of what they deploy.</summary>
public sealed class CdkTests
{
    private const string Before = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    private const string After = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl";

    [SkippableFact]
    public Task The_TypeScript_example_is_compiled_synthesised_deployed_updated_and_deleted() => LiveAsync(async assembly =>
    {
        await RequireNodeAsync();
        var folder = Path.Combine(AppContext.BaseDirectory, "Cdk");
        await NodeModules.InstallAsync(folder);
        var compilation = (await Tool.RunAsync("node", ["node_modules/typescript/bin/tsc", "--project", "."], directory: folder))!;
        compilation.ExitCode.ShouldBe(0, compilation.Output);
        return await Tool.RunAsync("node", ["out/app.js", assembly, Before, After], directory: folder);
    });

    [SkippableFact]
    public Task The_CSharp_example_is_synthesised_deployed_updated_and_deleted() => LiveAsync(async assembly =>
    {
        // The CDK's assembly for .NET runs the TypeScript library within node.
        await RequireNodeAsync();
        var program = Repository.Metadata("CdkExample");
        return await Tool.RunAsync("dotnet", [program, assembly, Before, After]);
    });

    private static async Task LiveAsync(Func<string, Task<ToolResult?>> synthesise)
    {
        var assembly = Directory.CreateTempSubdirectory();
        try
        {
            var run = await synthesise(assembly.FullName);
            run!.ExitCode.ShouldBe(0, run.Error);
            await LiveAsync(
                await File.ReadAllTextAsync(Path.Combine(assembly.FullName, "Before.template.json")),
                await File.ReadAllTextAsync(Path.Combine(assembly.FullName, "After.template.json")));
        }
        finally
        {
            assembly.Delete(recursive: true);
        }
    }

    private static async Task LiveAsync(string before, string after)
    {
        await using var stack = new LocalStack();
        stack.Aws.PutSecret(Before, SecretState.Good);
        stack.Aws.PutSecret(After, SecretState.Good);

        var created = await stack.DeployAsync(before);
        created.Stack.Status.ShouldBe(StackStatus.CreateComplete, string.Join('\n', stack.TakeLines()));
        created.Stack.Outputs.ShouldHaveSingleItem().Value.ShouldBe("123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/nginx:latest");
        stack.Aws.Emulated.Ecr.Rules.ShouldHaveSingleItem().CredentialArn.ShouldBe(Before);

        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        (await stack.DeployAsync(after)).Stack.Status.ShouldBe(StackStatus.UpdateComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.ShouldHaveSingleItem().CredentialArn.ShouldBe(After);

        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        (await stack.DeleteAsync())!.Status.ShouldBe(StackStatus.DeleteComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.ShouldBeEmpty();
    }

    private static async Task RequireNodeAsync() =>
        Skip.IfNot(await Tool.RunAsync("node", ["--version"]) is { ExitCode: 0 }, "There is no node on this machine.");
}
