using System.Text.Json.Nodes;
using Amazon;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>Values that the rows about Amazon ECR share.</summary>
internal static class FactRows
{
    /// <summary>Returns the ARN of a missing secret in the stage's registry.</summary>
    public static string MissingSecret(Stage stage) =>
        $"arn:{RegionEndpoint.GetBySystemName(stage.Region).PartitionName}:secretsmanager:{stage.Region}:{stage.Registry.AccountId}:secret:ecr-pullthroughcache/ptc-acc-none-AbCdEf";

    /// <summary>Returns the members of a Create for an upstream.</summary>
    public static JsonObject Create(string url, string? name = null, string? credentialArn = null, string? roleArn = null)
    {
        var members = new JsonObject { ["upstreamRegistryUrl"] = url };
        foreach (var (member, value) in new[] { ("upstreamRegistry", name), ("credentialArn", credentialArn), ("customRoleArn", roleArn) })
        {
            if (value is not null)
            {
                members[member] = value;
            }
        }

        return members;
    }
}

/// <summary>The identity of a rule depends on it: Create and Describe return the same creation time.</summary>
internal sealed class SameCreatedAt : Row
{
    public override string Name => "Amazon ECR: Create and Describe return the same createdAt";

    public override string Slug => "moment";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var reply = await stage.Registry.CreateAsync(stage.Prefix(), FactRows.Create("quay.io"), stage.CancellationToken);
        Expect.That(reply.Code is null, $"{reply.Code}: {reply.Text}");
        var created = reply.Json["createdAt"]?.ToJsonString();
        var described = await stage.RuleAsync();
        Expect.That(created is not null, "Create returns no createdAt");
        var difference = Math.Abs(described.CreatedAt - decimal.Parse(created!, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));
        Expect.That(difference <= 1, $"Create returns {created}, Describe {described.CreatedAt}");
        return difference == 0 ? "to the digit" : $"{difference} s apart";
    }
}

/// <summary>The upstream prefix of a rule that was created without one.</summary>
internal sealed class NoUpstreamPrefix : Row
{
    public override string Name => "Amazon ECR: a rule without an upstream prefix counts as one with ROOT";

    public override string Slug => "noprefix";

    public override async Task<string> LiveAsync(Stage stage)
    {
        var rule = await stage.MakeByHandAsync(Upstream.Quay);
        Expect.That(rule.UpstreamRepositoryPrefix is null or "ROOT", $"Describe returns {rule.UpstreamRepositoryPrefix}");
        return rule.UpstreamRepositoryPrefix is null ? "Describe returns none" : "Describe returns ROOT";
    }
}

/// <summary>A trailing slash of a prefix.</summary>
internal sealed class SlashBehindPrefix : Row
{
    public override string Name => "Amazon ECR: x and x/ are one rule";

    public override string Slug => "slash";

    public override async Task<string> LiveAsync(Stage stage)
    {
        await stage.MakeByHandAsync(Upstream.Quay);
        var second = await stage.Registry.CreateAsync(stage.Prefix("/"), FactRows.Create("quay.io"), stage.CancellationToken);
        Expect.That(second.Code == "PullThroughCacheRuleAlreadyExistsException", $"a Create of x/ after x returns {second.Code ?? "success"}: {second.Text}");
        return second.Text;
    }
}

/// <summary>Validate for a rule without a credential.</summary>
internal sealed class ValidateWithoutCredential : Row
{
    public override string Name => "Amazon ECR: Validate succeeds for a rule without a credential";

    public override string Slug => "validate";

    public override async Task<string> LiveAsync(Stage stage)
    {
        await stage.MakeByHandAsync(Upstream.Quay);
        var reply = await stage.Registry.ValidateAsync(stage.Prefix(), stage.CancellationToken);
        Expect.That(reply.Code is null, $"{reply.Code}: {reply.Text}");
        return $"isValid {reply.Json["isValid"]?.ToJsonString() ?? "missing"} {reply.Json["failure"]?.GetValue<string>()}".TrimEnd();
    }
}

/// <summary>A Create that Amazon ECR rejects. The code is checked if it is published; the recording contains the message.</summary>
/// <param name="what">The error.</param>
/// <param name="slug">The row's prefix.</param>
/// <param name="code">The published error code. Null if there is none.</param>
/// <param name="url">The upstream URL.</param>
internal sealed class RefusedCreate(string what, string slug, string? code, string url, string? name = null,
    bool hasMissingSecret = false, string? credentialArn = null, bool hasRole = false) : Row
{
    public override string Name => $"Amazon ECR rejects: {what}";

    public override string Slug => slug;

    public override async Task<string> LiveAsync(Stage stage)
    {
        var partition = RegionEndpoint.GetBySystemName(stage.Region).PartitionName;
        var reply = await stage.Registry.CreateAsync(
            stage.Prefix(),
            FactRows.Create(
                url,
                name,
                hasMissingSecret ? FactRows.MissingSecret(stage) : credentialArn,
                hasRole ? $"arn:{partition}:iam::{stage.Registry.AccountId}:role/ptc-acc-none" : null),
            stage.CancellationToken);
        Expect.That(reply.Code is not null, "it created the rule");
        Expect.That(code is null || reply.Code == code, $"{reply.Code}: {reply.Text}");
        return $"{reply.Code}: {reply.Text}";
    }
}

/// <summary>Errors of Amazon ECR about existing and missing rules.</summary>
internal sealed class RefusedOtherwise : Row
{
    public override string Name => "Amazon ECR rejects: an Update without changes, a second Create and a second Delete";

    public override string Slug => "refused";

    public override async Task<string> LiveAsync(Stage stage)
    {
        await stage.MakeByHandAsync(Upstream.Quay);
        var update = await stage.Registry.UpdateAsync(stage.Prefix(), stage.CancellationToken);
        Expect.That(update.Code == "InvalidParameterException", $"the Update returns {update.Code ?? "success"}: {update.Text}");
        var create = await stage.Registry.CreateAsync(stage.Prefix(), FactRows.Create("quay.io"), stage.CancellationToken);
        Expect.That(create.Code == "PullThroughCacheRuleAlreadyExistsException", $"the Create returns {create.Code ?? "success"}: {create.Text}");
        await stage.DeleteByHandAsync();
        await stage.ExpectNoRuleAsync();
        var delete = await stage.Registry.DeleteAsync(stage.Prefix(), stage.CancellationToken);
        Expect.That(delete.Code == "PullThroughCacheRuleNotFoundException", $"the Delete returns {delete.Code ?? "success"}: {delete.Text}");
        return "";
    }
}
