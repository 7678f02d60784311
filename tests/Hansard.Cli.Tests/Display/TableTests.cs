using Hansard.Cli.Display;

namespace Hansard.Cli.Tests.Display;

public sealed class TableTests
{
    private static readonly Column<string[]>[] Columns =
    [
        new("ID", row => row[0]),
        new("SIZE", row => row[1], Rank: 1) { IsRight = true },
        new("NAME", row => row[2]) { MayBeCut = true },
        new("NOTE", row => row[3], Rank: 2) { MayBeCut = true },
    ];

    private static readonly string[][] Rows =
    [
        ["0193a5b8", "53.9 MB", "A recording with a long name.flac", ""],
        ["0193a5b9", "7 B", "会議の録音です会議の録音です.mp3", "a note\u001b[2J"],
    ];

    [Fact]
    public void A_pipe_gets_everything_and_no_control_character()
        => Assert.Equal(
            """
            ID           SIZE  NAME                               NOTE
            0193a5b8  53.9 MB  A recording with a long name.flac
            0193a5b9      7 B  会議の録音です会議の録音です.mp3   a note?[2J

            """,
            Write(null));

    [Fact]
    public void A_terminal_gets_what_fits_names_are_cut_before_columns_are_left_out()
    {
        Assert.Equal(
            """
            ID           SIZE  NAME             NOTE
            0193a5b8  53.9 MB  A recording wi…
            0193a5b9      7 B  会議の録音です…  a note?[2J

            """,
            Write(46));
        Assert.Equal(
            """
            ID        NAME
            0193a5b8  A recording…
            0193a5b9  会議の録音…

            """,
            Write(22));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal(int width)
        => Assert.All(Write(width).Split('\n'), line => Assert.InRange(line.Sum(c => c > 0x2fff ? 2 : 1), 0, width));

    private static string Write(int? width)
    {
        var output = new StringWriter { NewLine = "\n" };
        Table.Write(output, Columns, Rows, width);
        return output.ToString();
    }
}
