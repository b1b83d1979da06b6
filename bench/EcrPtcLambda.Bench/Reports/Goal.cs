using System.Globalization;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>What the product is to come to in one run.</summary>
/// <param name="Title">In words.</param>
/// <param name="Limit">The most that it may be.</param>
/// <param name="Measured">What it was; null where it wasn't measured.</param>
internal sealed record Goal(string Title, double Limit, double? Measured)
{
    /// <summary>Whether it was met; null where nothing was measured.</summary>
    public bool? Holds => Measured is { } measured ? measured <= Limit : null;

    /// <summary>All of them, as a table.</summary>
    public static string Table(IEnumerable<Goal> goals)
    {
        var table = new MarkdownTable("goal", "at most", "measured", "holds");
        foreach (var goal in goals)
        {
            table.Add(
                goal.Title,
                goal.Limit.ToString("0.##", CultureInfo.InvariantCulture),
                goal.Measured?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not measured",
                goal.Holds switch { true => "yes", false => "no", null => "not measured" });
        }

        return table.ToString();
    }
}
