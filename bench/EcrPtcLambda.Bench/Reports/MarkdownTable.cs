using System.Text;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>A Markdown table that is also readable in a terminal: columns have equal widths, and numbers are right-aligned.</summary>
/// <param name="head">The columns' names.</param>
internal sealed class MarkdownTable(params IReadOnlyList<string> head)
{
    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One cell for each column.</param>
    /// <exception cref="ArgumentException">The number of cells differs from the number of columns.</exception>
    public void Add(params IReadOnlyList<string> cells) => rows.Add(
        cells.Count == head.Count ? [.. cells.Select(Escape)] : throw new ArgumentException($"A row has {head.Count} cells.", nameof(cells)));

    /// <summary>Returns the lines, each with a line feed.</summary>
    public override string ToString()
    {
        int[] widths = [.. head.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Append(3).Max())];
        bool[] numbers = [.. head.Select((_, column) => rows.Count > 0 && rows[0][column] is [>= '0' and <= '9', ..])];
        var text = new StringBuilder();
        Append(head);
        Append([.. widths.Select((width, column) => numbers[column] ? new string('-', width - 1) + ':' : new string('-', width))]);
        rows.ForEach(Append);
        return text.ToString();

        void Append(IReadOnlyList<string> cells)
        {
            var padded = cells.Select((cell, column) => numbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append("| ").AppendJoin(" | ", padded).Append(" |\n");
        }
    }

    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
