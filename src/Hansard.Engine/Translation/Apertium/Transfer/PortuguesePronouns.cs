using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Portuguese subjects and objects as Spanish has them: a subject that the verb's form names is left out, and "você" is "usted".</summary>
internal static class PortuguesePronouns
{
    /// <summary>Leaves out or changes the pronoun at an index, if there is one.</summary>
    public static void Change(LexicalSentence sentence, int i)
    {
        var pronoun = sentence[i];
        if (!pronoun.Has("tn") || !pronoun.Is("você", "eu", "nós", "tu", "ele")) return;
        var before = sentence[i - 1];
        if (before.Has("pr") || sentence[i + 1].Has("cnjcoo") || before.Has("cnjcoo") && (sentence[i - 2].Has("tn") || sentence[i - 2].Has("np") || sentence[i - 2].Has("n"))) return;
        if (sentence.FiniteVerbFrom(i + 1) is var verb and > 0)
        {
            // Where both persons have one form ("disse", "tinha"), the pronoun says which it is.
            if (sentence[verb].Has("p1") || sentence[verb].Has("p3")) sentence[verb] = pronoun.Is("eu", "nós") ? sentence[verb].With("p3", "p1") : sentence[verb].With("p1", "p3");
            if (!pronoun.Is("ele") || IsNamedBefore(sentence, i)) sentence.RemoveAt(i);
        }
        else if (pronoun.Is("você") && before.IsVerb && !before.Is("ser") && !(sentence.IsAsked(i) && before.IsFinite))
        {
            // "Vi você": lo vi. "ver você": verlo.
            var tags = $"<p3><m><{(pronoun.Has("pl") ? "pl" : "sg")}>";
            if (!before.IsFinite || before.Has("imp"))
            {
                sentence[i] = new LexicalUnit("o", "<prn><enc>" + tags);
                return;
            }

            sentence.RemoveAt(i);
            sentence.Insert(i - 1, new LexicalUnit("o", "<prn><pro>" + tags));
        }
    }

    /// <summary>"Especialistas alertam": Spanish subjects have an article.</summary>
    public static void GiveSubjectAnArticle(LexicalSentence sentence)
    {
        if (!sentence[0].Has("n") || !sentence[0].Has("pl")) return;
        var end = 1;
        while (sentence[end].Has("adj")) end++;
        if (sentence.FiniteVerbFrom(end) > 0) sentence.Insert(0, new LexicalUnit("o", $"<det><def><{(sentence[0].Has("f") ? "f" : "m")}><pl>"));
    }

    // "Ele disse que viria, mas ele não veio": said once.
    private static bool IsNamedBefore(LexicalSentence sentence, int i)
    {
        if (!sentence[i - 1].Has("cnjcoo")) return false;
        for (var j = sentence.StartBefore(i); j < i; j++)
            if (sentence[j].Is("ele") && sentence[j].Tags == sentence[i].Tags) return true;
        return false;
    }
}
