using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Networks;

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

    [Fact]
    public void The_silence_before_the_release_of_a_stop_does_not_go_to_the_next_word()
    {
        // "not an": the t is closed from position 6 to 9, where no token looks, and released at 10 and 11; then comes "an".
        float[] not = [1, 1, 1, 1, 1, 1, 0.001f, 0.001f, 0.001f, 0.001f, 0.3f, 0.3f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.001f, 0.001f];
        float[] an = [0, 0, 0, 0, 0, 0, 0.002f, 0.002f, 0.002f, 0.002f, 0.1f, 0.1f, 1, 1, 1, 1, 1, 1, 0.1f, 0.1f];
        float[] end = [.. Enumerable.Repeat(0f, 18), 1, 1];
        using var pass = new OneHead(not, an, end, end);
        var matrix = AttentionMatrix.From(pass, promptLength: 1, seconds: 0.4);
        var starts = matrix.SpokenPositions([.. Enumerable.Repeat(true, 20)], [true, true, true]).Starts;
        Assert.InRange(starts[1], 11, 12);
        Assert.Equal(18, starts[2]);
    }

    [Fact]
    public void Attention_to_the_padding_counts_for_nothing()
    {
        using var pass = new OneHead([0.3f, 0.1f, 0.6f], [0.1f, 0.1f, 0.8f], [0.5f, 0.5f, 0]);
        var matrix = AttentionMatrix.From(pass, promptLength: 1, seconds: 0.04);
        Assert.Equal((2, 2), (matrix.Rows, matrix.Positions));
        Assert.Equal([0.75, 0.25, 0.5, 0.5], matrix.Values.Select(v => Math.Round(v, 6)));
    }

    private static AttentionMatrix Matrix(params double[][] rows)
        => new([.. rows.SelectMany(r => r.Select(v => v / r.Sum()))], rows.Length, rows[0].Length);

    /// <summary>A pass with one alignment head.</summary>
    private sealed class OneHead(params float[][] rows) : ForcedPass(rows.Length, rows[0].Length)
    {
        public override int Heads => 1;

        public override NextTokens After(int token) => new([]);

        public override ReadOnlySpan<float> Attention(int head) => rows.SelectMany(r => r).ToArray();

        public override void Dispose()
        {
        }
    }
}
