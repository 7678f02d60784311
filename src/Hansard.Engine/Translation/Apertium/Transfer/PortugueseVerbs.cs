using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Portuguese verbs whose Spanish counterpart has another complement, or depends on it.</summary>
internal static class PortugueseVerbs
{
    private const string Reflexive = "<ref><p3><mf><sp>";

    private static readonly string[] VerbsOfPeople =
    [
        "ver", "conhecer", "ajudar", "chamar", "matar", "atacar", "acusar", "prender", "deter", "visitar", "encontrar", "procurar", "ouvir", "levar",
        "examinar", "ferir", "condenar", "convidar", "amar", "agredir", "identificar", "reconhecer", "seguir", "esperar",
    ];

    private static readonly string[] People =
    [
        "homem", "mulher", "pessoa", "menino", "menina", "criança", "rapaz", "médico", "paciente", "enfermeiro", "doutor", "senhor", "juiz", "advogado",
        "réu", "testemunha", "vítima", "suspeito", "acusado", "cliente", "pai", "mãe", "filho", "irmão", "amigo", "marido", "esposa", "presidente",
        "ministro", "professor", "aluno", "vizinho", "polícia", "policial", "avô", "bebê", "jogador",
    ];

    private static readonly string[] Contests =
        ["campeonato", "jogo", "partida", "eleição", "prêmio", "prémio", "guerra", "batalha", "torneio", "copa", "taça", "liga", "corrida", "final"];

    private static readonly string[] Complaints = ["febre", "dor", "tosse", "*gripe", "gripe", "medo", "fome", "sede", "pressa", "sorte"];

    // Spanish goes, gives and says "a", not "para".
    private static readonly string[] Moving = ["ir", "vir", "voltar", "viajar", "mudar", "chegar"];

    private static readonly string[] Towards =
    [
        .. Moving, "mentir", "dizer", "contar", "perguntar", "dar", "mostrar", "enviar", "mandar", "vender", "explicar",
        "responder", "ensinar",
    ];

    private static readonly string[] Times = ["ano", "mês", "semana", "dia", "hora", "minuto", "segundo", "tempo", "década", "século", "momento"];

    /// <summary>Changes the verb at an index and what belongs to it, if there is one.</summary>
    public static void Change(LexicalSentence sentence, int i)
    {
        var (verb, before, next) = (sentence[i], sentence[i - 1], sentence[i + 1]);
        if (!verb.IsVerb) return;
        if (verb.Is("haver", "há")) Since(sentence, i);
        else if (verb.Is("precisar") && next.Is("de") || verb.Is("esperar") && next.Is("por")) sentence.RemoveAt(i + 1);
        else if (verb.Is("ligar") && !verb.Has("pp")) Telephone(sentence, i);
        else if (verb.Is("ir") && (verb.Has("fti") || verb.Has("cni")) && next.IsVerb && next.Has("inf")) SimpleFuture(sentence, i);
        else if (verb.Is("ir") && verb.Has("pri") && next.IsUnknown && next.Lemma.EndsWith('r') && char.IsLower(next.Lemma[1])) sentence.Insert(i + 1, new LexicalUnit("a", "<pr>"));
        else if (verb.Is("ir") && next.Is("embora")) GoAway(sentence, i);
        else if (verb.Is("ficar") && next.Is("em", "sem", "aqui", "ali", "lá") && !before.Has("pro")) Stay(sentence, i);
        else if (verb.Is("doer") && verb.IsFinite) Pain(sentence, i);
        else if (verb.Is("estar") && verb.Has("p3") && next.Is("frio", "calor", "quente") && (sentence.StartsClause(i) || before.Has("adv"))) Weather(sentence, i);
        else if (verb.Is("estar") && next.Is("a", "o") && (sentence[i + 2].Has("inf") || next.Has("det") && sentence[i + 2].IsUnknown && sentence[i + 2].Lemma.EndsWith('r'))) Progressive(sentence, i);
        else if (verb.Is("ter") && next.Has("det") && next.Has("ind") && sentence[i + 2].Is(Complaints)) sentence.RemoveAt(i + 1);
        else if (verb.Is("vencer") && next.Has("det") && sentence[i + 2].Is(Contests)) sentence[i] = verb.As("ganhar");
        else if (verb.Is("apagar") && next.Has("det") && sentence[i + 2].Is("fogo", "incêndio", "chama")) sentence[i] = verb.As("extinguir");
        else if (verb.Is("jogar") && next.Has("det") && sentence[i + 2].Is("bola", "pedra", "lixo")) sentence[i] = verb.As("lançar");
        else if (verb.Is("correr") && next.Is("bem", "mal")) sentence[i] = verb.As("sair");
        else if (verb.Is("completar", "fazer") && next.Has("num") && sentence[i + 2].Is("ano") && (verb.Is("completar") || before.Has("n") || before.Has("np") || before.Has("tn"))) sentence[i] = verb.As("cumprir");
        else if (verb.Is("ser") && before.Is("ano") && sentence[i - 2].Is("quanto")) sentence[i] = verb.As("ter") with { Tags = verb.Tags.Replace("<vbser>", "<vblex>", StringComparison.Ordinal) };
        else if (verb.Is("achar") && next.Is("que", "que sim", "que não")) sentence[i] = verb.As("acreditar");
        else if (verb.Is("acabar") && verb.Has("ifi") && next.Is("de") && sentence[i + 2].Has("inf")) sentence[i] = verb.With("ifi", "pri");
        else if (verb.Is("tirar") && (next.Is("foto", "fotografia") || next.Has("det") && sentence[i + 2].Is("foto", "fotografia"))) sentence[i] = verb.As("tomar");
        else if (verb.Is("ter") && verb.Has("p3") && verb.Has("sg") && (sentence.StartsClause(i) || before.Is("não") && sentence.StartsClause(i - 1)) && (next.Is("ninguém", "alguém", "gente") || sentence[i + 2].Is("gente")))
            sentence[i] = verb.As("há");
        else if (verb.Is("importar") && before.Is("se") && before.Has("pro")) sentence[i - 1] = before.As("lhe") with { Tags = "<prn><pro><p3><mf><sg>" };
        else if (verb.Is("acontecer")) sentence[i] = verb.As(sentence.IsAsked(i) && before.Has("itg") ? "passar" : "ocorrer");
        else if (verb.Is(Towards) && next.Is("para", "a") && next.Has("pr") && !sentence[i + 2].IsVerb) To(sentence, i);
        else if (verb.Is(VerbsOfPeople) && next.Has("det") && (sentence[i + 2].Is(People) || sentence[i + 2].Has("adj") && sentence[i + 3].Is(People))) sentence.Insert(i + 1, new LexicalUnit("a", "<pr>"));
        else if (verb.Is(VerbsOfPeople) && next.Has("ant")) sentence.Insert(i + 1, new LexicalUnit("a", "<pr>"));
        else if (verb.Is(VerbsOfPeople) && next.Has("def") && sentence[i + 2].Has("ant")) sentence[i + 1] = new LexicalUnit("a", "<pr>");
        Imperative(sentence, i);
    }

