using EcrPtcLambda.Bench.Reports;

namespace EcrPtcLambda.Bench.Tests;

public sealed class MarkdownTableTests
{
    [Fact]
    public void Columns_have_one_width_and_numbers_stand_on_the_right()
    {
        var table = new MarkdownTable("who", "ms", "note");
        table.Add("ours", "9.5", "fast");
        table.Add("another one", "123.4 / 200.0", "");

        table.ToString().ShouldBe(
            """
            | who         |            ms | note |
            | ----------- | ------------: | ---- |
            | ours        |           9.5 | fast |
            | another one | 123.4 / 200.0 |      |

            """);
    }

    [Fact]
    public void A_cell_can_neither_end_its_row_nor_its_column()
    {
        var table = new MarkdownTable("why");
        table.Add("one|two\nthree");

        table.ToString().ShouldEndWith("| one\\|two three |\n");
    }

    [Fact]
    public void A_row_of_another_length_is_refused() => Should.Throw<ArgumentException>(() => new MarkdownTable("a", "b").Add("c"));
}
