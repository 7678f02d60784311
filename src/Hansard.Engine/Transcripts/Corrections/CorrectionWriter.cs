using System.Text;

namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Writes the tokens of a corrected transcript, from its beginning to its end.</summary>
/// <param name="tokens">All tokens of the transcript.</param>
/// <param name="spoken">Indexes of those that are no translations.</param>
/// <param name="passages">The corrected text.</param>
/// <param name="atoms">Of the corrected text.</param>
/// <param name="duration">Of the recording; zero: not known.</param>
internal sealed class CorrectionWriter(
    IReadOnlyList<TranscriptToken> tokens, int[] spoken, IReadOnlyList<CorrectedPassage> passages, List<TextAtom> atoms, TimeSpan duration)
{
    private readonly List<Written> _written = [];

    /// <summary>Writes tokens whose text is in the corrected text.</summary>
    /// <param name="unit">The tokens.</param>
    /// <param name="before">Atoms of the transcript.</param>
    public void Keep(TokenUnit unit, List<TextAtom> before)
    {
        var atom = atoms[unit.Kept];
        var speaker = passages[atom.Owner].Speaker;
        for (var i = unit.First; i <= unit.Last; i++)
        {
            var token = tokens[spoken[i]];
            if (speaker is not null && token.Speaker != speaker) token = token with { Speaker = speaker };
            if (i == unit.First) token = Spaced(token, unit, atom.Gap, before[unit.Atom].Gap);
            _written.Add(new Written(token, spoken[i], atom.Owner, IsNew: false));
        }
    }

    /// <summary>Writes new tokens in place of others.</summary>
    /// <param name="firstRemoved">Index of the first token that is replaced, among spoken ones; null: none is.</param>
    /// <param name="lastRemoved">Index of the last one.</param>
    /// <param name="start">Index of the first atom of the new text.</param>
    /// <param name="end">Index after the last one.</param>
    /// <param name="next">The tokens after, which stay; null at the end.</param>
    public void Replace(int? firstRemoved, int? lastRemoved, int start, int end, TokenUnit? next)
    {
        var pieces = NewPiece.Of(atoms, start, end);
        if (pieces.Count == 0) return;
        int[] removed = firstRemoved is { } first ? [.. spoken[first..(lastRemoved!.Value + 1)]] : [];
        var after = next is null ? (int?)null : spoken[next.First];
        var origins = Origins(pieces, removed, after, next is null ? -1 : atoms[next.Kept].Owner);
        var before = _written.Count > 0 ? _written[^1].Token : null;
        var times = new CorrectedTimes(before, after is null ? null : tokens[after.Value], duration)
            .Of(pieces, [.. removed.Select(i => tokens[i])], [.. origins.Select(i => i is null ? null : tokens[i.Value])]);
        for (var i = 0; i < pieces.Count; i++)
        {
            var source = origins[i] is { } origin ? tokens[origin] : new TranscriptToken { Text = "", Confidence = 1 };
            var token = source with
            {
                Text = pieces[i].Text,
                StartMs = times[i].StartMs,
                EndMs = times[i].EndMs,
                Confidence = 1,
                Speaker = passages[pieces[i].Passage].Speaker ?? source.Speaker,
            };
            var isSpaced = pieces[i].Gap == AtomGap.Space || (pieces[i].Gap == AtomGap.Passage && !Joins(token.Text));
            if (isSpaced && _written.Count > 0) token = token with { Text = $" {token.Text}" };
            _written.Add(new Written(token, origins[i] ?? 0, pieces[i].Passage, IsNew: true));
        }
    }

    /// <summary>Puts translations where what they translate is.</summary>
    public CorrectedTranscript Finish()
    {
        List<TranscriptToken> all = new(tokens.Count + 16);
        List<ChangedTokens> changes = [];
        var (next, isChanging) = (0, false);
        for (var i = 0; i < tokens.Count;)
        {
            var start = i;
            while (i < tokens.Count && tokens[i].TranslationStatus is not TranslationStatus.Translation) i++;
            var written = next;
            for (; next < _written.Count && _written[next].Origin < i; next++) Add(_written[next]);
            var isTranslated = next > written || i == start;
            for (; i < tokens.Count && tokens[i].TranslationStatus is TranslationStatus.Translation; i++)
            {
                if (isTranslated) all.Add(tokens[i]);
            }
        }
        for (; next < _written.Count; next++) Add(_written[next]);
        return new CorrectedTranscript(all, changes);

        void Add(Written one)
        {
            if (one.IsNew && isChanging) changes[^1] = changes[^1] with { End = all.Count + 1 };
            else if (one.IsNew) changes.Add(new ChangedTokens(all.Count, all.Count + 1));
            isChanging = one.IsNew;
            all.Add(one.Token);
        }
    }

    // The first token of all has no space; whether one is before others is said by the text, and by the token where a passage begins.
    private TranscriptToken Spaced(TranscriptToken token, TokenUnit unit, AtomGap gap, AtomGap formerGap)
    {
        if (unit.First == 0 && _written.Count == 0) return token;
        var isSpaced = gap == AtomGap.Space
            || (gap == AtomGap.Passage && (unit.First == 0 ? !Joins(token.Text) : formerGap == AtomGap.Space));
        if (_written.Count == 0) isSpaced = false;
        if (isSpaced == (formerGap == AtomGap.Space)) return token;
        return token with { Text = isSpaced ? $" {token.Text}" : token.Text.TrimStart() };
    }

    // Whether text goes on after what is written without a space.
    private bool Joins(string text)
    {
        if (_written.Count == 0) return true;
        Rune.DecodeLastFromUtf16(_written[^1].Token.Text, out var last, out _);
        return Script.IsCjk(last) && Script.IsCjk(text.EnumerateRunes().First());
    }

    // The tokens that new ones take their languages and speakers from: those they replace, or else their neighbours in the passage.
    private int?[] Origins(List<NewPiece> pieces, int[] removed, int? after, int passageAfter)
    {
        var origins = new int?[pieces.Count];
        var all = Math.Max(1, pieces.Sum(piece => piece.Letters));
        var (letters, before) = (0, _written.Count > 0 ? _written[^1] : null);
        for (var i = 0; i < pieces.Count; i++)
        {
            var isOfNext = before is null || (before.Passage != pieces[i].Passage && passageAfter == pieces[i].Passage);
            origins[i] = removed.Length > 0 ? removed[(int)Math.Min(removed.Length - 1, (long)letters * removed.Length / all)]
                : isOfNext ? after ?? before?.Origin
                : before!.Origin;
            letters += pieces[i].Letters;
        }
        return origins;
    }

    /// <summary>A token of the corrected transcript.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Origin">Index of the token that it was, or that it takes its labels from.</param>
    /// <param name="Passage">Index of its passage.</param>
    /// <param name="IsNew">True where its text is new.</param>
    private sealed record Written(TranscriptToken Token, int Origin, int Passage, bool IsNew);
}
