using EcrPtcLambda.Rules;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

/// <summary>Each row of the README's table of the lifecycle is what the planner decides.</summary>
public sealed class LifecycleTableTests
{
    private const string Header = "| CloudFormation asks for | and Amazon ECR has | what happens | plan |";

    private static readonly PullThroughCacheRule Adopting = DockerHub with { OnExisting = OnExisting.Adopt };
    private static readonly PullThroughCacheRule Rotated = DockerHub with { CredentialArn = OtherSecret };
    private static readonly PullThroughCacheRule OtherUpstream = DockerHub with { UpstreamRegistryUrl = "ghcr.io", UpstreamRegistry = "github-container-registry" };
    private static readonly PullThroughCacheRule Moved = DockerHub with { Key = new(Account, "hub") };

    private static readonly LiveRule Own = Live(DockerHub);
    private static readonly LiveRule MadeAnew = Live(DockerHub, Now.AddDays(-1));
    private static readonly LiveRule MadeByThisRequest = Live(DockerHub, Now.AddSeconds(1));
    private static readonly PhysicalResourceId.OfRule OwnId = new(Own.Instance);
    private static readonly PhysicalResourceId.OfRule AdoptedId = new(Own.Instance, IsAdopted: true);
    private static readonly PhysicalResourceId.OfRule MovedId = new(new(Moved.Key, Now.AddHours(-1)), Predecessor: new(Own.Instance, IsAdopted: false));

    // As the README has them, from the first row to the last; one plan for each of a row's cases.
    private static readonly (string Event, string Live, Plan[] Plans)[] Rows =
    [
        ("Create", "no rule", [Create(DockerHub, null)]),
        ("Create with OnExisting: Adopt", "a rule with the same upstream", [Create(Adopting, Own), Create(Rotated with { OnExisting = OnExisting.Adopt }, Own)]),
        ("Create", "the rule as asked for, created at or after this request", [Create(DockerHub, MadeByThisRequest)]),
        ("Create", "any other rule under the prefix", [Create(DockerHub, Own)]),
        ("Update, same prefix", "the ID's rule, equal", [Update(DockerHub, OwnId, Own), Update(Rotated, OwnId, Live(Rotated, updatedAt: Now.AddSeconds(1)), isRedelivery: true)]),
        ("Update, same prefix", "the ID's rule with another credential or role", [Update(Rotated, OwnId, Own)]),
        ("Update, same prefix", "the ID's rule with another upstream or upstream prefix, or with a credential or role that is to be taken away", [Update(OtherUpstream, OwnId, Own)]),
        (
            "Update, same prefix",
            "another rule: someone made it anew, or a failed update put the old one back",
            [Update(DockerHub, OwnId, MadeAnew), Update(Rotated, OwnId, MadeAnew), Update(OtherUpstream, OwnId, MadeAnew)]),
        (
            "Update, same prefix",
            "a rule that was changed after this request, to neither what it was nor what it was to become",
            [Update(Rotated, OwnId, Live(OtherUpstream, updatedAt: Now.AddSeconds(30)), isRedelivery: true)]),
        ("Update, same prefix", "no rule: someone deleted it", [Update(DockerHub, OwnId, null)]),
        ("Update that takes OnExisting: Adopt out", "the adopted rule", [Update(DockerHub, AdoptedId, Own)]),
        ("Update to a new prefix or registry", "no rule there", [Update(Moved, OwnId, null)]),
        (
            "Update to a new prefix or registry",
            "the rule that the ID names as its predecessor",
            [Update(DockerHub, MovedId, Own), Update(Rotated, MovedId, Own), Update(OtherUpstream, MovedId, Own)]),
        ("Update to a new prefix or registry", "the rule as asked for, created since this request", [Update(Moved, OwnId, Live(Moved, Now.AddSeconds(1)))]),
        (
            "Update to a new prefix or registry",
            "any other rule, an equal one too",
            [
                Update(Moved, OwnId, Live(Moved)),
                Update(Moved with { OnExisting = OnExisting.Adopt }, OwnId, Live(Moved)),
                Update(Moved with { OnExisting = OnExisting.Adopt, CredentialArn = OtherSecret }, OwnId, Live(Moved)),
            ]),
        ("Delete", "the ID's rule", [Delete(Own)]),
        ("Delete", "another rule, or one created after this request", [Delete(MadeAnew), Delete(Live(DockerHub, Now.AddSeconds(30)), Now.AddSeconds(30))]),
        ("Delete", "none that Describe shows", [Delete(null), Delete(null, Now.AddSeconds(-30))]),
    ];

    [Fact]
    public void Each_row_is_what_the_planner_decides() =>
        ReadmeRows().Where(row => !IsDecidedElsewhere(row)).Select(row => (row.Event, row.Live, row.Plan))
            .ShouldBe(Rows.Select(row => (row.Event, row.Live, string.Join(", ", row.Plans.Select(plan => plan.Name).Distinct()))));

    [Fact]
    public void An_adopted_rule_is_ignored_by_a_Delete_as_its_row_says()
    {
        AdoptedId.IsKeptOnDelete(OnExisting.Fail).ShouldBeTrue();
        ReadmeRows().Single(row => row.Live == "the ID's rule, adopted").Plan.ShouldBe(nameof(Plan.Ignore));
    }

    [Fact]
    public void Every_plan_is_in_the_table() =>
        ReadmeRows().SelectMany(row => row.Plan.Split(", ")).Where(plan => plan != "any").Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(typeof(Plan).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal));

    // What comes of a failure is the executor's, and what is adopted is kept before the planner is asked.
    private static bool IsDecidedElsewhere((string Event, string Live, string Plan) row) => row.Plan == "any" || row.Live == "the ID's rule, adopted";

    private static IEnumerable<(string Event, string Live, string Plan)> ReadmeRows() => File.ReadLines(Path.Combine(Repository.Root, "README.md"))
        .SkipWhile(line => line != Header)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Replace("`", "", StringComparison.Ordinal).Trim('|', ' ').Split(" | "))
        .Select(cells => (cells[0], cells[1], cells[3]));

    private static Plan Create(PullThroughCacheRule desired, LiveRule? live) => Planner.ForCreate(desired, live, Birth);

    private static Plan Update(PullThroughCacheRule desired, PhysicalResourceId.OfRule id, LiveRule? live, bool isRedelivery = false) =>
        Planner.ForUpdate(new(desired, DockerHub, Birth, isRedelivery), new(id.Format(Home), id), live);

    private static Plan Delete(LiveRule? live, DateTimeOffset? createdAt = null) =>
        Planner.ForDelete(createdAt is { } moment ? new(new RuleInstance(DockerHub.Key, moment)) : OwnId, live, Birth, DockerHub, Now);
}
