using Hansard.Engine.Translation.Terms;

namespace Hansard.Engine.Translation;

/// <summary>Two translators one after the other, for a pair without a model of its own.</summary>
internal sealed class PivotTranslator(ITranslator first, ITranslator second) : ITranslator
{
    /// <inheritdoc />
    public string Name => $"{first.Name} + {second.Name}";

    /// <inheritdoc />
    public LanguagePair Pair => new(first.Pair.Source, second.Pair.Target);

    /// <inheritdoc />
    public TranslationQuality Quality => (TranslationQuality)Math.Min((int)first.Quality, (int)second.Quality);

    /// <inheritdoc />
    /// <remarks>A term's target goes through the language between as it is: the second translator is told to copy it.</remarks>
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, IReadOnlyList<TranslationTerm> terms, CancellationToken cancellationToken)
    {
        var between = await first.TranslateAsync(sentences, terms, cancellationToken).ConfigureAwait(false);
        // Only terms that were spoken: another's target might be an ordinary word of the language between.
        var spoken = terms.Where(t => sentences.Any(s => TermMatcher.Occurrences(s, t.Source).Any()))
            .Select(t => new TranslationTerm(t.Target, t.Target)).Distinct().ToList();
        var last = await second.TranslateAsync([.. between.Select(b => b.Text)], spoken, cancellationToken).ConfigureAwait(false);
        return [.. between.Zip(last, (a, b) => b with { Confidence = a.Confidence * b.Confidence })];
    }
}
