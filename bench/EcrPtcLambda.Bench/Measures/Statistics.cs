namespace EcrPtcLambda.Bench.Measures;

/// <summary>Statistics of measurements.</summary>
internal static class Statistics
{
    /// <summary>Returns the median.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = Sorted(values);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Returns the percentile by the nearest-rank method. The 99th percentile of fewer than 100 values is the maximum.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
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
