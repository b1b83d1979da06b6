using EcrPtcLambda.Acceptance.Aws;
using static EcrPtcLambda.Acceptance.Rows.StackResource;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>Delete with another instance under the prefix: the instance is retained.</summary>
internal sealed class AnotherInstance : Row
{
    public override string Name => "Delete, the rule was re-created by hand: it stays";

    public override string Slug => "anew";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        await stage.WaitAsync(3);
        await stage.DeleteByHandAsync();
        await stage.ExpectNoRuleAsync();
        var made = await stage.MakeByHandAsync(Upstream.K8s);
        await resource.DeleteAsync();
        await stage.ExpectSameRuleAsync(made);
        return "";
    }
}

/// <summary>Delete without a rule: success.</summary>
internal sealed class DeletedByHand : Row
{
    public override string Name => "Delete, the rule was deleted by hand: success";

    public override string Slug => "gone";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var resource = stage.NewResource();
        Succeeded(await resource.CreateAsync(stage.Properties(Upstream.Quay)), "the Create");
        await stage.DeleteByHandAsync();
        await stage.ExpectNoRuleAsync();
        await resource.DeleteAsync();
        return "";
    }
}

/// <summary>Delete with an ID that CloudFormation generated: no rule is deleted.</summary>
internal sealed class MadeUpId : Row
{
    private RegistryRule? before;

    public override string Name => "Delete, an id that CloudFormation made up: no rule is deleted";

    public override string Slug => "madeup";

    public override async Task PrepareAsync(Stage stage) => before = await stage.MakeByHandAsync(Upstream.Quay);

    public override async Task<string> LiveAsync(Stage stage)
    {
        await stage.NewResource().DeleteByMadeUpIdAsync(stage.Properties(Upstream.Quay));
        Expect.That(stage.HandlerWrites == 0, "the handler wrote to the rule");
        await stage.ExpectSameRuleAsync(before!);
        return "";
    }
}
