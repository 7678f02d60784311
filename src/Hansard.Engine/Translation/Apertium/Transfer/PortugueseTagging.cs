using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Mends what Apertium's tagger misreads in Portuguese. It sees only neighbouring words.</summary>
internal static class PortugueseTagging
{
    private static readonly string[] Modals = ["poder", "ir", "querer", "dever", "precisar", "conseguir", "tentar"];

    /// <summary>Changes tags.</summary>
    public static void Mend(LexicalSentence sentence)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            var (word, before, next) = (sentence[i], sentence[i - 1], sentence[i + 1]);
            if (word.Is("dessar")) OfThat(sentence, i);
            else if (word.IsVerb) sentence[i] = Verb(sentence, i);
            else if (word.Is("o") && next.Is("menos") && sentence[i + 2].Is("que")) sentence[i] = word.As("a") with { Tags = "<pr>" };
            else if (word.Has("pos") && word.Has("tn") && (next.IsUnknown || next.Has("n") || next.Has("adj"))) sentence[i] = word with { Tags = word.Tags.Replace("<prn><tn><pos>", "<det><pos>", StringComparison.Ordinal) };
            else if (word.Is("*neva") && before.Is("estar")) sentence[i] = word with { Lemma = "*nevando" };
            else if (word.Is("*machuca", "*machucam")) Hurts(sentence, i);
            else if (word.Is("gente") && before.Is("o") && before.Has("def") && sentence.FiniteVerbFrom(i + 1) is var verb and > 0 && sentence[verb].Has("p3") && sentence[verb].Has("sg")) We(sentence, i, verb);
            else if (word.Is("jantar", "almoço") && word.Has("n") && before.Is(Modals)) sentence[i] = new LexicalUnit(word.Before, word.Is("jantar") ? "*jantar" : "almoçar", word.Is("jantar") ? "" : "<vblex><inf>");
            else if (word.Is("se") && word.Has("cnjadv") && IsReflexive(sentence, i)) sentence[i] = word with { Tags = "<prn><pro><ref><p3><mf><sp>" };
            else if (i == 0 && word.Is("a") && word.Has("pr") && next.IsUnknown && sentence.FiniteVerbFrom(2) > 0) sentence[i] = word.As("o") with { Tags = "<det><def><f><sg>" };
            else if (word.Is("o") && word.Has("f") && word.Has("sg") && (next.Has("pl") || next.IsUnknown && next.Lemma.EndsWith('s')) && !before.Has("pr")) sentence[i] = new LexicalUnit(word.Before, "a", "<pr>");
            else if (word.Is("o") && word.Has("m") && word.Has("pl") && before.Is("a") && next.Has("num") && !sentence[i + 2].Has("n")) sentence[i] = word.With("m", "f");
        }

        for (var i = 0; i < sentence.Count; i++) Clause(sentence, i);
    }

    // "Dessa", "dessas": "of that" far more often than a form of a verb that nobody says.
    private static void OfThat(LexicalSentence sentence, int i)
    {
        var verb = sentence[i];
        sentence[i] = verb with { Before = " ", Lemma = "esse", Tags = $"<det><dem><f><{(verb.Has("p2") && verb.Has("pri") ? "pl" : "sg")}>" };
        sentence.Insert(i, new LexicalUnit(verb.Before, verb.As("de").Lemma, "<pr>"));
    }

    private static LexicalUnit Verb(LexicalSentence sentence, int i)
    {
        var (word, before) = (sentence[i], sentence[i - 1]);
        // "Mais cedo" is not "more, I cede".
        if (word.Is("ceder") && word.Has("p1") && before.Is("mais", "muito", "tão", "demasiado")) return new LexicalUnit(word.Before, "cedo", "<adv>");
        // "Não posso ouvi-lo": an infinitive, whose r is not written before the pronoun.
        if (word.Has("pri") && word.Has("p2") && word.Has("pl") && sentence[i + 1].Has("enc") && before.Is(Modals)) return word.With("pri", "inf").With("p2", "").With("pl", "") with { Tags = "<vblex><inf>" };
        if (word.Has("fts") && (before.Is("deixar", "fazer") || before.Has("enc") && sentence[i - 2].Is("deixar", "fazer"))) return word with { Tags = "<vblex><inf>" };
        // "Sente-se", "me ajude": the imperative has the form of the subjunctive.
        if (word.Has("prs") && !word.Has("p2") && !word.Has("pl") && !sentence.IsAsked(i))
        {
            var start = i;
            while (sentence[start - 1].Has("pro")) start--;
            if (sentence.StartsClause(start) && sentence.FiniteVerbFrom(start) == i) return word with { Tags = "<vblex><imp><p3><sg>" };
        }

        return word;
    }

    // "Onde se machuca", of a place in the body: it hurts.
    private static void Hurts(LexicalSentence sentence, int i)
    {
        var part = sentence[i - 1].Has("pro") ? i - 2 : i - 1;
        if (!sentence[part].Is("onde") && !(sentence[part].Has("n") && sentence[part - 1].Has("pos"))) return;
        sentence[i] = new LexicalUnit(sentence[i].Before, "doer", $"<vblex><pri><p3><{(sentence[i].Lemma.EndsWith('m') ? "pl" : "sg")}>");
        if (part == i - 2) sentence.RemoveAt(i - 1);
    }

    // "A gente vai": we go.
    private static void We(LexicalSentence sentence, int i, int verb)
    {
        sentence[verb] = sentence[verb].With("p3", "p1").With("sg", "pl");
        for (var j = i + 1; j < verb; j++)
            if (sentence[j].Has("ref")) sentence[j] = sentence[j] with { Lemma = "nos", Tags = "<prn><pro><p1><mf><pl>" };
        sentence.RemoveAt(i);
        sentence.RemoveAt(i - 1);
    }

    // "Quando eu chegar", "se chover" have the future subjunctive, which looks like an infinitive. Spanish: cuando llegue, si llueve.
    private static void Clause(LexicalSentence sentence, int i)
    {
        var isIf = sentence[i].Is("se") && sentence[i].Has("cnjadv");
        if (!isIf && !sentence[i].Is("quando", "enquanto", "logo que", "assim que")) return;
        var verb = i + 1;
        while (sentence[verb].Has("tn") || sentence[verb].Has("pro") || sentence[verb].Has("adv")) verb++;
        if (sentence[verb].IsVerb && sentence[verb].Has("inf")) sentence[verb] = sentence[verb].With("inf", sentence[i + 1].Has("p1") ? "fts><p1><sg" : "fts><p3><sg");
        if (!isIf || !sentence[verb].Has("fts")) return;
        sentence[verb] = sentence[verb].With("fts", "pri");
        if (!sentence[i + 1].Has("p1")) sentence[verb] = sentence[verb].With("p1", "p3");
    }

    // "Onde se compra", "o peito se cansa": not "if".
    private static bool IsReflexive(LexicalSentence sentence, int i)
    {
        if (sentence.StartsClause(i) || !sentence[i + 1].IsUnknown && sentence.FiniteVerbFrom(i + 1) < 0) return false;
        var start = i;
        while (start > 0 && !sentence[start - 1].IsMark) start--;
        return !sentence.HasFiniteVerb(start, i);
    }
}
