using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// Subjects as Portuguese has them: before the verb, and named where the verb's form does not tell them. What translates the Portuguese
/// knows no other sign of who is meant.
/// </summary>
internal static class SpanishSubjects
{
    // What these say is rarely said of who is asked.
    private static readonly string[] Impersonal =
    [
        "ser", "haber", "costar", "valer", "pasar", "ocurrir", "suceder", "acontecer", "doler", "gustar", "llover", "nevar", "parecer", "importar", "faltar",
        "significar", "hacer", "existir", "funcionar", "quedar", "tratar", "interesar", "molestar", "apetecer", "encantar", "bastar", "tardar", "empezar", "comenzar",
    ];

    private static readonly string[] Transitive =
        ["tomar", "ver", "tener", "traer", "llevar", "comprar", "vender", "perder", "encontrar", "firmar", "leer", "escribir", "conocer", "recibir", "olvidar", "abrir", "cerrar", "pagar", "dejar"];

    private static readonly LexicalUnit You = new("usted", "<prn><tn><p3><mf><sg>");

    /// <summary>"¿Dónde estaba usted?": onde você estava.</summary>
    public static void PutFirst(LexicalSentence sentence, int i)
    {
        if (!sentence[i].Has("tn") || !sentence[i].Is("usted", "tú", "él", "yo", "nosotros", "vosotros")) return;
        var verb = i - 1;
        if (!sentence[verb].IsFinite) return;
        if (sentence[verb].Has("imp") && sentence.IsAsked(i)) sentence[verb] = sentence[verb] with { Tags = sentence[verb].Tags.Replace("<imp><p2>", "<pri><p3>", StringComparison.Ordinal) };
        if (sentence[verb].Has("imp")) return;
        while (sentence[verb - 1].Has("pro") || sentence[verb - 1].Is("no")) verb--;
        sentence.MoveLeft(i, 1, verb);
    }

    /// <summary>Who is called "tú" in Spanish is "você" in Brazil.</summary>
    public static void MakeFormal(LexicalSentence sentence, int i)
    {
        if (sentence[i].Has("tn") && sentence[i].Has("p2"))
        {
            sentence[i] = sentence[i].As("usted") with { Tags = You.Tags.Replace("sg", sentence[i].Has("pl") ? "pl" : "sg", StringComparison.Ordinal) };
            return;
        }

        if (!sentence[i].IsFinite || !sentence[i].Has("p2")) return;
        sentence[i] = sentence[i].With("p2", "p3");
        var start = i;
        for (; sentence[start - 1].Has("pro"); start--)
            if (sentence[start - 1].Has("p2")) sentence[start - 1] = sentence[start - 1].As("se") with { Tags = "<prn><pro><ref><p3><mf><sp>" };
        while (sentence[start - 1].Is("no", "ya", "nunca", "también", "siempre")) start--;
        if (!sentence[i].Has("imp") && !sentence[i].Has("prs") && !sentence[start - 1].Has("tn"))
            sentence.Insert(start, sentence[i].Has("pl") ? You.With("sg", "pl") : You);
    }

    /// <summary>"¿Tiene algo más barato?" asks somebody, unless somebody else is named: você tem.</summary>
    public static void NameWhoIsAsked(LexicalSentence sentence, int i)
    {
        if (sentence[i].Has("imp") && sentence[i].Has("p2") && sentence.IsAsked(i) && sentence[i + 1].Has("enc") is false)
            sentence[i] = sentence[i] with { Tags = sentence[i].Tags.Replace("<imp><p2>", "<pri><p3>", StringComparison.Ordinal) };
        var verb = sentence[i];
        if (!verb.IsFinite || !verb.Has("p3") || verb.Has("imp") || verb.Has("prs") || verb.Is(Impersonal) || !sentence.IsAsked(i)) return;
        var start = i;
        while (sentence[start - 1].Has("pro") || sentence[start - 1].Is("no")) start--;
        var clause = start;
        if (sentence[clause - 1].Has("itg"))
        {
            clause--;
            if (verb.Is("estar") && sentence[clause].Is("dónde") || sentence[clause].Is("quién") && !sentence[clause - 1].Has("pr")) return;
            if (sentence[clause - 1].Has("pr")) clause--;
        }

        if (!sentence.StartsClause(clause) || sentence[clause - 1].Has("cnjcoo") || verb.Is("estar") && !(sentence[i + 1].Has("ger") || sentence[i + 1].Is("bien") || clause < start)) return;
        for (var next = i + 1; next <= i + 2; next++)
        {
            if (sentence[next].Has("np") || sentence[next].Has("det") && next == i + 1 && !(sentence[next].Has("pos") && verb.Is(Transitive)) || sentence[next].Has("det") && sentence[i + 1].Has("adj")) return;
            if (sentence[next].Is("usted", "él", "tú", "nosotros", "alguien", "nadie")) return;
        }

        sentence.Insert(start, verb.Has("pl") ? You.With("sg", "pl") : You);
    }
}
