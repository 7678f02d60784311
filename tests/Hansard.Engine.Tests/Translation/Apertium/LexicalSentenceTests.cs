using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Tests.Translation.Apertium;

public sealed class LexicalSentenceTests
{
    [Theory]
    [InlineData("^Você<prn><tn><p3><mf><sg>$ ^estar<vblex><pri><p3><sg>$ ^bem<adv>$^?<sent>$[]")]
    [InlineData(@"^*a\$b\<c$ \[ ^x<n><m><sg>$\^^.<sent>$")]
    [InlineData("[]")]
    [InlineData("^broken")]
    public void What_is_not_changed_is_written_as_it_was_read(string stream) => Assert.Equal(stream, LexicalSentence.Parse(stream).ToString());

    [Fact]
    public void Words_are_left_out_put_in_and_moved_with_the_blanks_and_the_capital_of_their_places()
    {
        var sentence = LexicalSentence.Parse("^Eu<prn><tn><p1><mf><sg>$ ^ver<vblex><ifi><p1><sg>$ ^ele<prn><tn><p3><m><sg>$^.<sent>$");
        sentence.RemoveAt(0);
        sentence.Insert(0, new LexicalUnit("o", "<x>"));
        sentence.MoveLeft(2, 1, 0);
        Assert.Equal("^Ele<prn><tn><p3><m><sg>$ ^o<x>$ ^ver<vblex><ifi><p1><sg>$^.<sent>$", sentence.ToString());
    }

    [Fact]
    public void Beyond_its_ends_a_sentence_has_nothing()
    {
        var sentence = LexicalSentence.Parse("^a<pr>$");
        Assert.False(sentence[-1].Has("pr"));
        Assert.False(sentence[5].IsVerb);
        Assert.Equal(-1, sentence.FiniteVerbFrom(7));
    }
}
