using System.Globalization;
using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>Makes a transcript's tokens of recognised words, window after window.</summary>
/// <remarks>
/// Words keep their spaces, punctuation becomes tokens of its own, and where two windows, languages or speakers meet a space is put in
/// if the writing has spaces there, so that joining all tokens gives readable text. Where a sentence has ended, and at the beginning, a
/// window of whole sentences begins with a capital. Starts never go back within a speaker's words.
/// </remarks>
internal sealed class TokenBuilder
{
    private readonly Dictionary<string, long> _latestStart;
    private readonly SentenceCapitals _capitals;
    private Rune? _lastRune;
    private string? _lastLanguage;
    private string? _lastSpeaker;
    private bool _endedInSpace;
    private bool _quoteIsOpen;

    /// <summary>Begins a transcript.</summary>
    /// <param name="terms">Names that are written as they are given, at the beginning of a sentence too; null for none.</param>
    public TokenBuilder(IReadOnlyList<string>? terms = null)
    {
        _latestStart = [];
        _capitals = new SentenceCapitals(terms ?? []);
    }

    private TokenBuilder(TokenBuilder other)
    {
        _capitals = other._capitals;
        _latestStart = new Dictionary<string, long>(other._latestStart);
        (_lastRune, _lastLanguage, _lastSpeaker) = (other._lastRune, other._lastLanguage, other._lastSpeaker);
        (_endedInSpace, _quoteIsOpen) = (other._endedInSpace, other._quoteIsOpen);
    }

    /// <summary>The tokens of a whole recording.</summary>
    /// <param name="windows">The words of each window, in time order.</param>
    /// <param name="terms">Names that are written as they are given; null for none.</param>
    public static IReadOnlyList<TranscriptToken> Build(
        IEnumerable<IReadOnlyList<RecognisedWord>> windows, IReadOnlyList<string>? terms = null)
    {
        var builder = new TokenBuilder(terms);
        return [.. windows.SelectMany(window => builder.Append(window))];
    }

    /// <summary>Adds the words of the next window.</summary>
    /// <param name="window">Words in time order; the first one begins a new word even without a leading space.</param>
    /// <param name="continues">Whether they are of the same window as those before them, where the first one begins no new word.</param>
    /// <returns>The tokens that were added.</returns>
    public IReadOnlyList<TranscriptToken> Append(IReadOnlyList<RecognisedWord> window, bool continues = false)
    {
        List<TranscriptToken> tokens = [];
        var meets = !continues;
        var begins = meets && (_lastRune is not { } last || Script.EndsSentence(last));
        foreach (var group in Groups(window))
        {
            meets |= group[0].Word.Language != _lastLanguage || group[0].Word.Speaker != _lastSpeaker;
            if (AppendGroup(group, meets, tokens)) meets = false;
        }

        if (begins) _capitals.Begin(tokens);
        return tokens;
    }

    /// <summary>The tokens that words would add.</summary>
    /// <inheritdoc cref="Append"/>
    public IReadOnlyList<TranscriptToken> Preview(IReadOnlyList<RecognisedWord> window, bool continues = false)
        => new TokenBuilder(this).Append(window, continues);

    /// <summary>
    /// A word and its text with white space collapsed and what no text holds (control characters, half surrogate pairs) removed.
    /// </summary>
    private readonly record struct Clean(RecognisedWord Word, string Text);

    // Pieces that no space separates are one word, because their punctuation is inside it: " $2" and ".50". In languages without
    // spaces every piece stands alone, except one that a combining character begins.
    private static IEnumerable<List<Clean>> Groups(IReadOnlyList<RecognisedWord> window)
    {
        var group = new List<Clean>();
        foreach (var word in window)
        {
            var text = CleanText(word.Text);
            if (text.Length == 0) continue;
            if (group.Count > 0 && !Continues(group[^1], word, text))
            {
                yield return group;
                group = [];
            }

            group.Add(new Clean(word, text));
        }

        if (group.Count > 0) yield return group;
    }

    private static bool Continues(Clean before, RecognisedWord word, string text)
    {
        if (text[0] == ' ' || before.Text[^1] == ' ' || word.Language != before.Word.Language || word.Speaker != before.Word.Speaker)
            return false;
        return Script.WritesSpaces(word.Language) || Script.Extends(Rune.GetRuneAt(text, 0));
    }

