using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Spanish words that are rendered otherwise next to certain others.</summary>
internal static class SpanishWords
{
    private static readonly string[] Charging =
        ["inocente", "culpable", "acusar", "acusado", "absolver", "condenar", "fiscal", "delito", "imputar", "juez", "declarar", "tribunal", "jurado"];

    private static readonly string[] Playing = ["ganar", "jugar", "empatar", "perder", "equipo", "gol", "fútbol", "jugador", "entrenador", "árbitro", "marcar"];

    private static readonly LemmaChoices Choices = new("es-pt");

    /// <summary>Changes the word at an index.</summary>
    public static void Change(LexicalSentence sentence, int i)
    {
        var (word, before, next) = (sentence[i], sentence[i - 1], sentence[i + 1]);
        if (word.Is("qué") && word.Has("itg") && !next.Has("n") && !next.Has("adj") && (sentence.StartsClause(i) || next.Has("inf")))
        {
            // "Qué dijo": o que disse.
            sentence[i] = new LexicalUnit(word.Before, word.As("lo").Lemma, "<detnt>");
            sentence.Insert(i + 1, new LexicalUnit("que", "<rel><an><mf><sp>"));
        }
        else if (word.Is("y qué"))
        {
            sentence[i] = new LexicalUnit(word.Before, "y", "<cnjcoo>");
            sentence.Insert(i + 1, new LexicalUnit("lo", "<detnt>"));
            sentence.Insert(i + 2, new LexicalUnit("que", "<rel><an><mf><sp>"));
        }
        else if (word.Has("imp") && word.Has("p2") && word.Has("sg") && (before.Has("n") || before.Has("np") || before.Has("tn")))
        {
            // What has a subject is no command: "la empresa vale".
            sentence[i] = word with { Tags = word.Tags.Replace("<imp><p2>", "<pri><p3>", StringComparison.Ordinal) };
        }
        else if (word.Is("experto"))
        {
            if (before.Has("det") && !next.Has("n")) sentence[i] = word.As("especialista") with { Tags = $"<n><mf><{Number(word)}>" };
        }
        else if (word.Is("gente") && word.Has("n") && word.Has("sg"))
        {
            // "A gente" would be "we".
            sentence[i] = word.As("persona").With("sg", "pl");
            if (before.Has("det") || before.Has("adj")) sentence[i - 1] = before.With("sg", "pl");
            if (sentence.FiniteVerbFrom(i + 1) is var verb and > 0) sentence[verb] = sentence[verb].With("sg", "pl");
        }
        else if (word.Is("cargo") && word.Has("pl") && Enumerable.Range(0, sentence.Count).Any(j => sentence[j].Is(Charging)))
        {
            sentence[i] = word.As("acusación").With("m", "f");
            for (var j = i - 1; sentence[j].Has("det") || sentence[j].Has("predet") || sentence[j].Has("adj"); j--) sentence[j] = sentence[j].With("m", "f");
        }
        else if (word.Is("partido") && word.Has("n") && Enumerable.Range(0, sentence.Count).Any(j => sentence[j].Is(Playing)))
        {
            sentence[i] = new LexicalUnit(word.Before, word.Has("pl") ? "*jogos" : "*jogo", "");
        }
        else if (word.Is("subir") && next.Has("det") && sentence[i + 2].Is("alquiler", "precio", "impuesto", "sueldo", "salario", "tarifa"))
        {
            sentence[i] = word.As("aumentar");
        }
        else if (word.Is("niño") && word.Has("m") && word.Has("pl") && !next.Has("adj") && !before.Has("adj"))
        {
            sentence[i] = new LexicalUnit(word.Before, "*crianças", "");
            if (before.Has("det")) sentence[i - 1] = before.With("m", "f");
        }
        else if (word.Is("tensión") && next.Is("alto", "bajo", "arterial", "*arterial"))
        {
            sentence[i] = word.As("presión");
        }
        else if (word.Is("mañana") && word.Has("n") && !before.Has("det") && !before.Has("pr") && !(before.Has("adj") && before.Has("f")) && !before.Has("adv"))
        {
            sentence[i] = word with { Tags = "<adv>" };
        }
        else if (word.Is("noche", "mañana", "tarde") && word.Has("n") && next.Is("de") && before.Has("det") && i > 1
            && !sentence[i - 2].Has("pr") && !sentence[i - 2].IsMark && !sentence[i - 2].Has("cnjcoo"))
        {
            sentence.Insert(i - 1, new LexicalUnit("en", "<pr>"));
        }
        else if (!(word.Is("tráfico") && next.Is("de", "ilegal", "ilícito")) && Choices.Find(word) is { } other)
        {
            sentence[i] = other;
        }
    }

    private static string Number(LexicalUnit unit) => unit.Has("pl") ? "pl" : "sg";
}
