using Hansard.Engine.Recognition.Context;
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

    [Fact]
    public void A_prompt_has_the_terms_last_and_as_much_of_the_rest_as_fits()
    {
        var context = ContextTerms.From(
            new TranscriptionContext { Text = string.Join(' ', Enumerable.Repeat("long", 500)), General = [("topic", "diabetes"), ("blank", " ")], Terms = [" Zyrtec ", "", "zyrtec", "Celebrex"] },
            Tokenizer)!;
        Assert.Equal(["Zyrtec", "Celebrex"], context.All.Select(t => t.Text));
        var prompt = context.Prompt(context.All);
        var text = Tokenizer.Decode(prompt);
        Assert.InRange(prompt.Count, 90, 96);
        Assert.EndsWith(" long. topic: diabetes. Celebrex, Zyrtec,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_text_and_facts_are_listened_for_and_words_at_the_start_of_a_sentence_are_not()
    {
        var context = ContextTerms.From(
            new TranscriptionContext
            {
                General = [("doctor", "Dr. Martha Smith"), ("organization", "St John's Hospital"), ("topic", "diabetes")],
                Text = "Mr. David Miller came back. Noted: improved levels in Portland, Maine. Then Martha's test.",
                Terms = ["Zyrtec"],
            },
            Tokenizer)!;
        Assert.Equal(["Zyrtec"], context.Given.Select(t => t.Text));
        Assert.Equal(["Zyrtec", "Martha", "Smith", "John", "Hospital", "David", "Miller", "Portland", "Maine"], context.All.Select(t => t.Text));
    }

    [Fact]
    public void A_context_without_terms_and_names_has_nothing_to_listen_for()
        => Assert.Null(ContextTerms.From(new TranscriptionContext { Terms = [" ", "?!"], Text = "Nothing of note.", General = [("topic", "diabetes")] }, Tokenizer));
}
