using System.CommandLine;
using Hansard.Cli.Languages;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Translation;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options of translation.</summary>
internal sealed class TranslationArguments
{
    private readonly Option<string[]> _translate = new("--translate")
    {
        Description = "Translate into a language, such as es or spanish, or between two, such as en:pt. Repeated, into each of several, "
            + "with a file for each.",
        HelpName = "LANGUAGE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _terms = new("--translation-term")
    {
        Description = "How a term is translated, such as stroke=ictus; with several translations es:stroke=ictus. May be repeated.",
        HelpName = "TERM=TRANSLATION",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _translatedOnly = new("--translated-only")
    {
        Description = "Text and subtitles show the translation in place of what was said.",
    };

    private readonly Option<bool> _bilingual = new("--bilingual")
    {
        Description = "Subtitles show the translation under what was said.",
    };

    /// <summary>Makes the options.</summary>
    public TranslationArguments() => _translate.CompletionSources.Add([.. LanguageNames.Suggestions]);

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_translate, _terms, _translatedOnly, _bilingual];

    /// <summary>Indicates whether the translation stands in place of what was said.</summary>
    public bool IsTranslatedOnly(ParseResult arguments) => arguments.GetValue(_translatedOnly);

    /// <summary>Indicates whether subtitles have both languages.</summary>
    public bool IsBilingual(ParseResult arguments) => arguments.GetValue(_bilingual);

    /// <summary>Reads the translation that is asked for; null: none.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="contextTerms">Terms of the context file.</param>
    /// <param name="warnings">Told of what has no effect.</param>
    /// <exception cref="UsageException">What is asked for contradicts itself.</exception>
    public TranslationOptions? Read(ParseResult arguments, IReadOnlyList<TranslationTerm> contextTerms, Warnings warnings)
    {
        var targets = arguments.GetValue(_translate)!
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var terms = arguments.GetValue(_terms)!;
        if (targets.Count == 0)
        {
            if (terms.Length > 0) throw new UsageException("--translation-term has no meaning without --translate.");
            if (IsTranslatedOnly(arguments)) throw new UsageException("--translated-only has no meaning without --translate.");
            if (IsBilingual(arguments)) throw new UsageException("--bilingual has no meaning without --translate.");
            if (contextTerms.Count > 0) warnings.Add("The translation_terms of --context have no effect without --translate.");
            return null;
        }

        if (IsTranslatedOnly(arguments) && IsBilingual(arguments))
            throw new UsageException("--translated-only and --bilingual contradict each other: use one of them.");
        if (targets is [var pair] && pair.Contains(':', StringComparison.Ordinal))
            return TwoWay(pair) with { Terms = [.. contextTerms, .. terms.Select(ReadTerm)] };
        if (targets.Find(target => target.Contains(':', StringComparison.Ordinal)) is { } twoWay)
            throw new UsageException($"--translate {twoWay} translates two ways, which no other translation can stand beside.");
        List<string> codes = [.. targets.Select(target => ReadLanguage(target, target)).Distinct()];
        return codes is [var only]
            ? new OneWayTranslation(only) { Terms = [.. contextTerms, .. terms.Select(ReadTerm)] }
            : new SeveralTranslations(Several(codes, contextTerms, terms));
    }

    /// <summary>Reads one translation, one way or two ways.</summary>
    /// <param name="argument">A language to translate into, or two with a colon between them; null: nothing is translated.</param>
    /// <param name="terms">Each a source and a target with an equals sign between them.</param>
    /// <exception cref="UsageException">They are written otherwise.</exception>
    public static TranslationOptions? ReadOne(string? argument, IReadOnlyList<string> terms)
    {
        if (argument is null)
            return terms.Count == 0 ? null : throw new UsageException("--translation-term has no meaning without --translate.");
        TranslationOptions one = argument.Contains(':', StringComparison.Ordinal)
            ? TwoWay(argument)
            : new OneWayTranslation(ReadLanguage(argument, argument));
        return one with { Terms = [.. terms.Select(ReadTerm)] };
    }

    /// <summary>Says which options have no effect on the formats that are written.</summary>
    public void SayIgnored(ParseResult arguments, IReadOnlyList<ExportFormat> formats, Warnings warnings)
    {
        string[] names = [.. formats.Select(format => format.Name)];
        var written = Alternatives.Of(names);
        if (IsBilingual(arguments) && !names.Any(OutputRequest.IsSubtitle))
            warnings.Add($"--bilingual has no effect on {written}: it is for srt, vtt and ass.");
        if (IsTranslatedOnly(arguments) && names.All(name => name is "json" or "rttm"))
            warnings.Add($"--translated-only has no effect on {written}: it is for text and subtitles.");
    }

    /// <summary>The languages that get a file of their own; empty unless there are several.</summary>
    public static IReadOnlyList<string> FilesOf(TranslationOptions? options)
        => options is SeveralTranslations several ? [.. several.Translations.Select(translation => translation.Target)] : [];

    /// <summary>Finds out before the long work whether it can be translated.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void Check(TranslationOptions? options, IReadOnlyList<AvailableTranslation> translations)
    {
        bool IsThere(string source, string target) => translations.Any(t => t.Pair == new LanguagePair(source, target));
        bool CanBeReached(string target) => translations.Any(t => t.Pair.Target == target);
        var isPossible = options switch
        {
            OneWayTranslation { Target: var target } => CanBeReached(target),
            SeveralTranslations several => several.Translations.All(translation => CanBeReached(translation.Target)),
            TwoWayTranslation(var a, var b) => IsThere(a, b) && IsThere(b, a),
            _ => true,
        };
        if (isPossible) return;
        string[] targets = [.. translations.Select(t => t.Pair.Target).Distinct().Order(StringComparer.Ordinal)];
        var here = targets.Length == 0 ? "nothing" : Alternatives.Of(targets);
        throw new UsageException(
            $"There is no translator for that: those that are here translate into {here}. See 'hansard models list' for models to fetch.");
    }

    private static TwoWayTranslation TwoWay(string argument)
    {
        if (argument.Split(':') is [{ Length: > 0 } a, { Length: > 0 } b]
            && (ReadLanguage(a, argument), ReadLanguage(b, argument)) is var (first, second) && first != second)
            return new TwoWayTranslation(first, second);
        throw Wrong(argument);
    }

    private static string ReadLanguage(string language, string argument)
        => language.Length > 0 ? LanguageNames.ReadCode("--translate", language) : throw Wrong(argument);

    private static UsageException Wrong(string argument) => new(
        $"--translate takes a language to translate into, such as es, or two to translate between, such as en:pt, not '{argument}'.");

    private static IReadOnlyList<OneWayTranslation> Several(
        List<string> targets, IReadOnlyList<TranslationTerm> contextTerms, IReadOnlyList<string> terms)
    {
        if (contextTerms.Count > 0)
            throw new UsageException(
                "The translation_terms of --context do not say which of the translations they are for: use --translation-term es:A=B.");
        var read = terms.Select(term => term.Split(':', 2) is [var target, var rest]
            && LanguageCodes.OfTag(target.Trim()) is { } code && targets.Contains(code)
                ? (Target: code, Term: ReadTerm(rest))
                : throw new UsageException(
                    $"--translation-term has to say which of the translations it is for, as in {targets[0]}:stroke=ictus, not '{term}'."))
            .ToLookup(each => each.Target, each => each.Term);
        return [.. targets.Select(target => new OneWayTranslation(target) { Terms = [.. read[target]] })];
    }

    private static TranslationTerm ReadTerm(string term)
        => term.Split('=') is [var source, var target] && source.Trim().Length > 0 && target.Trim().Length > 0
            ? new TranslationTerm(source.Trim(), target.Trim())
            : throw new UsageException($"--translation-term takes a term and its translation, such as stroke=ictus, not '{term}'.");
}
