using Hansard.Translation.Terms;
using Hansard.Translation.Text;

namespace Hansard.Translation;

/// <summary>Two translators one after the other, for a pair without a good one of its own.</summary>
internal sealed class PivotTranslator(ITranslator first, ITranslator second) : ITranslator
{
    private readonly IReadOnlyList<TranslationTerm> _known = KnownTerms.Of(new LanguagePair(first.Pair.Source, second.Pair.Target));
    private readonly Phrasebook _phrases = Phrasebook.Of(new LanguagePair(first.Pair.Source, second.Pair.Target));

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
        TranslatedSentence?[] results = [.. sentences.Select(s => TermMatcher.Find(s, terms).Count > 0 ? null : _phrases.Find(s, Pair))];
        terms = [.. terms, .. _known.Where(k => !terms.Any(t => t.Source.Contains(k.Source, StringComparison.OrdinalIgnoreCase)))];
        var spoken = sentences.Select(s => terms.Where(t => TermMatcher.Find(s, [t]).Count > 0).ToArray()).ToList();
        int[] todo = [.. Enumerable.Range(0, sentences.Count).Where(i => results[i] is null)];
        var between = await first.TranslateAsync([.. todo.Select(i => sentences[i])], terms, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < todo.Length; i++) results[todo[i]] = between[i];
        // Only a sentence's own terms: another's target might be an ordinary word of the language between.
        foreach (var group in todo.GroupBy(i => string.Join('\n', spoken[i].Select(t => t.Target))))
        {
            var kept = spoken[group.First()].Select(t => new TranslationTerm(t.Target, t.Target)).ToList();
            var last = await second.TranslateAsync([.. group.Select(i => results[i]!.Text)], kept, cancellationToken).ConfigureAwait(false);
            foreach (var (i, result) in group.Zip(last))
                results[i] = new TranslatedSentence(
                    NumberCheck.Separate(sentences[i], result.Text, Pair), results[i]!.Confidence * result.Confidence);
        }

        return results!;
    }
}
