using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Aws;
using static EcrPtcLambda.Acceptance.Rows.StackResource;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>Update to equal properties: nothing is written.</summary>
internal sealed class UpdatedToTheSame : Row
{
    public override string Name => "Update, nothing of the rule changes: no write, the same id";

    public override string Slug => "same";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        var rule = await stage.RuleAsync();
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, more: ("ValidateUpstream", "false"))), "the Update");
        Expect.That(updated.PhysicalResourceId == created.PhysicalResourceId, "the id is another");
        await stage.ExpectSameRuleAsync(rule);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update of the credential: in place.</summary>
internal sealed class CredentialChanged(Upstream? one, Upstream? other) : Row
{
    public override string Name => "Update, another credential: in place, the same id";

    public override string? Missing => one is null || other is null ? "two --secret of one registry" : null;

    public override string Slug => "rotated";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(one!)), "the Create");
        var rule = await stage.RuleAsync();
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(other!)), "the Update");
        Expect.That(updated.PhysicalResourceId == created.PhysicalResourceId, "the id is another");
        var now = await stage.RuleAsync();
        Expect.That(now.CredentialArn == other!.CredentialArn, "the rule has the old credential");
        Expect.That(now.CreatedAt == rule.CreatedAt, "the rule was re-created");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update of the upstream: the rule is replaced under the same prefix.</summary>
internal sealed class Replaced : Row
{
    public override string Name => "Update, another upstream: replaced; a new id; the clean-up leaves the new rule";

    public override string Slug => "replaced";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        var old = await stage.RuleAsync();
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.K8s)), "the Update");
        var replaced = await stage.RuleAsync(upstream: Upstream.K8s);
        Expect.That(replaced.CreatedAt != old.CreatedAt, "the rule wasn't re-created");
        await resource.CleanUpAsync();
        await stage.ExpectSameRuleAsync(replaced);
        Expect.That(updated.PhysicalResourceId != created.PhysicalResourceId, "the new rule has the old one's id");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update that takes the credential away with its upstream: Amazon ECR can't remove it in place, so the rule is replaced.</summary>
internal sealed class CredentialTakenAway(Upstream? upstream) : Row
{
    public override string Name => "Update, a credential taken away: replaced; a new id; the clean-up leaves the new rule";

    public override string? Missing => upstream is null ? "--secret REGISTRY=ARN" : null;

    public override string Slug => "takenaway";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(upstream!)), "the Create");
        await stage.RuleAsync(upstream: upstream);
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay)), "the Update");
        await resource.CleanUpAsync();
        var rule = await stage.RuleAsync(upstream: Upstream.Quay);
        Expect.That(rule.CredentialArn is null, "the rule has the credential still");
        Expect.That(updated.PhysicalResourceId != created.PhysicalResourceId, "the new rule has the old one's id");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update of the upstream prefix: the rule is replaced as well.</summary>
internal sealed class UpstreamPrefixChanged(Upstream? ecr) : Row
{
    public override string Name => "Update, another upstream prefix: replaced (ecr)";

    public override string? Missing => ecr is null ? "a second Region in the partition" : null;

    public override string Slug => "upprefix";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(ecr!)), "the Create");
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(ecr!, more: ("UpstreamRepositoryPrefix", "team"))), "the Update");
        Expect.That(updated.Data!["UpstreamRepositoryPrefix"] == "team", "Data.UpstreamRepositoryPrefix isn't the new one");
        await resource.CleanUpAsync();
        var rule = await stage.RuleAsync();
        Expect.That(rule.UpstreamRepositoryPrefix == "team", $"the rule's upstream prefix is {rule.UpstreamRepositoryPrefix}");
        Expect.That(updated.PhysicalResourceId != created.PhysicalResourceId, "the new rule has the old one's id");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update whose replacement fails: the old rule is restored, and the rollback retains it.</summary>
internal sealed class PutBack : Row
{
    public override string Name => "Update, the replacement fails: the old rule is put back; the rollback keeps it";

