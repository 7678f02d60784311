using Hansard.Engine.Recognition.Whisper.Alignment;

namespace Hansard.Engine.Tests.Recognition.Whisper.Alignment;

public sealed class AttentionMatrixTests
{
    // Two words and the end, over ten positions of which four are a pause. The decoder looks at the second word before it is said.
    private static readonly AttentionMatrix Early = Matrix(
        [1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 1, 1, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);

    private static readonly bool[] Spoken = [true, true, true, false, false, false, false, true, true, true];

    [Fact]
    public void A_pause_belongs_to_no_word()
    {
        var rows = Early.SpokenPositions(Spoken, [true, true, true]);
        Assert.Equal([0, 7, 8], rows.Starts);
        Assert.Equal([3, 8, 10], rows.Ends);
    }

    [Fact]
    public void What_does_not_begin_a_word_does_not_begin_after_a_pause()
    {
        // As a full stop, whose word has been said.
        var rows = Early.SpokenPositions(Spoken, [true, false, true]);
        Assert.Equal([0, 2, 7], rows.Starts);
        Assert.Equal([2, 3, 10], rows.Ends);
    }

    [Fact]
    public void Without_pauses_words_fill_the_window()
        => Assert.Equal([0, 2, 8], Early.SpokenPositions([.. Enumerable.Repeat(true, 10)], [true, true, true]).Starts);

    [Fact]
    public void More_tokens_than_positions_share_them()
    {
        var rows = Matrix([1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]).SpokenPositions([false, true, false], [true, true, true, true]);
        Assert.Equal([1, 1, 1, 1], rows.Starts);
    }

    private static AttentionMatrix Matrix(params double[][] rows) => new([.. rows.SelectMany(r => r)], rows.Length, rows[0].Length);
}
