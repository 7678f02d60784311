using Hansard.Cli.Usage;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>Reads <c>--translate</c> and <c>--translation-term</c>.</summary>
internal static class TranslationArgument
{
    /// <summary>Reads the translation that the user asks for; null: none.</summary>
    /// <param name="argument">One language to translate into, or two with a colon between them; null: nothing is translated.</param>
    /// <param name="terms">Each a source and a target with an equals sign between them.</param>
    /// <exception cref="UsageException">They are written otherwise.</exception>
    public static TranslationOptions? Read(string? argument, IReadOnlyList<string> terms)
    {
        if (argument is null)
            return terms.Count == 0 ? null : throw new UsageException("--translation-term has no meaning without --translate.");
        TranslationTerm[] read = [.. terms.Select(ReadTerm)];
        return argument.Split(':') switch
        {
            [{ Length: > 0 } target] => new OneWayTranslation(target) { Terms = read },
            [{ Length: > 0 } a, { Length: > 0 } b] when a != b => new TwoWayTranslation(a, b) { Terms = read },
            _ => throw new UsageException(
                $"--translate takes a language to translate into, such as es, or two to translate between, such as en:pt, "
                + $"not '{argument}'."),
        };
    }

    /// <summary>Finds out before the long work whether it can be translated.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void Check(TranslationOptions? options, IReadOnlyList<AvailableTranslation> translations)
    {
        bool IsThere(string source, string target) => translations.Any(t => t.Pair == new LanguagePair(source, target));
        var isPossible = options switch
        {
            OneWayTranslation { Target: var target } => translations.Any(t => t.Pair.Target == target),
            TwoWayTranslation(var a, var b) => IsThere(a, b) && IsThere(b, a),
            _ => true,
        };
        if (isPossible) return;
        var pairs = LanguagePairs.Describe(translations.Select(t => t.Pair));
        throw new UsageException($"There is no translator for that. There is: {pairs}. See 'hansard models list' for models to fetch.");
    }

    private static TranslationTerm ReadTerm(string term)
        => term.Split('=') is [var source, var target] && source.Trim().Length > 0 && target.Trim().Length > 0
            ? new TranslationTerm(source.Trim(), target.Trim())
            : throw new UsageException($"--translation-term takes a term and its translation, such as stroke=ictus, not '{term}'.");
}