    public override string Slug => "putback";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var before = stage.Properties(Upstream.Quay);
        Succeeded(await resource.CreateAsync(before), "the Create");
        var id = resource.PhysicalId;
        var response = Failed(await resource.UpdateAsync(stage.Properties(Upstream.EcrPublic with { Name = "docker-hub", Url = "registry-1.docker.io", CredentialArn = FactRows.MissingSecret(stage) })), "the Update");
        Expect.That(response.PhysicalResourceId == id, "the failed Update's id is another");
        await stage.RuleAsync(upstream: Upstream.Quay);
        Succeeded(await resource.RollBackAsync(before), "the rollback");
        await resource.CleanUpAsync();
        await stage.RuleAsync(upstream: Upstream.Quay);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return response.Reason!;
    }
}

/// <summary>Update after the rule was recreated outside the stack: the prefix belongs to the stack.</summary>
internal sealed class MadeAnewByHand : Row
{
    public override string Name => "Update, the rule was re-created by hand: it counts as the stack's; Delete: gone";

    public override string Slug => "byhand";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        var rule = await stage.RuleAsync();
        await stage.WaitAsync(3);
        await stage.DeleteByHandAsync();
        await stage.ExpectNoRuleAsync();
        var made = await stage.MakeByHandAsync(Upstream.Quay);
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, more: ("ValidateUpstream", "false"))), "the Update");
        Stage.ExpectIdOf(created, rule, updated, made);
        await resource.CleanUpAsync();
        await stage.ExpectSameRuleAsync(made);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update after the rule was deleted: it is created again.</summary>
internal sealed class CreatedAgain : Row
{
    public override string Name => "Update, the rule was deleted by hand: made again; the clean-up leaves it";

    public override string Slug => "again";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        var rule = await stage.RuleAsync();
        await stage.WaitAsync(3);
        await stage.DeleteByHandAsync();
        await stage.ExpectNoRuleAsync();
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, more: ("ValidateUpstream", "false"))), "the Update");
        var made = await stage.RuleAsync();
        await resource.CleanUpAsync();
        await stage.ExpectSameRuleAsync(made);
        Stage.ExpectIdOf(created, rule, updated, made);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update that removes Adopt: from then on the rule is deleted with the stack.</summary>
internal sealed class AdoptTakenOut : Row
{
    private RegistryRule? before;

    public override string Name => "Update that takes Adopt out: no write; the clean-up leaves the rule; Delete: gone";

    public override string Slug => "owned";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(Upstream.Quay);

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, more: ("OnExisting", "Adopt"))), "the Create");
        var id = resource.PhysicalId;
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay)), "the Update");
        await resource.CleanUpAsync();
        Expect.That(stage.HandlerWrites == 0, "the handler wrote to the rule");
        await stage.ExpectSameRuleAsync(before!);
        Expect.That(updated.PhysicalResourceId != id, "the id still says that the rule is adopted");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}

/// <summary>Update to a new prefix without a rule: the rule is created, and the cleanup deletes the old rule.</summary>
internal sealed class Moved : Row
{
    public override string Name => "Update, a new prefix: made under a new id; the clean-up deletes the old rule";

    public override string Slug => "moved";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var created = Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, "a")), "the Create");
        var updated = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, "b")), "the Update");
        Expect.That(updated.PhysicalResourceId != created.PhysicalResourceId, "the new rule has the old one's id");
        await stage.RuleAsync("a");
        await stage.RuleAsync("b");
        await resource.CleanUpAsync();
        await stage.ExpectNoRuleAsync("a");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync("b");
        return "";
    }
}

/// <summary>Update to a new prefix, rolled back: the rollback finds its own old rule.</summary>
internal sealed class MovedAndRolledBack : Row
{
    public override string Name => "Update to a new prefix, rolled back: the old rule stays, the new one goes";

    public override string Slug => "movedback";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var before = stage.Properties(Upstream.Quay, "a");
        Succeeded(await resource.CreateAsync(before), "the Create");
        var old = await stage.RuleAsync("a");
        await stage.WaitAsync(4);
        Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, "b")), "the Update");
        Succeeded(await resource.RollBackAsync(before), "the rollback");
        await resource.CleanUpAsync();
        await stage.ExpectNoRuleAsync("b");
        await stage.ExpectSameRuleAsync(old, "a");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync("a");
        return "";
    }
}

