using System.Globalization;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator.Ecr;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>A random template: rules by logical ID, of which some depend on others.</summary>
internal sealed record StackChoice(IReadOnlyList<(string LogicalId, RuleChoice Rule)> Resources)
{
    private const int Most = 4;

    public static StackChoice Empty { get; } = new([]);

    /// <summary>The logical IDs that resources depend on.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; init; } = new Dictionary<string, string>();

    public RuleChoice? this[string logicalId] => Resources.FirstOrDefault(each => each.LogicalId == logicalId).Rule;

    /// <summary>The next template of the stack: it moves rules onto each other and onto what is there, renames, adopts, retains, adds and removes.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="live">What is in ECR, whoever made it.</param>
    public StackChoice Next(Random dice, IReadOnlyList<EmulatedRule> live)
    {
        var next = Resources.ToList();
        for (var left = next.Count == 0 ? 1 + dice.Next(3) : dice.Next(4); left > 0 || next.Count == 0; left--)
        {
            Change(next, dice, live);
        }

        // Whatever came before it is rolled back.
        if (dice.Next(4) == 0)
        {
            next.Insert(dice.Next(next.Count + 1), (AnyId(next, dice), new("zz", RuleChoice.WrongUpstream)));
        }

        if (dice.Next(4) == 0)
        {
            var order = next.ToArray();
            dice.Shuffle(order);
            next = [.. order];
        }

        var dependencies = new Dictionary<string, string>();
        for (var index = 1; index < next.Count; index++)
        {
            if (dice.Next(3) == 0)
            {
                dependencies.Add(next[index].LogicalId, next[dice.Next(index)].LogicalId);
            }
        }

        return new(next) { Dependencies = dependencies };
    }

    public string ToJson() =>
        new JsonObject
        {
            [nameof(Resources)] = new JsonObject(Resources.Select(each => KeyValuePair.Create(each.LogicalId, (JsonNode?)ToResource(each.LogicalId, each.Rule)))),
        }.ToJsonString();

    private JsonObject ToResource(string logicalId, RuleChoice rule)
    {
        var resource = rule.ToResource();
        if (Dependencies.TryGetValue(logicalId, out var dependency))
        {
            resource["DependsOn"] = dependency;
        }

        return resource;
    }

    private static void Change(List<(string LogicalId, RuleChoice Rule)> next, Random dice, IReadOnlyList<EmulatedRule> live)
    {
        var one = next.Count == 0 ? 0 : dice.Next(next.Count);
        var other = next.Count == 0 ? 0 : dice.Next(next.Count);
        switch (dice.Next(next.Count == 0 ? 2 : 16))
        {
            case 0 or 1 or 2 when next.Count < Most:
                next.Add((AnyId(next, dice), dice.Next(3) == 0 ? Meeting(RuleChoice.Any(dice, RuleChoice.AnyPrefix(dice)), dice, live) : RuleChoice.Any(dice, Free(next, dice))));
                break;
            case 3:
                next.RemoveAt(one);
                break;
            case 4:
                var (first, second) = (next[one].Rule, next[other].Rule);
                Move(next, one, second, dice);
                Move(next, other, first, dice);
                break;
            case 5:
                var place = next[other].Rule;
                Move(next, other, place with { Prefix = RuleChoice.AnyPrefix(dice) }, dice);
                Move(next, one, place, dice);
                break;
            case 6:
                Move(next, one, next[other].Rule, dice);
                break;
            case 7 or 8:
                next[one] = (next[one].LogicalId, Meeting(next[one].Rule, dice, live));
                break;
            case 9:
                Move(next, one, next[one].Rule with { Prefix = Free(next, dice) }, dice);
                break;
            case 10:
                next[one] = (AnyId(next, dice), dice.Next(3) == 0 ? next[one].Rule : next[one].Rule with { OnExisting = "Adopt" });
                break;
            case 11:
                next[one] = (next[one].LogicalId, next[one].Rule with { DeletionPolicy = "Retain", UpdateReplacePolicy = dice.Next(2) == 0 ? "Retain" : "Delete" });
                break;
            case 12 or 13:
                next[one] = (next[one].LogicalId, next[one].Rule with { OnExisting = next[one].Rule.IsAdopting ? null : "Adopt" });
                break;
            default:
                next[one] = (next[one].LogicalId, next[one].Rule.Changed(dice));
                break;
        }
    }

    // Only the place, or all that the other asks for, so that its rule is taken for this one's if anything does.
    private static void Move(List<(string LogicalId, RuleChoice Rule)> next, int index, RuleChoice place, Random dice)
    {
        var rule = next[index].Rule;
        next[index] = (next[index].LogicalId, dice.Next(3) == 0
            ? place with { OnExisting = rule.OnExisting, DeletionPolicy = rule.DeletionPolicy, UpdateReplacePolicy = rule.UpdateReplacePolicy }
            : rule with { Prefix = place.Prefix, RegistryId = rule.CredentialArn is null ? place.RegistryId : null });
    }

    // Onto a rule that is there, whosever it is.
    private static RuleChoice Meeting(RuleChoice rule, Random dice, IReadOnlyList<EmulatedRule> live) => live.Count == 0
        ? rule
        : RuleChoice.From(live[dice.Next(live.Count)]) is var there && dice.Next(3) > 0
            ? there with { OnExisting = dice.Next(2) == 0 ? "Adopt" : rule.OnExisting, DeletionPolicy = rule.DeletionPolicy, UpdateReplacePolicy = rule.UpdateReplacePolicy }
            : rule with { Prefix = there.Prefix, OnExisting = dice.Next(2) == 0 ? "Adopt" : rule.OnExisting };

    private static string Free(List<(string LogicalId, RuleChoice Rule)> next, Random dice) =>
        RuleChoice.Prefixes.Where(prefix => next.All(each => each.Rule.Prefix != prefix)).ToList() is { Count: > 0 } free
            ? free[dice.Next(free.Count)]
            : RuleChoice.AnyPrefix(dice);

    private static string AnyId(List<(string LogicalId, RuleChoice Rule)> next, Random dice)
    {
        while (true)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"R{dice.Next(8)}");
            if (next.All(each => each.LogicalId != id))
            {
                return id;
            }
        }
    }
}
