using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Spanish turns of phrase around a verb, as Portuguese says them.</summary>
internal static class SpanishIdioms
{
    /// <summary>Changes the verb at an index and what belongs to it, if there is one.</summary>
    public static void Change(LexicalSentence sentence, int i)
    {
        var (verb, before, next) = (sentence[i], sentence[i - 1], sentence[i + 1]);
        if (!verb.IsVerb) return;
        if (verb.Is("llevar") && verb.Has("pri")) Duration(sentence, i);
        else if (verb.Is("pasar") && verb.Has("p3") && (before.Is("qué", "y qué") || before.Has("pro") && sentence[i - 2].Is("qué"))) sentence[i] = verb.As("ocurrir");
        else if (verb.Is("quedar") && next.Has("enc")) sentence.RemoveAt(i + 1);
        else if (verb.Is("doler") && verb.IsFinite) Pain(sentence, i);
        else if (verb.Is("hacer") && verb.Has("p3") && verb.Has("sg")) Weather(sentence, i);
        else if (verb.Is("querer") && verb.Has("pis") && sentence.StartsClause(i)) Wish(sentence, i);
        else if (verb.Is("olvidar") && verb.Has("p3") && before.Has("pro") && sentence[i - 2].Is("se")) Forget(sentence, i);
        else if (verb.Is("tener")) Have(sentence, i);
        else if (verb.Is("cumplir") && next.Has("num") && sentence[i + 2].Is("año")) sentence[i] = verb.As("completar");
        else if (verb.Is("bajar") && next.Is("de peso"))
        {
            sentence[i] = verb.As("perder");
            sentence[i + 1] = new LexicalUnit("peso", "<n><m><sg>");
        }
        else if (verb.Is("decir", "traer", "saber") && verb.Has("ifi") && verb.Has("p3") && verb.Has("sg") && sentence.StartsClause(i) && !sentence.IsAsked(i))
        {
            // Portuguese "disse" is both "I said" and "he said".
            sentence.Insert(i, new LexicalUnit("él", "<prn><tn><p3><m><sg>"));
        }
        else if (verb.Has("imp") && verb.Has("p1") && verb.Has("pl") && !next.Has("enc"))
        {
            // "Comamos": vamos comer.
            sentence[i] = new LexicalUnit(" ", verb.Lemma.ToLowerInvariant(), "<vblex><inf>");
            sentence.Insert(i, new LexicalUnit(verb.Before, "a", "<pr>"));
            sentence.Insert(i, new LexicalUnit(verb.Before, char.IsUpper(verb.Lemma[0]) ? "Ir" : "ir", "<vblex><pri><p1><pl>"));
        }
        else if (verb.Is("ir") && verb.Has("pri") && verb.Has("p1") && verb.Has("pl") && next.Is("a") && sentence[i + 2].Has("inf") && !before.Has("tn"))
        {
            // Without its subject it is taken for "let us".
            sentence.Insert(i, new LexicalUnit("nosotros", "<prn><tn><p1><m><pl>"));
        }
    }

    // "¿Cuánto tiempo llevas viviendo aquí?": hace cuánto tiempo vives aquí. "Llevo diez años viviendo aquí": estoy viviendo hace diez años aquí.
    private static void Duration(LexicalSentence sentence, int i)
    {
        var lead = sentence[i];
        var gerund = i + 1;
        while (gerund < i + 5 && !sentence[gerund].Has("ger")) gerund++;
        var asked = gerund == i + 1 && sentence[i - 1].Is("tiempo") && sentence[i - 2].Is("cuánto");
        if (!sentence[gerund].Has("ger") || !asked && gerund == i + 1) return;
        if (asked)
        {
            sentence[gerund] = sentence[gerund] with
            {
                Tags = sentence[gerund].Tags.Replace("<ger>", lead.Tags[lead.Tags.IndexOf("<pri>", StringComparison.Ordinal)..], StringComparison.Ordinal),
            };
            sentence.RemoveAt(i);
            sentence.Insert(i - 2, new LexicalUnit("hacer", "<vblex><pri><p3><sg>"));
        }
        else
        {
            sentence[i] = lead.As("estar");
            sentence.MoveLeft(gerund, 1, i + 1);
            sentence.Insert(i + 2, new LexicalUnit("hacer", "<vblex><pri><p3><sg>"));
        }
    }

