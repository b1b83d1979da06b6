using System.Text.Json.Nodes;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>Rules of all nine upstream registries in one stack of the local engine, from their creation to their deletion.</summary>
/// <param name="upstreamRole">The role of the rule for another account's ECR; null makes that rule one for the account's own.</param>
internal sealed class RuleLives(string? upstreamRole) : IAsyncDisposable
{
    private readonly LocalStack stack = new();

    /// <summary>The IAM actions that the function needed so far, in order.</summary>
    public IReadOnlyCollection<string> UsedActions => stack.Aws.Emulated.Ecr.UsedActions;

    /// <summary>Creates the rules, gives each another credential, replaces each under its prefix, and deletes them.</summary>
    public async Task LiveAsync()
    {
        await DeployAsync(StackStatus.CreateComplete, credential: "one", upstreamPrefix: "first");
        await DeployAsync(StackStatus.UpdateComplete, credential: "two", upstreamPrefix: "first");
        await DeployAsync(StackStatus.UpdateComplete, credential: "two", upstreamPrefix: "second");
        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        (await stack.DeleteAsync())!.Status.ShouldBe(StackStatus.DeleteComplete, string.Join('\n', stack.TakeLines()));
    }

    public ValueTask DisposeAsync() => stack.DisposeAsync();

    private async Task DeployAsync(StackStatus expected, string credential, string upstreamPrefix)
    {
        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        var resources = UpstreamRegistry.All.Select((form, index) => KeyValuePair.Create<string, JsonNode?>($"Rule{index}", new JsonObject
        {
            ["Type"] = "Custom::PullThroughCacheRule",
            ["Properties"] = Properties(form, credential, upstreamPrefix),
        }));
        var template = new JsonObject { ["Resources"] = new JsonObject(resources) };

        var deployment = await stack.DeployAsync(template.ToJsonString());

        deployment.Stack.Status.ShouldBe(expected, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.Count.ShouldBe(UpstreamRegistry.All.Count);
    }

    private JsonObject Properties(UpstreamRegistry form, string credential, string upstreamPrefix)
    {
        var properties = new JsonObject
        {
            ["ServiceToken"] = new JsonObject { ["Fn::ImportValue"] = "ecr-ptc-ServiceToken" },
            ["EcrRepositoryPrefix"] = form.Name.Replace("-container-registry", "", StringComparison.Ordinal),
            ["UpstreamRegistry"] = form.Name,
            ["UpstreamRepositoryPrefix"] = upstreamPrefix,
        };
        switch (form)
        {
            case { Authentication: UpstreamAuthentication.Credential }:
                var arn = $"arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/{form.Name}-{credential}-AbCdEf";
                stack.Aws.PutSecret(arn, Emulator.SecretsManager.SecretState.Good);
                properties["CredentialArn"] = arn;
                properties["UpstreamRegistryUrl"] = form.Url ?? "contoso.azurecr.io";
                break;
            case { Authentication: UpstreamAuthentication.Role } when upstreamRole is not null:
                properties["CustomRoleArn"] = upstreamRole;
                properties["UpstreamRegistryUrl"] = "210987654321.dkr.ecr.us-east-1.amazonaws.com";
                break;
            case { Authentication: UpstreamAuthentication.Role }:
                properties["UpstreamRegistryUrl"] = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
                break;
        }

        return properties;
    }
}
