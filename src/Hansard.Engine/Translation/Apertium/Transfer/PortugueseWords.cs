using Hansard.Engine.Translation.Apertium.Lexical;
using Hansard.Engine.Translation.Terms;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Portuguese words that are rendered otherwise next to certain others.</summary>
internal static class PortugueseWords
{
    private static readonly LemmaChoices Choices = new("pt-es");

    // Portuguese says "o Maine"; Spanish does not.
    private static readonly string[] PlacesWithArticle =
    [
        "Alabama", "Alasca", "Alaska", "Arizona", "Arkansas", "Califórnia", "California", "Carolina", "Colorado", "Connecticut", "Dakota", "Flórida", "Florida", "Geórgia", "Georgia",
        "Havaí", "Hawái", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Luisiana", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri",
        "Montana", "Nebraska", "Nevada", "Ohio", "Oklahoma", "Oregon", "Pensilvânia", "Pensilvania", "Tennessee", "Texas", "Utah", "Vermont", "Virgínia", "Virginia", "Wisconsin", "Wyoming",
        "Argentina", "Canadá", "Egito", "Egipto", "Irã", "Irão", "Iraque", "Quênia", "Kenia", "Nigéria", "Nigeria", "Ucrânia", "Ucrania", "Síria", "Siria", "Etiópia", "Etiopía",
    ];

    /// <summary>Changes the word at an index.</summary>
    public static void Change(LexicalSentence sentence, int i)
    {
        var (word, before) = (sentence[i], sentence[i - 1]);
        if (before.Has("def") && (word.Is(PlacesWithArticle) || word.IsUnknown && PlacesWithArticle.Contains(word.Lemma[1..]) || IsNameAfterPreposition(sentence, i)))
        {
            sentence.RemoveAt(i - 1);
        }
        else if (word.Is("em") && sentence[i + 1].Has("ind") && sentence[i + 2].Is("dia", "noite", "tarde", "manhã", "semana", "mês", "ano", "tempo", "hora"))
        {
            // Apertium leaves "en" out before times, which Spanish does only before certain ones ("el lunes").
            sentence[i] = new LexicalUnit(word.Before, char.IsUpper(word.Lemma[0]) ? "*En" : "*en", "");
        }
        else if (Choices.Find(word) is { } other)
        {
            sentence[i] = other;
        }
        else if (word.Is("hora") && word.Has("pl") && before.Is("que") && sentence.IsAsked(i))
        {
            sentence[i] = word.With("pl", "sg");
            if (sentence[i + 1].Is("ser")) sentence[i + 1] = sentence[i + 1].With("pl", "sg");
        }
        else if (word.Is("qual") && word.Has("itg") && sentence[i + 1].Has("n"))
        {
            sentence[i] = word.As("que") with { Tags = "<prn><itg><mf><sg>" };
        }
        else if (word.Is("novo", "velho") && before.Is("mais") && sentence[i - 2].Is("irmão", "irmã", "filho", "filha"))
        {
            sentence[i] = new LexicalUnit(before.Before, word.Is("novo") ? "menor" : "maior", $"<adj><mf><{(word.Has("pl") ? "pl" : "sg")}>");
            sentence.RemoveAt(i - 1);
        }
        else if (word.Is("gasto", "ganho", "aceite") && word.Has("n") && before.Is("ser", "estar"))
        {
            // Short participles, which the dictionary has as nouns only.
            var verb = word.Is("gasto") ? "gastar" : word.Is("ganho") ? "ganhar" : "aceitar";
            sentence[i] = new LexicalUnit(word.Before, verb, $"<vblex><pp><{(sentence.FollowsFeminine(i) ? "f" : "m")}><{(word.Has("pl") ? "pl" : "sg")}>");
        }
        else if (word.Is("culpado") && before.Is("não"))
        {
            sentence[i] = word.As("inocente") with { Tags = $"<adj><mf><{(word.Has("pl") ? "pl" : "sg")}>" };
            sentence.RemoveAt(i - 1);
        }
    }

    // "No YouTube", "à Amazon": en YouTube, a Amazon. But "no Hospital X" keeps its article.
    private static bool IsNameAfterPreposition(LexicalSentence sentence, int i)
    {
        var (word, next) = (sentence[i], sentence[i + 1]);
        return word.IsUnknown && word.Lemma.Length > 1 && char.IsUpper(word.Lemma[1]) && sentence[i - 2].Has("pr") && !Placeholders.Contains(word.Lemma[1..])
            && !next.IsUnknown && !next.Has("np") && !next.Has("n") && !next.Has("adj") && !next.Is("de");
    }
}
