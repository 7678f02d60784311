namespace Hansard.Translation.Terms;

/// <summary>Translates sentences so that their terms are rendered as given, always.</summary>
/// <remarks>
/// From what reads best to what cannot fail, for each sentence only as far as needed: as it is (half of all terms come out right); with
/// the target written into the source, which models copy and make the words around agree with (Song et al. 2019, "Code-Switching for
/// Enhancing NMT with Pre-Specified Translation"); with a search that must write the target; with a name in the term's place; in pieces
/// around the term.
/// </remarks>
internal sealed class TermTranslation(ISentenceModel model)
{
    // Below this a constrained sentence is usually cut short or bent around the term, and a name in its place does better. From 100 test
    // sentences.
    private const double GoodEnough = 0.25;

    /// <summary>A sentence with the places of its terms.</summary>
    public sealed record Sentence(string Text, IReadOnlyList<TermSpan> Spans);

    /// <summary>Translates sentences, one result each, with all terms in it (in any case).</summary>
    public async Task<TranslatedSentence[]> TranslateAsync(IReadOnlyList<Sentence> sentences, CancellationToken cancellationToken)
    {
        var plain = await model.TranslateAsync([.. sentences.Select(s => s.Text)], cancellationToken).ConfigureAwait(false);
        TranslatedSentence[] results = [.. plain];
        var todo = sentences.Select((sentence, index) => (Sentence: WithLostNumbers(sentence, plain[index].Text), Index: index))
            .Where(t => TermRendering.Missing(results[t.Index].Text, t.Sentence.Spans).Count > 0).ToList();
        foreach (var all in new[] { false, true })
        {
            var inlined = todo.Select(
                t => Inline(t.Sentence, all ? t.Sentence.Spans : TermRendering.Missing(plain[t.Index].Text, t.Sentence.Spans))).ToList();
            var changed = todo.Zip(inlined).Where(p => p.Second != p.First.Sentence.Text).ToList();
            if (changed.Count == 0) continue;
            var translations = await model.TranslateAsync([.. changed.Select(c => c.Second)], cancellationToken).ConfigureAwait(false);
            foreach (var ((item, _), translation) in changed.Zip(translations))
            {
                if (TermRendering.Missing(translation.Text, item.Sentence.Spans).Count > 0) continue;
                results[item.Index] = translation;
                todo.Remove(item);
            }
        }

        foreach (var (sentence, index) in todo) results[index] = await InsistAsync(sentence, cancellationToken).ConfigureAwait(false);
        return results;
    }

    // A number that was lost is a term from then on.
    private Sentence WithLostNumbers(Sentence sentence, string translation)
    {
        var numbers = Text.NumberCheck.Missing(sentence.Text, translation, model.Pair)
            .Where(n => !sentence.Spans.Any(s => s.Start < n.End && n.Start < s.End)).ToList();
        return numbers.Count == 0 ? sentence : sentence with { Spans = [.. sentence.Spans.Concat(numbers).OrderBy(s => s.Start)] };
    }

    private static string Inline(Sentence sentence, IReadOnlyList<TermSpan> spans)
        => TermSpan.Replace(sentence.Text, spans);

    private async Task<TranslatedSentence> InsistAsync(Sentence sentence, CancellationToken cancellationToken)
    {
        var spans = sentence.Spans;
        string[] required = [.. spans.Select(s => s.Target)];
        TranslatedSentence? best = null;
        foreach (var text in new[] { Inline(sentence, spans), sentence.Text }.Distinct())
        {
            var constrained = await model.TranslateWithAsync(text, required, cancellationToken).ConfigureAwait(false);
            if (constrained is not null && constrained.Confidence > (best?.Confidence ?? 0)
                && TermRendering.Missing(constrained.Text, spans).Count == 0)
                best = constrained;
        }

        if (best is { Confidence: >= GoodEnough }) return best;
        for (var set = 0; set < Placeholders.Count; set++)
        {
            if (Placeholders.Insert(sentence.Text, spans, set) is not { } text) continue;
            var translation = (await model.TranslateAsync([text], cancellationToken).ConfigureAwait(false))[0];
            if (Placeholders.Resolve(translation.Text, spans, set) is { } resolved) return translation with { Text = resolved };
        }

        return best ?? await InPiecesAsync(sentence, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TranslatedSentence> InPiecesAsync(Sentence sentence, CancellationToken cancellationToken)
    {
        var pieces = new List<string>();
        var at = 0;
        foreach (var span in sentence.Spans)
        {
            pieces.Add(sentence.Text[at..span.Start]);
            at = span.End;
        }

        pieces.Add(sentence.Text[at..]);
        var translatable = pieces.Where(p => p.Any(char.IsLetterOrDigit)).ToList();
        var translations = translatable.Count == 0
            ? []
            : await model.TranslateAsync([.. translatable.Select(p => p.Trim())], cancellationToken).ConfigureAwait(false);
        var (result, next) = (new System.Text.StringBuilder(), 0);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var text = piece.Any(char.IsLetterOrDigit) ? translations[next++].Text : piece.Trim();
            if (i > 0 && piece.StartsWith(' ') && text.Length > 0) result.Append(' ');
            result.Append(text);
            if (i == sentence.Spans.Count) continue;
            if (piece.EndsWith(' ')) result.Append(' ');
            result.Append(sentence.Spans[i].Target);
        }

        return new TranslatedSentence(result.ToString(), translations.Select(t => t.Confidence).DefaultIfEmpty(0.5).Average());
    }
}
