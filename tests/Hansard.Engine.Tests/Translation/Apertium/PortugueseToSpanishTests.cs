using Hansard.Engine.Translation.Apertium.Lexical;
using Hansard.Engine.Translation.Apertium.Transfer;

namespace Hansard.Engine.Tests.Translation.Apertium;

/// <summary>The rules by themselves, on what Apertium's tagger says; that it takes their results is tested with Apertium.</summary>
public sealed class PortugueseToSpanishTests
{
    [Theory]
    // "Como você está?": the accent, the subject left out, the opening mark.
    [InlineData("^Como<rel><adv>$ ^você<prn><tn><p3><mf><sg>$ ^estar<vblex><pri><p3><sg>$^?<sent>$", "^¿<lquest>$^Como<adv><itg>$ ^estar<vblex><pri><p3><sg>$^?<sent>$")]
    // "Eu disse": the pronoun says which person it is.
    [InlineData("^Eu<prn><tn><p1><mf><sg>$ ^dizer<vblex><ifi><p3><sg>$^.<sent>$", "^Dizer<vblex><ifi><p1><sg>$^.<sent>$")]
    // "Irá vê-lo": the simple future.
    [InlineData("^Ir<vblex><fti><p3><sg>$ ^ver<vblex><inf>$ ^o<prn><enc><p3><nt>$^.<sent>$", "^O<prn><pro><p3><m><sg>$ ^ver<vblex><fti><p3><sg>$^.<sent>$")]
    // "Preciso de ajuda".
    [InlineData("^Precisar<vblex><pri><p1><sg>$ ^de<pr>$ ^ajuda<n><f><sg>$^.<sent>$", "^Precisar<vblex><pri><p1><sg>$ ^ajuda<n><f><sg>$^.<sent>$")]
    // "Brinca": said as something that Apertium renders well.
    [InlineData("^Brincar<vblex><pri><p3><sg>$^.<sent>$", "^Jogar<vblex><pri><p3><sg>$^.<sent>$")]
    // "No Maine".
    [InlineData("^em<pr>$ ^o<det><def><m><sg>$ ^*Maine$", "^em<pr>$ ^*Maine$")]
    // An unknown word that differs by its ending.
    [InlineData("^*vacinação$", "^*vacinación$")]
    public void A_sentence_is_made_ready_for_transfer(string tagged, string expected)
    {
        var sentence = LexicalSentence.Parse(tagged);
        PortugueseToSpanish.Apply(sentence, standIns: null);
        Assert.Equal(expected, sentence.ToString());
    }

    [Fact]
    public void A_known_noun_stands_in_for_an_unknown_one_of_another_gender()
    {
        var (sentence, standIns) = (LexicalSentence.Parse("^Em<pr>$ ^o<det><def><m><sg>$ ^*caja$"), new StandIns());
        PortugueseToSpanish.Apply(sentence, standIns);
        Assert.Equal("^Em<pr>$ ^o<det><def><f><sg>$ ^zebra<n><f><sg>$", sentence.ToString());
        Assert.Equal("En la caja", standIns.Resolve("En la cebra"));
        Assert.Null(standIns.Resolve("En la"));
    }

    [Theory]
    [InlineData("versión", "f")]
    [InlineData("tarjetas", "f")]
    [InlineData("nube", "f")]
    [InlineData("problema", "m")]
    [InlineData("infarto", "m")]
    [InlineData("ictus", null)]
    public void Endings_tell_the_gender_of_Spanish_nouns(string noun, string? gender) => Assert.Equal(gender, SpanishGender.Of(noun));
}
