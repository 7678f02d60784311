using System.Text.RegularExpressions;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>Turns of phrase that differ between Spanish and Portuguese, exchanged in the text before it is analysed or after it is written.</summary>
internal static partial class Wording
{
    private static readonly (Regex Pattern, string With)[] BeforeSpanish =
    [
        (OneXRay(), "${u}ma radiografia"),
        (TheXRay(), "$1a radiografia"),
        (WhereIs(), "onde está"),
        (HowFar(), "a que distância"),
        (LetMeKnow(), "avise-me"),
        (LookingFor(), "$1 procurando"),
        (CallBack(), "$1"),
    ];

    private static readonly (Regex Pattern, string With)[] InSpanish =
    [
        (Survive(), "$1 a"),
        (TimesADay(), "$1 al día"),
        (AlLargo(), "a lo largo de"),
        (OnDay(), "$1 el $2"),
        (OfDay(), "del $1"),
        (OfDate(), "$1 del $2"),
        (InNext(), "$1"),
        (Anyone(), "${c}ualquiera"),
        (MorningOf(), "$1 por la mañana"),
        (Whichever(), "cualquier "),
        (Only(), "${s}olo"),
        (ToHome(), "a casa"),
        (WhatNoun(), "$1qué"),
        (DoctorHim(), "El $1"),
        (DoctorHer(), "La $1"),
        (SorryAbout(), "lo siento mucho"),
        (LikeBetter(), "$1 más"),
        (OneBillion(), "mil millones"),
        (HalfABillion(), "quinientos millones"),
    ];

    private static readonly (Regex Pattern, string With)[] InPortuguese =
    [
        (Please(), "por favor"),
        (PleaseFirst(), "Por favor"),
        (OneRadiograph(), "um raio-X"),
        (TheRadiograph(), "o raio-X"),
        (InSome(), "em alguns"),
        (InSomeFeminine(), "em algumas"),
        (GoodDays(), "${g}om dia"),
        (GoodAfternoons(), "${g}oa tarde"),
        (GoodNights(), "${g}oa noite"),
        (ManyThanks(), "${m}uito obrigado"),
        (Thanks(), "obrigado"),
        (ForReal(), "de verdade"),
        (BeforeDoing(), "antes de"),
        (SorryPronoun(), "${s}into"),
        (MyNameIs(), "Meu nome é"),
        (Pleasure(), "${m}uito prazer"),
        (Lessons(), "$1 aulas"),
        (Sleepy(), "$1sono"),
        (SinceMakes(), "há"),
        (MakesTime(), "há "),
        (Trillion(), "trilhão"),
        (Trillions(), "trilhões"),
        (Billions(), "$1 bilhões"),
        (ABillion(), "um bilhão"),
        (GoHome(), "$1 para casa"),
        (GoingTo(), "$1$2 "),
        (Mesoclisis(), "$2 $1r$3"),
        (MesoclisisObject(), "$2 $1ar$3"),
    ];

    /// <summary>Changes a text before Apertium sees it.</summary>
    public static string Before(string text, LanguagePair pair)
    {
        if (pair is not ({ Source: "pt", Target: "es" } or { Source: "es", Target: "pt" })) return text;
        // "Às dez." is at ten: the dictionary has "dez." for December.
        text = LastStop().Replace(text, " .");
        return pair.Target == "es" ? Apply(text, BeforeSpanish) : text;
    }

    /// <summary>Changes what Apertium wrote.</summary>
    public static string After(string text, LanguagePair pair) => (pair.Source, pair.Target) switch
    {
        ("pt", "es") => Month().Replace(Apply(text, InSpanish), month => month.Value.ToLowerInvariant()),
        ("es", "pt") => Apply(text, InPortuguese),
        _ => text,
    };

    private static string Apply(string text, (Regex Pattern, string With)[] changes)
    {
        foreach (var (pattern, with) in changes) text = pattern.Replace(text, with);
        return text;
    }

    [GeneratedRegex(@"\b(?<u>[Uu])m raio[- ]?[Xx]\b")]
    private static partial Regex OneXRay();

    [GeneratedRegex(@"\b([DdNn]?)o raio[- ]?[Xx]\b")]
    private static partial Regex TheXRay();

    [GeneratedRegex(@"(?<=\p{L})\.$")]
    private static partial Regex LastStop();

