using EcrPtcLambda.Acceptance.Aws;
using static EcrPtcLambda.Acceptance.Rows.StackResource;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>Create without an existing rule, then Delete of the instance in the ID. One row for each upstream registry.</summary>
/// <param name="name">The registry.</param>
/// <param name="upstream">Null if the operator specified none.</param>
/// <param name="missing">The missing option.</param>
internal sealed class CreatedAndDeleted(string name, Upstream? upstream, string missing) : Row
{
    public override string Name => $"Create, no rule: made; Delete: gone ({name})";

    public override string? Missing => upstream is null ? missing : null;

    public override string Slug => $"new{name.Replace("-", "", StringComparison.Ordinal)[..Math.Min(7, name.Replace("-", "", StringComparison.Ordinal).Length)]}";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var response = Succeeded(await resource.CreateAsync(stage.Properties(upstream!)), "the Create");
        var rule = await stage.RuleAsync(upstream: upstream);
        Expect.That(response.Data!["EcrRepositoryPrefix"] == stage.Prefix(), "Data.EcrRepositoryPrefix is another");
        Expect.That(response.Data["UpstreamRepositoryPrefix"] == "ROOT", "Data.UpstreamRepositoryPrefix isn't ROOT");
        Expect.That(response.Data["CreatedAt"].Length > 0, "Data.CreatedAt is empty");
        Expect.That(rule.CredentialArn == upstream!.CredentialArn, "the rule has another credential");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return upstream.CredentialArn is null ? "" : "validated";
    }
}

/// <summary>Create whose validation fails: the rule is deleted again.</summary>
internal sealed class RejectedCredential(Upstream? upstream) : Row
{
    public override string Name => "Create, the upstream rejects the credential: FAILED, nothing left";

    public override string? Missing => upstream is null ? "--rejected-secret REGISTRY=ARN" : null;

    public override string Slug => "rejected";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var response = Failed(await resource.CreateAsync(stage.Properties(upstream!)), "the Create");
        await stage.ExpectNoRuleAsync();
        await resource.DeleteAsync();
        return response.Reason!;
    }
}

/// <summary>Create with the same upstream and Adopt: the rule is adopted, and a Delete retains it.</summary>
internal sealed class Adopted : Row
{
    private RegistryRule? before;

    public override string Name => "Create, same upstream, Adopt: taken over; Delete: stays";

    public override string Slug => "adopt";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(Upstream.Quay);

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, more: ("OnExisting", "Adopt"))), "the Create");
        await stage.ExpectSameRuleAsync(before!);
        await resource.DeleteAsync();
        Expect.That(stage.HandlerWrites == 0, "the handler wrote to the rule");
        await stage.ExpectSameRuleAsync(before!);
        return "";
    }
}

/// <summary>Create with the same upstream, another credential and Adopt: the credential is updated in place, and a Delete retains the rule.</summary>
internal sealed class AdoptedWithAnotherCredential(Upstream? one, Upstream? other) : Row
{
    private RegistryRule? before;

    public override string Name => "Create, another credential, Adopt: updated in place; Delete: stays";

    public override string? Missing => one is null || other is null ? "two --secret of one registry" : null;

    public override string Slug => "adoptcred";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(one!);

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(other!, more: ("OnExisting", "Adopt"))), "the Create");
        await resource.DeleteAsync();
        var now = await stage.RuleAsync(upstream: other);
        Expect.That(now.CredentialArn == other!.CredentialArn, "the rule has the old credential");
        Expect.That(now.CreatedAt == before!.CreatedAt, "the rule was re-created");
        return "";
    }
}

/// <summary>A rule that was created with the name of another registry: the URL identifies its upstream, so it is adopted.</summary>
internal sealed class AdoptedByUrl : Row
{
    private RegistryRule? before;

    public override string Name => "Create, Adopt, a rule of the same URL with a wrong name: taken over; Delete: stays";

    public override string Slug => "wrongname";

    public override async Task PrepareAsync(Stage stage)
    {
        var reply = await stage.Registry.CreateAsync(stage.Prefix(), FactRows.Create(Upstream.Quay.Url, Upstream.K8s.Name), stage.CancellationToken);
        Expect.That(reply.Code is null, $"Amazon ECR refuses the name {Upstream.K8s.Name} for {Upstream.Quay.Url}: {reply.Code}: {reply.Text}");
        before = await stage.RuleAsync();
    }

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, more: ("OnExisting", "Adopt"))), "the Create");
        await resource.DeleteAsync();
        Expect.That(stage.HandlerWrites == 0, "the handler wrote to the rule");
        await stage.ExpectSameRuleAsync(before!);
        return $"Describe returns the name {before!.UpstreamRegistry ?? "none"}";
    }
}

/// <summary>Create, delivered twice: the second delivery finds the rule of the first.</summary>
internal sealed class RedeliveredCreate : Row
{
    public override string Name => "Create, delivered twice: success with the same id";

    public override string Slug => "twice";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var first = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        var rule = await stage.RuleAsync();
        var second = Succeeded(await resource.RedeliverAsync(), "the second delivery");
        Expect.That(second.PhysicalResourceId == first.PhysicalResourceId, $"the ids differ: {first.PhysicalResourceId}, {second.PhysicalResourceId}");
        await stage.ExpectSameRuleAsync(rule);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Create with an equal rule of another owner: FAILED, and its rollback retains the rule.</summary>
internal sealed class EqualRuleOfAnothers : Row
{
    private RegistryRule? before;

    public override string Name => "Create, an equal rule is there: FAILED; its rollback leaves it";

    public override string Slug => "equal";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(Upstream.Quay);

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Failed(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        await resource.DeleteAsync();
        await stage.ExpectSameRuleAsync(before!);
        return "";
    }
}

/// <summary>Create with a rule with another upstream: FAILED, with or without Adopt.</summary>
internal sealed class OtherUpstreamIsNotAdopted : Row
{
    private RegistryRule? before;

    public override string Name => "Create, Adopt, a rule with another upstream: FAILED; it stays";

    public override string Slug => "other";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(Upstream.Quay);

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Failed(await resource.CreateAsync(stage.Properties(Upstream.K8s, more: ("OnExisting", "Adopt"))), "the Create");
        await resource.DeleteAsync();
        await stage.ExpectSameRuleAsync(before!);
        return "";
    }
}

/// <summary>Create with invalid properties: FAILED without a call, as is the Delete of the returned ID.</summary>
internal sealed class InvalidProperties : Row
{
    public override string Name => "Create, invalid properties: FAILED; its Delete succeeds; no call";

    public override string Slug => "invalid";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Failed(await resource.CreateAsync(stage.Properties(Upstream.Quay, more: ("UpstreamRegistry", "k8s"))), "the Create");
        await resource.DeleteAsync();
        Expect.That(stage.HandlerCalls == 0, $"the handler called ECR {stage.HandlerCalls} times");
        return "";
    }
}