    // "Mentiu para a polícia": le mintió a la policía.
    private static void To(LexicalSentence sentence, int i)
    {
        sentence[i + 1] = sentence[i + 1].As("a");
        var whom = sentence[i + 2].Has("det") ? i + 3 : i + 2;
        if (sentence[i].Is(Moving) || !sentence[i].IsFinite || sentence[i].Has("imp") || sentence[i - 1].Has("pro") || sentence[i + 2].Has("p1")) return;
        if (!(sentence[whom].Has("tn") || sentence[whom].Has("ant") || sentence[whom].Is(People))) return;
        var number = sentence[whom].Has("pl") ? "pl" : "sg";
        sentence.Insert(i, new LexicalUnit(number == "pl" ? "lhes" : "lhe", $"<prn><pro><p3><mf><{number}>"));
    }

    // "há dez anos": hace diez años. "Há quanto tempo você vive aqui?": ¿Cuánto tiempo hace que vive aquí?
    private static void Since(LexicalSentence sentence, int i)
    {
        if (!sentence[i].Has("pri")) return;
        var time = i + 1;
        while (sentence[time].Has("num") || sentence[time].Has("adj") || sentence[time].Has("det") || sentence[time].Has("adv") || sentence[time].Is("quanto", "muito", "pouco")) time++;
        if (time == i + 1 || !sentence[time].Is(Times)) return;
        sentence[i] = sentence[i].As("fazer") with { Tags = "<vblex><pri><p3><sg>" };
        if (!sentence[i + 1].Is("quanto") || !sentence.IsAsked(i)) return;
        sentence.MoveLeft(i + 1, time - i, i);
        if (!sentence[time + 1].Is("que")) sentence.Insert(time + 1, new LexicalUnit("que", "<cnjsub>"));
    }

    // "Ligar" is to call somebody, unless something is switched on.
    private static void Telephone(LexicalSentence sentence, int i)
    {
        var next = sentence[i + 1];
        if (next.Is("para") && !sentence[i + 2].IsVerb) sentence[i + 1] = next.As("a");
        else if (!sentence[i - 1].Has("pro") && !next.Has("enc")) return;
        sentence[i] = sentence[i].As("chamar");
    }

