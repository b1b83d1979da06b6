namespace EcrPtcLambda.Bench.Measures;

/// <summary>What many measurements come to.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = Sorted(values);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The least one that so many percent are not above (nearest rank): of fewer than a hundred, the 99th is the greatest.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = Sorted(values);
        return sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
    }

    private static double[] Sorted(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length > 0 ? sorted : throw new ArgumentException("There is nothing to take a middle of.", nameof(values));
    }
}
