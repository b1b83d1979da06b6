using System.Globalization;
using EcrPtcLambda.Acceptance.Rows;

namespace EcrPtcLambda.Acceptance;

/// <summary>The table of a run, written row by row.</summary>
internal sealed class Report(TextWriter output)
{
    private int passed;
    private int failed;
    private int skipped;

    /// <summary>The number of failed rows.</summary>
    public int Failed => failed;

    public void Line(string text = "") => output.WriteLine(text);

    public void Heading() => Line("result  seconds  row");

    public void Passed(Row row, TimeSpan took, string note)
    {
        passed++;
        Tell("pass", row, took, note);
    }

    public void Otherwise(Row row, TimeSpan took, string why)
    {
        failed++;
        Tell("FAIL", row, took, why);
    }

    public void Skipped(Row row, string missing)
    {
        skipped++;
        Tell("skip", row, TimeSpan.Zero, $"needs {missing}");
    }

    public void Sums() => Line(string.Create(CultureInfo.InvariantCulture, $"{passed} rows as they should be, {failed} otherwise, {skipped} skipped."));

    private void Tell(string result, Row row, TimeSpan took, string note)
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"{result,-6}  {took.TotalSeconds,7:0.0}  {row.Name}"));
        if (note.Length > 0)
        {
            Line($"                 {note.ReplaceLineEndings(" ")}");
        }
    }
}
