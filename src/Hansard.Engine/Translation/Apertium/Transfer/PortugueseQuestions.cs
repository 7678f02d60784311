using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// Questions in Portuguese, made ready for Spanish, which writes an accent on the words that ask, puts the subject behind the verb, and opens a
/// question with a mark where it begins.
/// </summary>
internal static class PortugueseQuestions
{
    private static readonly string[] AskingVerbs = ["saber", "perguntar", "explicar", "descobrir", "lembrar", "entender", "compreender", "decidir", "adivinhar", "dizer", "mostrar"];

    /// <summary>Marks the words that ask, which the tagger takes for relative pronouns and conjunctions.</summary>
    public static void MarkInterrogatives(LexicalSentence sentence)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (IsWhat(sentence, i) && (sentence.IsAsked(i) && sentence.StartsClause(i) || sentence[i + 2].Has("inf")))
            {
                // "O que": the article goes.
                sentence.RemoveAt(i);
                sentence[i] = new LexicalUnit(sentence[i].Before, i == 0 ? "Que" : "que", "<prn><itg><mf><sg>");
            }
            else if (TagsOf(sentence[i]) is { } tags && Asks(sentence, i))
            {
                sentence[i] = sentence[i] with { Tags = tags };
            }
        }
    }

    /// <summary>"Por que as conversas falharam?" becomes "Por que falharam as conversas?".</summary>
    public static void PutSubjectsBehind(LexicalSentence sentence)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence[i].Has("itg") || !(sentence.IsAsked(i) || sentence[i].Is("onde"))) continue;
            var subject = i + 1;
            if (!sentence[subject].Has("det") && !sentence[subject].Has("np") && !sentence[subject].Has("tn")) continue;
            var end = subject;
            while (IsNominal(sentence[end])) end++;
            var verb = sentence.FiniteVerbFrom(end);
            if (verb < 0) continue;
            var last = verb + 1;
            while (sentence[last].IsVerb && !sentence[last].IsFinite || sentence[last].Has("enc")) last++;
            sentence.MoveLeft(end, last - end, subject);
            i = last;
        }
    }

    /// <summary>Opens each question where it begins: behind a greeting, a form of address, or a statement before it.</summary>
    public static void Open(LexicalSentence sentence)
    {
        for (var end = 0; end < sentence.Count; end++)
        {
            if (!sentence[end].Is("?") || sentence[end - 1].Is("?")) continue;
            var start = BeginningOf(sentence, sentence.StartBefore(end), end);
            if (sentence[start].Has("lquest") || start >= end) continue;
            sentence.Insert(start, new LexicalUnit("¿", "<lquest>"));
            end++;
        }
    }

    private static int BeginningOf(LexicalSentence sentence, int start, int end)
    {
        var best = start;
        for (var i = start; i < end; i++)
        {
            if (i > start && !sentence[i - 1].Has("cm") && !sentence[i - 1].Has("sent")) continue;
            if (sentence[i].Has("itg") || sentence[i].Has("pr") && sentence[i + 1].Has("itg")) return i;
            var single = i + 1 == end && sentence[i].Is("não", "sim", "verdade", "certo");
            var opens = sentence[i].Has("cnjsub") || sentence[i].Has("cnjadv") || sentence[i].Has("cnjcoo") || sentence[i].Has("rel");
            if (i > start && (single || !opens && sentence.HasFiniteVerb(i, end))) best = i;
        }

        return best;
    }

    private static bool IsWhat(LexicalSentence sentence, int i) => sentence[i].Is("o") && sentence[i].Has("detnt") && sentence[i + 1].Is("que");

    private static bool Asks(LexicalSentence sentence, int i)
    {
        var clause = sentence[i - 1].Has("pr") ? i - 1 : i;
        if (AfterAsking(sentence, clause)) return !sentence[i].Is("que", "como");
        if (!sentence.IsAsked(i) || !sentence.StartsClause(clause)) return false;
        if (sentence[i].Is("que")) return sentence[i + 1].Has("n") || sentence[i + 1].Has("adj");
        // "Quando ele chegou, você já tinha saído?" asks something else.
        if (!sentence[i].Is("quando", "como")) return true;
        var end = sentence.EndAfter(i);
        for (var j = i + 1; j < end; j++)
            if (sentence[j].Has("cm")) return !sentence.HasFiniteVerb(j, end);
        return true;
    }

    private static bool AfterAsking(LexicalSentence sentence, int clause)
    {
        var verb = clause - 1;
        while (sentence[verb].Has("enc") || sentence[verb].Has("adv")) verb--;
        return sentence[verb].Is(AskingVerbs);
    }

    private static string? TagsOf(LexicalUnit unit)
    {
        if (unit.Is("onde", "quando", "como")) return "<adv><itg>";
        if (unit.Is("quem")) return "<prn><itg><mf><sp>";
        if (unit.Is("que") && (unit.Has("cnjsub") || unit.Has("rel"))) return "<prn><itg><mf><sg>";
        if (!unit.Has("rel")) return null;
        return unit.Is("qual") ? $"<prn><itg><mf><{(unit.Has("pl") ? "pl" : "sg")}>" : unit.Is("quanto") ? "<adv><itg>" : null;
    }

    private static bool IsNominal(LexicalUnit unit)
        => unit.IsUnknown || unit.Has("det") || unit.Has("n") || unit.Has("adj") || unit.Has("np") || unit.Has("num") || unit.Has("tn") || unit.Is("de");
}
