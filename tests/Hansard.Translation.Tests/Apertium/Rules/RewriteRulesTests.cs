using Hansard.Translation.Apertium.Rules;

namespace Hansard.Translation.Tests.Apertium.Rules;

/// <summary>The rules by themselves, on what Apertium's tagger says; that it takes their results is tested with Apertium.</summary>
public sealed class RewriteRulesTests
{
    private static readonly RewriteRules ToSpanish = RewriteRules.Of(new LanguagePair("pt", "es"))!;
    private static readonly RewriteRules ToPortuguese = RewriteRules.Of(new LanguagePair("es", "pt"))!;

    [Theory]
    // "Como você está?": the accent, the subject left out, the opening mark.
    [InlineData(
        "^Como<rel><adv>$ ^você<prn><tn><p3><mf><sg>$ ^estar<vblex><pri><p3><sg>$^?<sent>$",
        "^¿<lquest>$^Como<adv><itg>$ ^estar<vblex><pri><p3><sg>$^?<sent>$")]
    // "Eu disse": the pronoun says which person it is.
    [InlineData("^Eu<prn><tn><p1><mf><sg>$ ^dizer<vblex><ifi><p3><sg>$^.<sent>$", "^Dizer<vblex><ifi><p1><sg>$^.<sent>$")]
    // "Irá vê-lo": the simple future.
    [InlineData(
        "^Ir<vblex><fti><p3><sg>$ ^ver<vblex><inf>$ ^o<prn><enc><p3><nt>$^.<sent>$",
        "^O<prn><pro><p3><m><sg>$ ^ver<vblex><fti><p3><sg>$^.<sent>$")]
    // "Preciso de ajuda".
    [InlineData(
        "^Precisar<vblex><pri><p1><sg>$ ^de<pr>$ ^ajuda<n><f><sg>$^.<sent>$", "^Precisar<vblex><pri><p1><sg>$ ^ajuda<n><f><sg>$^.<sent>$")]
    // "Vi você": lo vi.
    [InlineData(
        "^Ver<vblex><ifi><p1><sg>$ ^você<prn><tn><p3><mf><sg>$ ^ontem<adv>$^.<sent>$",
        "^O<prn><pro><p3><m><sg>$ ^ver<vblex><ifi><p1><sg>$ ^ontem<adv>$^.<sent>$")]
    // "Meu peito dói": me duele el pecho.
    [InlineData(
        "^Meu<det><pos><m><sg>$ ^peito<n><m><sg>$ ^doer<vblex><pri><p3><sg>$^.<sent>$",
        "^Me<prn><pro><p1><mf><sg>$ ^doer<vblex><pri><p3><sg>$ ^o<det><def><m><sg>$ ^peito<n><m><sg>$^.<sent>$")]
    // "Brinca": said as something that Apertium renders well.
    [InlineData("^Brincar<vblex><pri><p3><sg>$^.<sent>$", "^Jogar<vblex><pri><p3><sg>$^.<sent>$")]
    // "No Maine".
    [InlineData("^em<pr>$ ^o<det><def><m><sg>$ ^*Maine$", "^em<pr>$ ^*Maine$")]
    // Words of the list, with their capital.
    [InlineData("^*Pílulas$ ^e<cnjcoo>$ ^*vacinação$", "^*Pastillas$ ^e<cnjcoo>$ ^*vacunación$")]
    // "É caro, você tem outro?": a question begins behind a statement.
    [InlineData(
        "^Ser<vbser><pri><p3><sg>$ ^caro<adj><m><sg>$^,<cm>$ ^ter<vblex><pri><p3><sg>$ ^outro<prn><tn><m><sg>$^?<sent>$",
        "^Ser<vbser><pri><p3><sg>$ ^caro<adj><m><sg>$^,<cm>$ ^¿<lquest>$^ter<vblex><pri><p3><sg>$ ^outro<prn><tn><m><sg>$^?<sent>$")]
    public void A_Portuguese_sentence_is_made_ready_for_transfer(string tagged, string expected)
        => Assert.Equal(expected, ToSpanish.Tagged(tagged, standIns: null));