/// <summary>Update to a new prefix, delivered twice.</summary>
internal sealed class MovedTwice : Row
{
    public override string Name => "Update to a new prefix, delivered twice: success with the same id";

    public override string Slug => "movedtwice";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, "a")), "the Create");
        var first = Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, "b")), "the Update");
        var rule = await stage.RuleAsync("b");
        var second = Succeeded(await resource.RedeliverAsync(), "the second delivery");
        Expect.That(second.PhysicalResourceId == first.PhysicalResourceId, $"the ids differ: {first.PhysicalResourceId}, {second.PhysicalResourceId}");
        await stage.ExpectSameRuleAsync(rule, "b");
        await resource.CleanUpAsync();
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync("a");
        await stage.ExpectNoRuleAsync("b");
        return "";
    }
}

/// <summary>Update to the prefix of another owner's rule, even an equal one: FAILED, both rules are retained.</summary>
internal sealed class MovedOntoAnothers : Row
{
    private RegistryRule? others;

    public override string Name => "Update, a new prefix with an equal rule of another owner: FAILED; both stay";

    public override string Slug => "taken";

    public override async Task PrepareAsync(Stage stage) => others = await stage.MakeByHandAsync(Upstream.Quay, "b");

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        var before = stage.Properties(Upstream.Quay, "a");
        Succeeded(await resource.CreateAsync(before), "the Create");
        var own = await stage.RuleAsync("a");
        var id = resource.PhysicalId;
        var response = Failed(await resource.UpdateAsync(stage.Properties(Upstream.Quay, "b")), "the Update");
        Expect.That(response.PhysicalResourceId == id, "the failed Update's id is another");
        Succeeded(await resource.RollBackAsync(before), "the rollback");
        await resource.CleanUpAsync();
        await stage.ExpectSameRuleAsync(others!, "b");
        await stage.ExpectSameRuleAsync(own, "a");
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync("a");
        await stage.ExpectSameRuleAsync(others!, "b");
        return "";
    }
}

/// <summary>Update to the prefix of another owner's rule with Adopt: the rule is adopted, and a Delete retains it.</summary>
internal sealed class MovedAndAdopted : Row
{
    private RegistryRule? others;

    public override string Name => "Update, a new prefix, Adopt: taken over; the old rule goes; Delete: stays";

    public override string Slug => "movedadopt";

    public override async Task PrepareAsync(Stage stage) => others = await stage.MakeByHandAsync(Upstream.Quay, "b");

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay, "a")), "the Create");
        Succeeded(await resource.UpdateAsync(stage.Properties(Upstream.Quay, "b", ("OnExisting", "Adopt"))), "the Update");
        await resource.CleanUpAsync();
        await stage.ExpectNoRuleAsync("a");
        await resource.DeleteAsync();
        await stage.ExpectSameRuleAsync(others!, "b");
        return "";
    }
}

/// <summary>Update to invalid properties: FAILED with the old ID and without a call.</summary>
internal sealed class UpdatedToInvalid : Row
{
    public override string Name => "Update, invalid properties: FAILED with the old id; the rule stays";

    public override string Slug => "badupdate";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        JsonObject before = stage.Properties(Upstream.Quay);
        Succeeded(await resource.CreateAsync(before), "the Create");
        var rule = await stage.RuleAsync();
        var response = Failed(await resource.UpdateAsync(stage.Properties(Upstream.Quay, more: ("UpstreamRegistry", "k8s"))), "the Update");
        Expect.That(response.PhysicalResourceId == resource.PhysicalId, "the failed Update's id is another");
        Succeeded(await resource.RollBackAsync(before), "the rollback");
        await resource.CleanUpAsync();
        await stage.ExpectSameRuleAsync(rule);
        await resource.DeleteAsync();
        await stage.ExpectNoRuleAsync();
        return "";
    }
}