    // "irá vê-lo": lo verá.
    private static void SimpleFuture(LexicalSentence sentence, int i)
    {
        var (verb, next) = (sentence[i], sentence[i + 1]);
        var tense = verb.Tags[verb.Tags.IndexOf(verb.Has("fti") ? "<fti>" : "<cni>", StringComparison.Ordinal)..];
        sentence[i] = verb.As(next.Lemma) with { Tags = next.Tags.Replace("<inf>", tense, StringComparison.Ordinal) };
        sentence.RemoveAt(i + 1);
        if (!sentence[i + 1].Has("enc")) return;
        var clitic = sentence[i + 1].With("enc", "pro").With("nt", "m><sg") with { Before = " " };
        sentence.RemoveAt(i + 1);
        sentence.Insert(i, clitic);
    }

    // To stay is reflexive in Spanish; to lie somewhere, in the present, is not.
    private static void Stay(LexicalSentence sentence, int i)
    {
        var verb = sentence[i];
        if (verb.Has("inf")) sentence.Insert(i + 1, Self(sentence, i, "enc"));
        else if (verb.Has("p1")) sentence.Insert(i, Self(sentence, i, "pro"));
        else if (verb.Has("p3") && (verb.Has("ifi") || verb.Has("fti"))) sentence.Insert(i, Self(sentence, i, "pro"));
    }

    // "Ir embora": irse.
    private static void GoAway(LexicalSentence sentence, int i)
    {
        sentence.RemoveAt(i + 1);
        if (sentence[i].IsFinite && !sentence[i].Has("imp")) sentence.Insert(i, Self(sentence, i, "pro"));
        else sentence.Insert(i + 1, Self(sentence, i, "enc"));
    }

    // The reflexive pronoun of a verb's person; an infinitive's is that of the verb before it.
    private static LexicalUnit Self(LexicalSentence sentence, int i, string place)
    {
        var subject = i;
        while (subject > i - 3 && !sentence[subject].IsFinite) subject--;
        var verb = sentence[subject].IsFinite ? sentence[subject] : sentence[i];
        return verb.Has("p1")
            ? new LexicalUnit(verb.Has("pl") ? "nos" : "me", $"<prn><{place}><p1><mf><{(verb.Has("pl") ? "pl" : "sg")}>")
            : new LexicalUnit("se", $"<prn><{place}>{Reflexive}");
    }

    // "Meu peito dói": me duele el pecho. "Onde dói?": ¿Dónde le duele?
    private static void Pain(LexicalSentence sentence, int i)
    {
        var (owner, part) = (sentence[i - 2], sentence[i - 1]);
        if (part.Has("itg"))
        {
            sentence.Insert(i, new LexicalUnit("lhe", "<prn><pro><p3><mf><sg>"));
            return;
        }

        if (!owner.Has("pos") || !part.Has("n")) return;
        var whom = owner.Lemma.ToLowerInvariant() switch { "meu" or "o meu" => "me", "nosso" or "o nosso" => "nos", _ => "lhe" };
        var tags = whom switch { "me" => "<p1><mf><sg>", "nos" => "<p1><mf><pl>", _ => "<p3><mf><sg>" };
        sentence[i - 2] = owner with { Lemma = "o", Tags = $"<det><def><{(part.Has("f") ? "f" : "m")}><{(part.Has("pl") ? "pl" : "sg")}>" };
        sentence.MoveLeft(i, 1, i - 2);
        sentence.Insert(i - 2, new LexicalUnit(whom, "<prn><pro>" + tags));
    }

    // "Está frio": hace frío.
    private static void Weather(LexicalSentence sentence, int i)
    {
        sentence[i] = sentence[i].As("fazer");
        sentence[i + 1] = new LexicalUnit(sentence[i + 1].Before, sentence[i + 1].Is("frio") ? "frio" : "calor", "<n><m><sg>");
    }

    // "Está a nevar", as in Portugal: está nevando.
    private static void Progressive(LexicalSentence sentence, int i)
    {
        var verb = sentence[i + 2];
        sentence[i + 2] = verb.IsUnknown ? verb with { Lemma = verb.Lemma[..^1] + (verb.Lemma.EndsWith("ar", StringComparison.Ordinal) ? "ndo" : "endo") } : verb.With("inf", "ger");
        sentence.RemoveAt(i + 1);
    }

    // "Me ajude": ayúdeme.
    private static void Imperative(LexicalSentence sentence, int i)
    {
        var before = sentence[i - 1];
        if (!sentence[i].Has("imp") || !before.Has("pro") || sentence[i - 2].Is("não")) return;
        sentence.RemoveAt(i - 1);
        sentence.Insert(i, before.With("pro", "enc") with { Before = " ", Lemma = before.Lemma.ToLowerInvariant() });
    }
}