    private static string CleanText(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (clean.Length == 0 || clean[^1] != ' ') clean.Append(' ');
            }
            else if (rune != Rune.ReplacementChar
                && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    private bool AppendGroup(List<Clean> group, bool meets, List<TranscriptToken> tokens)
    {
        var text = string.Concat(group.Select(g => g.Text));
        var owners = group.SelectMany(g => Enumerable.Repeat(g.Word, g.Text.Length)).ToArray();
        var added = false;
        for (var start = 0; start < text.Length;)
        {
            if (text[start] == ' ')
            {
                _endedInSpace = true;
                start++;
                continue;
            }

            var end = text.IndexOf(' ', start) is var space and >= 0 ? space : text.Length;
            AppendWord(text[start..end], owners[start..end], meets && !added, tokens);
            added = true;
            start = end;
        }

        return added;
    }

    private void AppendWord(string text, RecognisedWord[] owners, bool meets, List<TranscriptToken> tokens)
    {
        var pieces = WordPieces.Split(text, ref _quoteIsOpen);
        var times = Times(pieces, owners);
        var spaced = _endedInSpace;
        var first = Rune.GetRuneAt(text, 0);
        if (_lastRune is not { } last) spaced = false;
        else if (meets) spaced = !(Script.IsCjk(last) && Script.IsCjk(first)) && !(pieces[0].IsMark && ClosesWhatIsBefore(first));

        foreach (var piece in pieces)
        {
            var owner = owners[piece.Start];
            var (start, end) = Ordered(owner.Speaker, times[piece.Start].Start, times[piece.End - 1].End);
            tokens.Add(new TranscriptToken
            {
                Text = string.Concat(spaced ? " " : "", text.AsSpan(piece.Start, piece.Length)),
                StartMs = start,
                EndMs = end,
                Confidence = Confidence(owners.AsSpan(piece.Start, piece.Length)),
                Language = owner.Language,
                Speaker = owner.Speaker,
                Alternatives = piece.IsMark || !IsAllOf(pieces, owners) ? [] : owner.Alternatives,
            });
            spaced = false;
        }

        _lastRune = LastRune(text);
        (_lastLanguage, _lastSpeaker) = (owners[^1].Language, owners[^1].Speaker);
        _endedInSpace = false;
    }

    // What was heard instead of a word cannot stand for a part of it.
    private static bool IsAllOf(IReadOnlyList<WordPieces.Piece> pieces, RecognisedWord[] owners)
        => pieces.Count(piece => !piece.IsMark) == 1 && owners.All(owner => ReferenceEquals(owner, owners[0]));

    // A word's time is shared evenly by its characters; a mark takes no time and stands where the sound before it ends.
    private static TimeRange[] Times(IReadOnlyList<WordPieces.Piece> pieces, RecognisedWord[] owners)
    {
        var times = new TimeRange[owners.Length];
        var sounded = new bool[owners.Length];
        foreach (var piece in pieces) sounded.AsSpan(piece.Start, piece.Length).Fill(!piece.IsMark);
        for (var from = 0; from < owners.Length;)
        {
            var owner = owners[from];
            var to = from;
            while (to < owners.Length && ReferenceEquals(owners[to], owner)) to++;
            var count = sounded.AsSpan(from, to - from).Count(true);
            var (at, seen) = (owner.Start, 0);
            for (var i = from; i < to; i++)
            {
                var next = !sounded[i] ? at : owner.Start + (owner.End - owner.Start) * ((double)++seen / count);
                times[i] = new TimeRange(at, next);
                at = next;
            }

            from = to;
        }

        return times;
    }

    private MillisecondRange Ordered(string? speaker, TimeSpan start, TimeSpan end)
    {
        var latest = _latestStart.GetValueOrDefault(speaker ?? "");
        var startMs = Math.Max(latest, (long)Math.Round(start.TotalMilliseconds));
        _latestStart[speaker ?? ""] = startMs;
        return new MillisecondRange(startMs, Math.Max(startMs, (long)Math.Round(end.TotalMilliseconds)));
    }

    // Three decimals say all there is to say, and keep JSON short.
    private static double Confidence(ReadOnlySpan<RecognisedWord> owners)
    {
        var sum = 0.0;
        foreach (var owner in owners) sum += double.IsNaN(owner.Confidence) ? 0 : Math.Clamp(owner.Confidence, 0, 1);
        return Math.Round(sum / owners.Length, 3);
    }

    private static bool ClosesWhatIsBefore(Rune mark)
        => Script.EndsSentence(mark) || Script.EndsClause(mark) && mark.Value is not ('—' or '–')
        || (Script.IsClosing(mark) && mark.Value is not ('"' or '\'' or '“'));

    private static Rune LastRune(string text)
    {
        Rune.DecodeLastFromUtf16(text, out var rune, out _);
        return rune;
    }

    private readonly record struct MillisecondRange(long Start, long End);
}
