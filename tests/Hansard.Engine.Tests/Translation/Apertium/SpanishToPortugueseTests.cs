using Hansard.Engine.Translation.Apertium.Lexical;
using Hansard.Engine.Translation.Apertium.Transfer;

namespace Hansard.Engine.Tests.Translation.Apertium;

/// <summary>The rules by themselves, on what Apertium's tagger says; that it takes their results is tested with Apertium.</summary>
public sealed class SpanishToPortugueseTests
{
    [Theory]
    // "¿Firmó usted?": the subject first.
    [InlineData("^¿<lquest>$^Firmar<vblex><ifi><p3><sg>$ ^usted<prn><tn><p3><mf><sg>$^?<sent>$", "^¿<lquest>$^Usted<prn><tn><p3><mf><sg>$ ^firmar<vblex><ifi><p3><sg>$^?<sent>$")]
    // "¿Quieres ir?": who is asked is named.
    [InlineData("^¿<lquest>$^Querer<vbmod><pri><p2><sg>$ ^ir<vblex><inf>$^?<sent>$", "^¿<lquest>$^Usted<prn><tn><p3><mf><sg>$ ^querer<vbmod><pri><p3><sg>$ ^ir<vblex><inf>$^?<sent>$")]
    // "¿Cuánto cuesta?" asks nobody's price.
    [InlineData("^¿<lquest>$^Cuánto<adv><itg>$ ^costar<vblex><pri><p3><sg>$^?<sent>$", "^¿<lquest>$^Cuánto<adv><itg>$ ^costar<vblex><pri><p3><sg>$^?<sent>$")]
    // "Me duele la cabeza": mi cabeza duele.
    [InlineData("^Me<prn><pro><p1><mf><sg>$ ^doler<vblex><pri><p3><sg>$ ^el<det><def><f><sg>$ ^cabeza<n><f><sg>$^.<sent>$", "^Mío<det><pos><mf><sg>$ ^cabeza<n><f><sg>$ ^doler<vblex><pri><p3><sg>$^.<sent>$")]
    // "Hace frío": está frío.
    [InlineData("^Hacer<vblex><pri><p3><sg>$ ^frío<n><m><sg>$^.<sent>$", "^Estar<vblex><pri><p3><sg>$ ^frío<adj><m><sg>$^.<sent>$")]
    // An unknown word that differs by its ending.
    [InlineData("^*menstruación$", "^*menstruação$")]
    public void A_sentence_is_made_ready_for_transfer(string tagged, string expected)
    {
        var sentence = LexicalSentence.Parse(tagged);
        SpanishToPortuguese.Apply(sentence);
        Assert.Equal(expected, sentence.ToString());
    }
}
