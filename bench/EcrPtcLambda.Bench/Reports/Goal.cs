using System.Globalization;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>A goal for the product.</summary>
/// <param name="Title">The description.</param>
/// <param name="Limit">The maximum.</param>
/// <param name="Measured">The measured value. Null if it wasn't measured.</param>
internal sealed record Goal(string Title, double Limit, double? Measured)
{
    /// <summary>True if the goal is met. Null if it wasn't measured.</summary>
    public bool? Holds => Measured is { } measured ? measured <= Limit : null;

    /// <summary>Returns the goals as a table.</summary>
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
