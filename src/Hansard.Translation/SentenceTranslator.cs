using Hansard.Translation.Terms;
using Hansard.Translation.Text;

namespace Hansard.Translation;

/// <summary>A model with everything around it: phrases, repair of the model's faults, long sentences, terms.</summary>
internal sealed class SentenceTranslator(ISentenceModel model) : ITranslator
{
    private readonly TermTranslation _terms = new(model);
    private readonly Phrasebook _phrases = Phrasebook.Of(model.Pair);

    /// <inheritdoc />
    public string Name => model.Name;

    /// <inheritdoc />
    public LanguagePair Pair => model.Pair;

    /// <inheritdoc />
    public TranslationQuality Quality => model.Quality;

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, IReadOnlyList<TranslationTerm> terms, CancellationToken cancellationToken)
    {
        var results = new TranslatedSentence?[sentences.Count];
        var sources = new SourceText?[sentences.Count];
        var parts = new List<SentencePart>();
        for (var i = 0; i < sentences.Count; i++)
        {
            results[i] = WithoutModel(sentences[i], terms);
            if (results[i] is not null) continue;
            var source = sources[i] = SourceText.Prepare(sentences[i], [.. terms, .. model.KnownTerms], model);
            if (source.NeedsModel) parts.AddRange(Parts(source).Select(part => new SentencePart(i, part)));
            else results[i] = new TranslatedSentence(
                source.Restore(TermSpan.Replace(source.Text, source.Spans)), 1);
        }

        if (parts.Count == 0) return results!;
        var translations = await _terms.TranslateAsync([.. parts.Select(p => p.Part)], cancellationToken).ConfigureAwait(false);
        foreach (var group in parts.Zip(translations).GroupBy(p => p.First.Sentence))
        {
            var texts = group.Select(g => g.Second.Text.Trim()).Where(t => t.Length > 0);
            results[group.Key] = new TranslatedSentence(
                sources[group.Key]!.Restore(string.Join(' ', texts)), group.Average(g => g.Second.Confidence));
        }

        return results!;
    }

    // What says nothing has no translation, and what is a phrase has a known one, unless a term says otherwise.
    private TranslatedSentence? WithoutModel(string sentence, IReadOnlyList<TranslationTerm> terms)
    {
        if (string.IsNullOrWhiteSpace(sentence)) return new TranslatedSentence("", 1);
        if (!sentence.Any(char.IsLetter) && !sentence.Any(char.IsDigit)) return new TranslatedSentence(sentence.Trim(), 1);
        return TermMatcher.Find(sentence, terms).Count > 0 ? null : _phrases.Find(sentence, Pair);
    }

    private IEnumerable<TermTranslation.Sentence> Parts(SourceText source)
    {
        foreach (var (start, length) in LongSentences.Split(
            source.Text, model.Fits, at => !source.Spans.Any(s => s.Start < at && at < s.End)))
        {
            // The space between two parts is put back where they are joined.
            var skipped = source.Text[start] == ' ' ? 1 : 0;
            var spans = source.Spans.Where(s => s.Start >= start && s.End <= start + length)
                .Select(s => s with { Start = s.Start - start - skipped });
            yield return new TermTranslation.Sentence(source.Text.Substring(start + skipped, length - skipped), [.. spans]);
        }
    }

    /// <summary>A part of a sentence that fits the model.</summary>
    /// <param name="Sentence">Index of the sentence.</param>
    /// <param name="Part">The part.</param>
    private readonly record struct SentencePart(int Sentence, TermTranslation.Sentence Part);
}