    // "¿Le duele el pecho?": your chest hurts.
    private static void Pain(LexicalSentence sentence, int i)
    {
        var (whom, what, part) = (sentence[i - 1], sentence[i + 1], sentence[i + 2]);
        if (!whom.Has("pro") || !what.Has("det") || !part.Has("n")) return;
        var number = part.Has("pl") ? "pl" : "sg";
        var ours = whom.Has("p1") && whom.Has("pl");
        var owner = ours ? "nuestro" : whom.Has("p1") ? "mío" : "suyo";
        sentence[i + 1] = what with { Lemma = owner, Tags = $"<det><pos><{(!ours ? "mf" : part.Has("f") ? "f" : "m")}><{number}>" };
        sentence.MoveLeft(i + 1, 2, i - 1);
        sentence.RemoveAt(i + 1);
    }

    // "Hace mucho frío": está muito frio. "¿Qué tiempo hace?": como está o tempo.
    private static void Weather(LexicalSentence sentence, int i)
    {
        if (sentence[i - 1].Is("tiempo") && sentence[i - 2].Is("qué"))
        {
            sentence[i - 2] = sentence[i - 2].As("cómo") with { Tags = "<adv><itg>" };
            sentence.Insert(i - 1, sentence[i].As("estar") with { Before = " " });
            sentence[i + 1] = sentence[i];
            sentence.Insert(i, new LexicalUnit("el", "<det><def><m><sg>"));
            sentence[i + 1] = new LexicalUnit("tiempo", "<n><m><sg>");
            sentence.RemoveAt(i + 2);
            return;
        }

        var what = i + 1;
        while (sentence[what].Is("mucho", "bastante", "demasiado", "tanto")) what++;
        if (sentence[what].Is("frío", "calor", "viento") is false) return;
        var isMuch = what > i + 1;
        var adjective = sentence[what].Is("frío") ? "frío" : sentence[what].Is("calor") ? "caliente" : "*ventoso";
        sentence[i] = sentence[i].As("estar");
        sentence[what] = new LexicalUnit(" ", adjective, adjective switch { "frío" => "<adj><m><sg>", "caliente" => "<adj><mf><sg>", _ => "" });
        if (isMuch && sentence[i + 1].Is("mucho")) sentence[i + 1] = new LexicalUnit("muy", "<preadv>");
    }

    // "Quisiera un café": me gustaría.
    private static void Wish(LexicalSentence sentence, int i)
    {
        sentence[i] = new LexicalUnit(" ", "gustar", "<vblex><cni><p3><sg>");
        sentence.Insert(i, new LexicalUnit(sentence[i].Before, "me", "<prn><pro><p1><mf><sg>"));
    }

    // "Se me olvidó": me olvidé.
    private static void Forget(LexicalSentence sentence, int i)
    {
        if (!sentence[i - 1].Has("p1")) return;
        sentence[i] = sentence[i].With("p3", "p1");
        sentence.RemoveAt(i - 1);
        sentence.RemoveAt(i - 2);
    }

    // "Tengo muchas ganas de verte": I want very much.
    private static void Have(LexicalSentence sentence, int i)
    {
        var what = i + 1;
        while (sentence[what].Is("mucho", "tanto")) what++;
        if (!sentence[what].Is("gana") || !sentence[what + 1].Is("de") || !sentence[what + 2].Has("inf")) return;
        sentence[i] = sentence[i].As("querer");
        sentence.RemoveAt(what + 1);
        sentence.RemoveAt(what);
        if (what > i + 1) sentence[i + 1] = new LexicalUnit("mucho", "<adv>");
    }
}
