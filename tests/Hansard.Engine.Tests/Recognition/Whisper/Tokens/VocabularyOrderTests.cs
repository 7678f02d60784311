using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Tests.Recognition.Whisper.Tokens;

public sealed class VocabularyOrderTests
{
    private const int EndOfText = 50257;
    private const int Count = 51865;

    private static readonly WhisperTokenizer Tokenizer = WhisperTokenizer.Load(Path.Combine(Fixtures.Models, "whisper-base"));
    private static readonly VocabularyOrder Order = VocabularyOrder.ByScript(Tokenizer, EndOfText, Count);

    [Fact]
    public void Every_token_has_a_place_and_those_that_any_text_may_have_come_first()
    {
        Assert.False(Order.IsNatural);
        Assert.Equal(Enumerable.Range(0, Count), Order.TokensAt.ToArray().Order());
        for (var token = 0; token < Count; token++)
        {
            Assert.Equal(token, Order.TokenAt(Order.PlaceOf(token)));
            var isForeign = WritingSystem.OfToken(Tokenizer.Bytes(token)) is not TokenScripts.None;
            Assert.Equal(isForeign, Order.PlaceOf(token) >= Order.Common);
        }
        // A seventh of the work, which is what this is for.
        Assert.InRange(Order.Common, 44_000, 45_000);
    }

    [Fact]
    public void Special_tokens_stay_side_by_side_at_the_end_of_the_common_ones()
        => Assert.Equal(
            Enumerable.Range(EndOfText, Count - EndOfText),
            Order.TokensAt[Order.PlaceOf(EndOfText)..Order.Common].ToArray());

    [Fact]
    public void Places_of_scripts_cover_all_that_is_foreign()
    {
        var at = 0;
        foreach (var (scripts, first, count) in Order.Scripts)
        {
            Assert.Equal(at, first);
            for (; at < first + count; at++)
                Assert.Equal(scripts, WritingSystem.OfToken(Tokenizer.Bytes(Order.TokenAt(Order.Common + at))));
        }
        Assert.Equal(Count - Order.Common, at);
    }

    [Fact]
    public void A_vocabulary_without_other_scripts_stays_as_it_is()
        => Assert.True(VocabularyOrder.ByScript(
            WhisperTokenizer.Load(Path.Combine(Fixtures.Models, "whisper-tiny.en")), 50256, 51864).IsNatural);

    [Fact]
    public void The_best_tokens_are_found_in_both_parts()
    {
        int[] tokens = [Tokenizer.Encode(" это")[0], Tokenizer.Encode(" the")[0], EndOfText, Tokenizer.Encode("我")[0]];
        var (common, foreign) = (new float[Order.Common], new float[Count - Order.Common]);
        var logits = new NextTokens(common, foreign, Order);
        for (var i = 0; i < tokens.Length; i++) logits[tokens[i]] = 10 - i;
        var best = new int[tokens.Length];
        Assert.Equal(tokens.Length, TopTokens.Select(logits, best));
        Assert.Equal(tokens, best);

        var latin = new NextTokens(common, [], Order);
        Assert.Equal(float.NegativeInfinity, latin[tokens[0]]);
        Assert.Equal(4, TopTokens.Select(latin, best));
        Assert.Equal([tokens[1], tokens[2]], best[..2]);
    }

    [Fact]
    public void Rules_and_sums_are_those_of_the_tokens_numbers()
    {
        var configuration = WhisperConfiguration.Load(Path.Combine(Fixtures.Models, "whisper-base"));
        var random = new Random(7);
        foreach (var timestamps in new[] { false, true })
        {
            foreach (int[] sequence in new int[][] { [], [500, 600], [50370], [50370, 500, 50400] })
            {
                float[] plain = [.. Enumerable.Range(0, Count).Select(_ => (float)(random.NextDouble() * 20))];
                var (common, foreign) = (new float[Order.Common], new float[Count - Order.Common]);
                var ordered = new NextTokens(common, foreign, Order);
                for (var token = 0; token < Count; token++) ordered[token] = plain[token];
                var rules = new TokenRules(configuration, timestamps);
                var (expected, found) = (rules.Apply(new NextTokens(plain), sequence), rules.Apply(ordered, sequence));
                Assert.Equal(expected.Allowed, found.Allowed, 1e-5);
                Assert.Equal(expected.Text, found.Text, 1e-5);
                Assert.Equal(plain, ordered.ByNumber(Count));
            }
        }
    }
}