    [Theory]
    // "¿Firmó usted?": the subject first.
    [InlineData(
        "^¿<lquest>$^Firmar<vblex><ifi><p3><sg>$ ^usted<prn><tn><p3><mf><sg>$^?<sent>$",
        "^¿<lquest>$^Usted<prn><tn><p3><mf><sg>$ ^firmar<vblex><ifi><p3><sg>$^?<sent>$")]
    // "¿Quieres ir?": who is asked is named.
    [InlineData(
        "^¿<lquest>$^Querer<vbmod><pri><p2><sg>$ ^ir<vblex><inf>$^?<sent>$",
        "^¿<lquest>$^Usted<prn><tn><p3><mf><sg>$ ^querer<vbmod><pri><p3><sg>$ ^ir<vblex><inf>$^?<sent>$")]
    // "¿Cuánto cuesta?" asks nobody's price.
    [InlineData(
        "^¿<lquest>$^Cuánto<adv><itg>$ ^costar<vblex><pri><p3><sg>$^?<sent>$",
        "^¿<lquest>$^Cuánto<adv><itg>$ ^costar<vblex><pri><p3><sg>$^?<sent>$")]
    // "Me duele la cabeza": mi cabeza duele.
    [InlineData(
        "^Me<prn><pro><p1><mf><sg>$ ^doler<vblex><pri><p3><sg>$ ^el<det><def><f><sg>$ ^cabeza<n><f><sg>$^.<sent>$",
        "^Mío<det><pos><mf><sg>$ ^cabeza<n><f><sg>$ ^doler<vblex><pri><p3><sg>$^.<sent>$")]
    // "Hace frío": está frío.
    [InlineData("^Hacer<vblex><pri><p3><sg>$ ^frío<n><m><sg>$^.<sent>$", "^Estar<vblex><pri><p3><sg>$ ^frío<adj><m><sg>$^.<sent>$")]
    [InlineData("^*menstruación$", "^*menstruação$")]
    public void A_Spanish_sentence_is_made_ready_for_transfer(string tagged, string expected)
        => Assert.Equal(expected, ToPortuguese.Tagged(tagged, standIns: null));

    [Theory]
    [InlineData(@"^*a\$b\<c$ \[ ^x<n><m><sg>$\^^.<sent>$")]
    [InlineData("[]")]
    [InlineData("^broken")]
    [InlineData("")]
    public void What_no_rule_is_about_is_left_as_it_was(string stream)
    {
        Assert.Equal(stream, ToSpanish.Tagged(stream, standIns: null));
        Assert.Equal(stream, ToPortuguese.Tagged(stream, standIns: null));
    }

    [Fact]
    public void Words_are_exchanged_moved_and_left_out_with_the_blanks_and_the_capital_of_their_places()
    {
        Assert.Equal(
            "^C<x>$ ^a<n><f><sg>$ ^d<t><f>$^.<sent>$",
            Rewrite("{a}{b/n}{c}\t$3 $1 d<t><2:f|m>", "^A<n><f><sg>$ ^b<n><f>$ ^c<x>$^.<sent>$"));
        Assert.Equal("^b<n><pl>$", Rewrite("{/v}\t", "^a<v>$ ^b<n><pl>$"));
        Assert.Equal("^b<n><sg>$ ^B<n><sg>$", Rewrite("{b/n,!sg}\t$1/pl/sg", "^b<n><pl>$ ^B<n><pl>$"));
    }

    [Theory]
    [InlineData("versión", "f")]
    [InlineData("tarjetas", "f")]
    [InlineData("nube", "f")]
    [InlineData("problema", "m")]
    [InlineData("infarto", "m")]
    [InlineData("ictus", "m")]
    public void A_known_noun_of_its_gender_stands_in_for_an_unknown_one(string noun, string gender)
    {
        var standIns = new List<StandIn>();
        var stream = ToSpanish.Tagged($"^Em<pr>$ ^o<det><def><m><sg>$ ^*{noun}$", standIns);
        Assert.Equal($"^Em<pr>$ ^o<det><def><{gender}><sg>$ ^{(gender == "f" ? "zebra" : "camelo")}<n><{gender}><sg>$", stream);
        Assert.Equal($"En la {noun}", StandIn.Restore(gender == "f" ? "En la cebra" : "En la camello", standIns));
        Assert.Null(StandIn.Restore("En la", standIns));
    }

    [Fact]
    public void What_a_rule_wrote_is_not_rewritten_by_it_again() => Assert.Equal("^a<x>$ ^a<x>$", Rewrite("{a}\ta<x> a<x>", "^a<x>$"));

    [Theory]
    [InlineData("unit\t{@nobody}\t$1")]
    [InlineData("unit\t(?={a}\t$1")]
    [InlineData("unit\t{a}")]
    [InlineData("word\ta|b\tc")]
    [InlineData("verb\ta\tb")]
    public void A_line_that_is_no_rule_is_named_with_its_number(string line)
    {
        var error = Assert.Throws<InvalidDataException>(() => RewriteRules.Read(new StringReader("# comment\n" + line), "test.tsv"));
        Assert.StartsWith("test.tsv, line 2: ", error.Message, StringComparison.Ordinal);
    }

    private static string Rewrite(string rule, string stream)
        => RewriteRules.Read(new StringReader("unit\t" + rule), "test.tsv").Tagged(stream, standIns: null);
}