    [GeneratedRegex(@"\bcadê\b", RegexOptions.IgnoreCase)]
    private static partial Regex WhereIs();

    [GeneratedRegex(@"\b(?<c>[Cc])ualquiera? uno\b")]
    private static partial Regex Anyone();

    [GeneratedRegex(@"\b(mañana|ayer|hoy|lunes|martes|miércoles|jueves|viernes|sábado|domingo) de mañana\b")]
    private static partial Regex MorningOf();

    [GeneratedRegex(@"\bquão longe\b", RegexOptions.IgnoreCase)]
    private static partial Regex HowFar();

    [GeneratedRegex(@"\bdeixe-me saber\b", RegexOptions.IgnoreCase)]
    private static partial Regex LetMeKnow();

    [GeneratedRegex(@"\b(estou|está|estamos|estão|estava|estavam) à procura de\b", RegexOptions.IgnoreCase)]
    private static partial Regex LookingFor();

    [GeneratedRegex(@"\b((?:cham|lig)\w+) de volta\b", RegexOptions.IgnoreCase)]
    private static partial Regex CallBack();

    [GeneratedRegex(@"\bsiento mucho(?: por (?:eso|esto|ello))?\b", RegexOptions.IgnoreCase)]
    private static partial Regex SorryAbout();

    [GeneratedRegex(@"\b(gustan?|gustó|gustaron|gustaría) mejor\b")]
    private static partial Regex LikeBetter();

    [GeneratedRegex(@"\b(?:un|uno|1) mil millones\b", RegexOptions.IgnoreCase)]
    private static partial Regex OneBillion();

    [GeneratedRegex(@"\b(sobreviv\w+) en(?= (?:un|una|el|la)\b)")]
    private static partial Regex Survive();

    [GeneratedRegex(@"\b(vez|veces) por día\b")]
    private static partial Regex TimesADay();

    [GeneratedRegex(@"\bal largo de(?=l?\b)")]
    private static partial Regex AlLargo();

    [GeneratedRegex(@"\b(desde|hasta|para|hacia) (lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b")]
    private static partial Regex OnDay();

    [GeneratedRegex(@"\bde (lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b(?! a )")]
    private static partial Regex OfDay();

    [GeneratedRegex(@"\b(noche|mañana|tarde|día|madrugada|semana) de (\d{1,2} de)\b")]
    private static partial Regex OfDate();

    [GeneratedRegex(@"\ben ((?:el|la) (?:próxim[oa] (?:año|mes|semana|verano|invierno|otoño|primavera|lunes|martes|miércoles|jueves|viernes|sábado|domingo)|(?:año|mes|semana) (?:que viene|pasad[oa])))\b")]
    private static partial Regex InNext();

    [GeneratedRegex(@"\bcualquiera (?!de\b|que\b|es\b|era\b)(?=\p{Ll})")]
    private static partial Regex Whichever();

    [GeneratedRegex(@"\b(?<s>[Ss])ólo\b")]
    private static partial Regex Only();

    [GeneratedRegex(@"\bpara casa\b")]
    private static partial Regex ToHome();

    [GeneratedRegex(@"(¿(?:\p{L}{1,5} )?)que\b")]
    private static partial Regex WhatNoun();

    [GeneratedRegex(@"\bfaz favor\b")]
    private static partial Regex Please();

    [GeneratedRegex(@"\bFaz favor\b")]
    private static partial Regex PleaseFirst();

    [GeneratedRegex(@"\buma radiografia\b")]
    private static partial Regex OneRadiograph();

    [GeneratedRegex(@"\ba radiografia\b")]
    private static partial Regex TheRadiograph();

    [GeneratedRegex(@"\b(?<g>[Bb])ons dias\b")]
    private static partial Regex GoodDays();

    [GeneratedRegex(@"\b(?<g>[Bb])oas tardes\b")]
    private static partial Regex GoodAfternoons();

    [GeneratedRegex(@"\b(?<g>[Bb])oas noites\b")]
    private static partial Regex GoodNights();

    [GeneratedRegex(@"\b(?<m>[Mm])uitas graças\b(?! a)")]
    private static partial Regex ManyThanks();

    [GeneratedRegex(@"\bgraças\b(?! a| ao| à)")]
    private static partial Regex Thanks();

