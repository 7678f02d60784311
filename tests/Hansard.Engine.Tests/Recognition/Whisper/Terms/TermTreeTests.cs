using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Tests.Recognition.Whisper.Terms;

public sealed class TermTreeTests
{
    private static readonly WhisperTokenizer Tokenizer = WhisperTokenizer.Load(Path.Combine(Fixtures.Models, "whisper-base"));

    [Theory]
    [InlineData(" Zestoretic")]
    [InlineData("Zestoretic")]
    [InlineData(" zestoretic")]
    public void A_term_is_favoured_with_and_without_space_and_capital(string written)
    {
        var root = TermTree.Of(["Zestoretic"], Tokenizer);
        var tokens = Tokenizer.Encode(written);
        var bias = tokens.Aggregate(new TermBias(root, 0, 0), (b, token) => b.After(token, root));
        Assert.Equal(0, bias.Pending);
        Assert.True(bias.Kept > tokens.Count);
    }

    [Fact]
    public void A_term_that_is_not_completed_gives_nothing()
    {
        var root = TermTree.Of(["Zestoretic", "Zestful Living"], Tokenizer);
        var begun = Tokenizer.Encode(" Zestoretic").SkipLast(1).Aggregate(new TermBias(root, 0, 0), (b, token) => b.After(token, root));
        Assert.True(begun.Pending > 0);
        Assert.Equal(0, begun.After(Tokenizer.Encode(" and")[0], root).Total);
    }

    [Fact]
    public void Of_two_terms_the_longer_is_favoured_more()
    {
        var root = TermTree.Of(["San", "San Marino"], Tokenizer);
        var first = Tokenizer.Encode(" San").Aggregate(new TermBias(root, 0, 0), (b, token) => b.After(token, root));
        var both = Tokenizer.Encode(" San Marino").Aggregate(new TermBias(root, 0, 0), (b, token) => b.After(token, root));
        Assert.True(both.Kept > first.Kept && first.Kept > 0);
    }
}
