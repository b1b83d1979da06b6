using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>Each row of the decision table in docs/lifecycle.md is the decision of the planner.</summary>
public sealed class LifecycleTableTests
{
    private const string Header = "| request | rule in Amazon ECR | action | plan |";

    private static readonly PullThroughCacheRule Adopting = DockerHub with { OnExisting = OnExisting.Adopt };
    private static readonly PullThroughCacheRule Rotated = DockerHub with { CredentialArn = OtherSecret };
    private static readonly PullThroughCacheRule OtherUpstream = DockerHub with { UpstreamRegistryUrl = "ghcr.io", UpstreamRegistry = "github-container-registry" };
    private static readonly PullThroughCacheRule Moved = DockerHub with { Key = new(Account, "hub") };

    private static readonly LiveRule Own = Live(DockerHub);
    private static readonly LiveRule MadeAnew = Live(DockerHub, Now.AddDays(-1));
    private static readonly LiveRule MadeByThisRequest = Live(DockerHub, Now.AddSeconds(1));
    private static readonly PhysicalResourceId.Rule OwnId = new(Own.Instance);
    private static readonly PhysicalResourceId.Rule AdoptedId = new(Own.Instance, IsAdopted: true);
    private static readonly PhysicalResourceId.Rule MovedId = new(new(Moved.Key, Now.AddHours(-1)), Predecessor: new(Own.Instance, IsAdopted: false));

    // In the order of the documented table, with one plan for each case of a row.
    private static readonly (string Event, string Live, Plan[] Plans)[] Rows =
    [
        ("Create", "no rule", [Create(DockerHub, null)]),
        ("Create with OnExisting: Adopt", "a rule with the same upstream", [Create(Adopting, Own), Create(Rotated with { OnExisting = OnExisting.Adopt }, Own)]),
        ("Create", "a matching rule, created at or after the request", [Create(DockerHub, MadeByThisRequest)]),
        ("Create", "any other rule with the prefix", [Create(DockerHub, Own)]),
        ("Update, same prefix", "the rule of the ID, matching", [Update(DockerHub, OwnId, Own), Update(Rotated, OwnId, Live(Rotated, updatedAt: Now.AddSeconds(1)), isRedelivery: true)]),
        ("Update, same prefix", "the rule of the ID, with a different credential or role", [Update(Rotated, OwnId, Own)]),
        ("Update, same prefix", "the rule of the ID, with a different upstream or upstream prefix, or with a credential or role to remove", [Update(OtherUpstream, OwnId, Own)]),
        (
            "Update, same prefix",
            "another rule, created by another actor or by the rollback of a failed update",
            [Update(DockerHub, OwnId, MadeAnew), Update(Rotated, OwnId, MadeAnew), Update(OtherUpstream, OwnId, MadeAnew)]),
        (
            "Update, same prefix",
            "a rule that was changed after the request, and matches neither the previous nor the desired properties",
            [Update(Rotated, OwnId, Live(OtherUpstream, updatedAt: Now.AddSeconds(30)), isRedelivery: true)]),
        ("Update, same prefix", "no rule", [Update(DockerHub, OwnId, null)]),
        ("Update that removes OnExisting: Adopt", "the adopted rule", [Update(DockerHub, AdoptedId, Own)]),
        ("Update to a new prefix or registry", "no rule", [Update(Moved, OwnId, null)]),
        (
            "Update to a new prefix or registry",
            "the predecessor in the ID",
            [Update(DockerHub, MovedId, Own), Update(Rotated, MovedId, Own), Update(OtherUpstream, MovedId, Own)]),
        ("Update to a new prefix or registry", "a matching rule, created after the request", [Update(Moved, OwnId, Live(Moved, Now.AddSeconds(1)))]),
        (
            "Update to a new prefix or registry",
            "any other rule, including a matching rule",
            [
                Update(Moved, OwnId, Live(Moved)),
                Update(Moved with { OnExisting = OnExisting.Adopt }, OwnId, Live(Moved)),
                Update(Moved with { OnExisting = OnExisting.Adopt, CredentialArn = OtherSecret }, OwnId, Live(Moved)),
            ]),
        ("Delete", "the rule of the ID", [Delete(Own)]),
        ("Delete", "another rule, or a rule created after the request", [Delete(MadeAnew), Delete(Live(DockerHub, Now.AddSeconds(30)), Now.AddSeconds(30))]),
        ("Delete", "no rule in the Describe response", [Delete(null), Delete(null, Now.AddSeconds(-30))]),
    ];

    [Fact]
    public void Each_row_is_what_the_planner_decides() =>
        DocumentedRows().Where(row => !IsDecidedElsewhere(row)).Select(row => (row.Event, row.Live, row.Plan))
            .ShouldBe(Rows.Select(row => (row.Event, row.Live, string.Join(", ", row.Plans.Select(plan => plan.Name).Distinct()))));

    [Fact]
    public void An_adopted_rule_is_ignored_by_a_Delete_as_its_row_says()
    {
        AdoptedId.IsKeptOnDelete(OnExisting.Fail).ShouldBeTrue();
        DocumentedRows().Single(row => row.Live == "the rule of the ID, adopted").Plan.ShouldBe(nameof(Plan.Skip));
    }

    [Fact]
    public void Every_plan_is_in_the_table() =>
        DocumentedRows().SelectMany(row => row.Plan.Split(", ")).Where(plan => plan != "any").Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(typeof(Plan).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => !type.IsAbstract)
                .Select(type => type.Name).Order(StringComparer.Ordinal));

    // What comes of a failure is the executor's, and what is adopted is kept before the planner is asked.
    private static bool IsDecidedElsewhere((string Event, string Live, string Plan) row) => row.Plan == "any" || row.Live == "the rule of the ID, adopted";

    private static IEnumerable<(string Event, string Live, string Plan)> DocumentedRows() => File.ReadLines(Path.Combine(Repository.Root, "docs/lifecycle.md"))
        .SkipWhile(line => line != Header)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Replace("`", "", StringComparison.Ordinal).Trim('|', ' ').Split(" | "))
        .Select(cells => (cells[0], cells[1], cells[3]));

    private static Plan Create(PullThroughCacheRule desired, LiveRule? live) => Planner.PlanCreate(desired, live, Timestamp);

    private static Plan Update(PullThroughCacheRule desired, PhysicalResourceId.Rule id, LiveRule? live, bool isRedelivery = false) =>
        Planner.PlanUpdate(new(desired, DockerHub, Timestamp, isRedelivery), new(id.Format(Context), id), live);

    private static Plan Delete(LiveRule? live, DateTimeOffset? createdAt = null) =>
        Planner.PlanDelete(createdAt is { } moment ? new(new RuleInstance(DockerHub.Key, moment)) : OwnId, live, Timestamp, DockerHub, Now);
}