    [GeneratedRegex(@"\bpara valer\b", RegexOptions.IgnoreCase)]
    private static partial Regex ForReal();

    [GeneratedRegex(@"\bdantes de\b")]
    private static partial Regex BeforeDoing();

    [GeneratedRegex(@"\b(?<s>[Ss])ento-o\b|\bo (?<s>s)ento(?= muito)")]
    private static partial Regex SorryPronoun();

    [GeneratedRegex(@"\b(?:Chamo-me|Me chamo)(?= \p{Lu})")]
    private static partial Regex MyNameIs();

    [GeneratedRegex(@"\b(?<m>[Mm])uito gosto\b(?=[.,!]|$)")]
    private static partial Regex Pleasure();

    [GeneratedRegex(@"\b([Dd]ou|[Dd]á|[Dd]ar|[Dd]ava|[Tt]enho|[Tt]em|[Tt]inha) classes\b")]
    private static partial Regex Lessons();

    [GeneratedRegex(@"\b((?:[Tt]enho|[Tt]em|[Tt]emos|[Tt]êm|[Tt]inha|com) (?:muito )?)sonho\b")]
    private static partial Regex Sleepy();

    [GeneratedRegex(@"\bdesde faz\b")]
    private static partial Regex SinceMakes();

    [GeneratedRegex(@"\b(?<!\b[Qq]ue )faz (?=(?:\S+ ){1,3}(?:anos?|m[eê]s|meses|semanas?|dias?|horas?|minutos?|tempo)\b)")]
    private static partial Regex MakesTime();

    [GeneratedRegex(@"\bbilião\b")]
    private static partial Regex Trillion();

    [GeneratedRegex(@"\bbiliões\b")]
    private static partial Regex Trillions();

    [GeneratedRegex(@"\b(dois|duas|três|quatro|cinco|seis|sete|oito|nove|\w+z[ea]|\w*[zs]esse(?:is|te)|\w*[zs]asse(?:is|te)|dezoito|deza?nove|dezenove|vinte|\w+enta|cem|cento|\w+entos|\w+entas|mil|vários|alguns|muitos|poucos|[\d.,]*[02-9]|[\d.,]+\d) bilhão\b", RegexOptions.IgnoreCase)]
    private static partial Regex Billions();

    [GeneratedRegex(@"(?<!\b(?:um|meio|o|do|cada) |\d )\bbilhão\b", RegexOptions.IgnoreCase)]
    private static partial Regex ABillion();

    [GeneratedRegex(@"\b([Vv]ou|[Vv]ai|[Vv]amos|[Vv]ão|ir|[Ff]ui|[Ff]oi|voltar|[Vv]olto|volta) a casa\b")]
    private static partial Regex GoHome();

    [GeneratedRegex(@"\b([Vv]ou|[Vv]ai|[Vv]amos|[Vv]ão)((?:-\w+)?) a (?=\p{Ll}+[aei]r\b)")]
    private static partial Regex GoingTo();

    [GeneratedRegex(@"\b(\p{L}+)r-(me|te|se|lhe|nos|lhes)-(ia|ei|á|emos|ão|iam)\b")]
    private static partial Regex Mesoclisis();

    [GeneratedRegex(@"\b(\p{L}*)á-l?([oa]s?)-(ia|ei|á|emos|ão|iam)\b")]
    private static partial Regex MesoclisisObject();

    [GeneratedRegex(@"\bnuns\b")]
    private static partial Regex InSome();

    [GeneratedRegex(@"\bnumas\b")]
    private static partial Regex InSomeFeminine();

    [GeneratedRegex(@"^((?:Sr|Dr|Prof)\. (?:\p{Lu}\S* )+(?=\p{Ll}))")]
    private static partial Regex DoctorHim();

    [GeneratedRegex(@"^((?:Sra|Dra|Srta|Profa)\. (?:\p{Lu}\S* )+(?=\p{Ll}))")]
    private static partial Regex DoctorHer();

    // Portugal wrote them with a capital until 2009.
    [GeneratedRegex(@"(?<=[\p{Ll}\d],? )(?:Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Septiembre|Octubre|Noviembre|Diciembre)\b")]
    private static partial Regex Month();

    [GeneratedRegex(@"\bmedio mil millones\b", RegexOptions.IgnoreCase)]
    private static partial Regex HalfABillion();
}
