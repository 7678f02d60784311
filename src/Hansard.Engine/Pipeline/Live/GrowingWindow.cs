using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>
/// The window of sound that is decoded again and again while it grows, and what of its words is final.
/// </summary>
/// <remarks>
/// Words are final when two decodings in a row agree on them and enough sound follows them (LocalAgreement: Liu, Spanakis and Niehues 2020;
/// Macháček, Dabre and Bojar 2023), or when a pause ends what is said: then the window is decoded once more with beams and fallbacks. Final
/// words are given to the decoder as the beginning of its text, so that it goes on from them; the window forgets them when enough other
/// words lie between, as each decoding costs by the length of the window. Not thread-safe; one decoding at a time.
/// </remarks>
/// <param name="sound">The sound.</param>
/// <param name="settings">How soon and how often.</param>
/// <param name="request">What every request has, but for its window.</param>
/// <param name="language">Tells the language of each window; null where the request says it.</param>
internal sealed class GrowingWindow(LiveSound sound, LiveSettings settings, RecognitionRequest request, LiveLanguage? language = null)
{
    /// <summary>Final words in the window, the oldest first.</summary>
    private readonly List<AlignedWord> _context = [];

    /// <summary>The window's first sample; -1 while nothing is said.</summary>
    private long _start = -1;

    /// <summary>End of the last window that was closed.</summary>
    private long _closedTo;
    private long _decodedTo;
    private double _cost;
    private string? _language;

    /// <summary>Indicates that the window is decoded only to be closed.</summary>
    public bool FinalsOnly { get; set; }

    /// <summary>Up to here, all words are final.</summary>
    public long FinalTo { get; private set; }

    /// <summary>Up to here, words were looked for.</summary>
    public long ProcessedTo => Pending ? Math.Min(Math.Max(_decodedTo, FinalTo), sound.End) : sound.End;

    /// <summary>Indicates whether something is said that is not final.</summary>
    public bool Pending => sound.Regions.Any(region => region.End > FinalTo);

    /// <summary>Words that are not final, with times from the start of the sound.</summary>
    public IReadOnlyList<AlignedWord> NonFinal { get; private set; } = [];

    /// <summary>The language of those words; null if nothing tells it.</summary>
    public string? Language => _language;

    /// <summary>Determines whether all that was said before a position is final.</summary>
    public bool IsFinalTo(long position)
        => FinalTo >= position || !sound.Regions.Any(region => region.End > FinalTo && region.Start < position);

    /// <summary>The decoding that is due; null for none.</summary>
    /// <param name="closesTo">A position up to which all that was said is to be final now; null for none.</param>
    public LiveDecoding? Next(long? closesTo)
    {
        SpeechRegion[] open = [.. sound.Regions.Where(region => region.End > FinalTo)];
        // What lies before a long pause tells nothing of what comes after it.
        var next = open.Length > 0 ? open[0].Start : sound.End;
        if (_start >= 0 && next - Math.Max(_closedTo, FinalTo) > Samples(settings.LongestPause)) Leave();
        if (open.Length == 0)
        {
            Rest();
            return null;
        }
        if (_start < 0) Begin(open[0]);
        Trim();
        var (end, isOver) = Utterance(open);
        // Nothing became final for so long: noise, a text that every decoding writes differently, or nobody looked.
        var (since, longest) = Bound();
        if (end - since > longest)
        {
            var from = Math.Max(FinalTo, since + (long)(longest * 0.6));
            return Decoding(from + QuietestPoint.Find(sound.Slice(from, since + longest)), closes: true);
        }
        if (isOver) return Decoding(end, closes: true);
        if (closesTo is { } position && open[0].Start < position) return Decoding(Math.Clamp(position, _start + 1, end), closes: true);
        if (FinalsOnly) return null;

        var heard = Math.Max(_decodedTo, FinalTo);
        var step = _decodedTo <= FinalTo && NonFinal.Count == 0
            ? settings.FirstStep
            : Math.Clamp(_cost / settings.Share, settings.ShortestStep, settings.LongestStep);
        return open[^1].End > heard && open[^1].End - open[0].Start >= Samples(settings.FirstStep) && sound.End - heard >= Samples(step)
            ? Decoding(end, closes: false)
            : null;
    }

    /// <summary>Takes what a decoding found.</summary>
    /// <param name="decoding">The decoding that was due.</param>
    /// <param name="result">What was recognised.</param>
    /// <param name="cost">Seconds that it took.</param>
    /// <returns>Words that are final from now on, with times from the start of the sound.</returns>
    public IReadOnlyList<AlignedWord> Take(LiveDecoding decoding, RecognisedWindow result, double cost)
    {
        _language = result.Language;
        _decodedTo = decoding.End;
        AlignedWord[] words = [.. Fresh(decoding.Request.Prefix, result, (double)decoding.Start / AudioSpecification.SampleRate)];
        if (decoding.Closes)
        {
            (FinalTo, _closedTo, NonFinal) = (decoding.End, decoding.End, []);
            language?.Settle();
            // What follows may be in another language, or the same words again, which what lies before it would hide.
            Leave();
            return words;
        }
        _cost = cost;
        // Without a second opinion such a text counts as none: the one before it stands.
        if (result.IsFaulty) return [];
        var agreed = Agreed(words, (double)decoding.End / AudioSpecification.SampleRate);
        NonFinal = words[agreed..];
        if (agreed == 0) return [];
        FinalTo = Math.Max(FinalTo, Samples(words[agreed - 1].End));
        _context.AddRange(words[..agreed]);
        return words[..agreed];
    }

    /// <summary>The longest window: the position from which it counts, and its length.</summary>
    private (long Since, long Longest) Bound()
    {
        if (!FinalsOnly) return (_start, Samples(settings.LongestWindow));
        // Words that became final before the effort was less are still in the window.
        var since = Math.Max(_start, FinalTo);
        return (since, Math.Min(Samples(settings.LongestUntold), Samples(settings.LongestWindow) - (since - _start)));
    }

    private static long Samples(double seconds) => LiveSound.Samples(seconds);

    /// <summary>The end of the first words that are not final, up to a pause that closes it, and whether it is over.</summary>
    private (long End, bool IsOver) Utterance(SpeechRegion[] open)
    {
        for (var i = 0; i < open.Length; i++)
        {
            var isLast = i == open.Length - 1;
            if (isLast && sound.IsSpeech) break;
            var next = isLast ? sound.End : open[i + 1].Start;
            if (next - open[i].End >= Samples(settings.ClosingPause)) return (Math.Min(next, open[i].End + Samples(settings.Margin)), true);
        }
        return (sound.IsSpeech ? sound.End : Math.Min(sound.End, open[^1].End + Samples(settings.Margin)), false);
    }

    private void Begin(SpeechRegion first)
    {
        var lead = first.Start - Samples(first.Start < Samples(settings.LeadAtStart) ? settings.LeadAtStart : settings.Lead);
        _start = Math.Max(Math.Max(lead, _closedTo), sound.Start);
        _decodedTo = _start;
    }

    private void Leave()
    {
        _start = -1;
        _context.Clear();
    }

    /// <summary>Lets go of all sound that no window will need.</summary>
    private void Rest()
    {
        if (_start < 0) sound.Forget(sound.End - Samples(settings.LeadAtStart + settings.Lead));
        if (!sound.IsSpeech) FinalTo = Math.Max(FinalTo, sound.End - Samples(settings.Lead));
    }

    private LiveDecoding Decoding(long end, bool closes)
    {
        sound.Forget(_start);
        SpeechInterval[] speech =
        [
            .. sound.Regions.Where(region => region.End > _start && region.Start < end)
                .Select(region => new SpeechInterval(Seconds(Math.Max(region.Start, _start)), Seconds(Math.Min(region.End, end)))),
        ];
        var window = request with
        {
            Samples = sound.Slice(_start, end),
            Speech = speech,
            Prefix = [.. _context.SelectMany(word => word.Tokens)],
            BeamSize = closes ? settings.ClosingBeam : settings.Beam,
            HasFallback = closes,
            SecondOpinion = closes && request.SecondOpinion,
        };
        if (language is not null)
        {
            // Words that are final have settled it.
            if (_context.Count > 0) window = window with { Language = _language };
            else window = window with { LanguageChoice = language };
            language.Speech = new TimeRange(AudioSpecification.Duration(_start), AudioSpecification.Duration(end));
        }
        return new LiveDecoding(window, _start, end, closes);

        double Seconds(long sample) => (double)(sample - _start) / AudioSpecification.SampleRate;
    }

    /// <summary>Lets go of final words, at the longest pause between those that lie far enough back.</summary>
    private void Trim()
    {
        if (FinalTo - _start < Samples(settings.KeptContext)) return;
        if (_context.Count == 0)
        {
            _start = FinalTo;
            return;
        }
        var to = (double)FinalTo / AudioSpecification.SampleRate;
        var (at, longest) = (-1, double.NegativeInfinity);
        for (var i = 1; i <= _context.Count; i++)
        {
            var begins = i == _context.Count ? to : _context[i].Start;
            if (to - begins > settings.KeptContext * 0.75) continue;
            var pause = begins - _context[i - 1].End;
            if (pause > longest + 1e-6 && (i == _context.Count || BeginsWord(_context[i]))) (at, longest) = (i, pause);
            if (at > 0 && to - begins < settings.KeptContext * 0.25) break;
        }
        if (at < 0) return;
        var cut = at == _context.Count ? FinalTo : Samples((_context[at - 1].End + _context[at].Start) / 2);
        _context.RemoveRange(0, at);
        _start = Math.Max(_start, cut);
    }

    /// <summary>Words after the final ones, with times from the start of the sound.</summary>
    private IEnumerable<AlignedWord> Fresh(IReadOnlyList<int> prefix, RecognisedWindow result, double offset)
    {
        var given = 0;
        var follows = result.Tokens.Take(prefix.Count).SequenceEqual(prefix);
        var finalTo = (double)FinalTo / AudioSpecification.SampleRate;
        foreach (var word in result.Words)
        {
            var (start, end) = (word.Start + offset, word.End + offset);
            // A family that does not go on from a text, or terms that were put in: by their place.
            if (follows ? given < prefix.Count : (start + end) / 2 <= finalTo && _context.Count > 0)
            {
                given += word.Tokens.Count;
                continue;
            }
            yield return word with { Start = start, End = end };
        }
    }

    /// <summary>Number of the words that are final.</summary>
    private int Agreed(AlignedWord[] words, double end)
    {
        var final = 0;
        // The last word has nothing after it that would tell its end, and its marks.
        for (var i = 0; i + 1 < words.Length; i++)
        {
            var old = words[i].End <= end - settings.LongestDoubt;
            var agrees = i < NonFinal.Count && Same(words[i].Text, NonFinal[i].Text) && words[i].End <= end - settings.AgreedMargin;
            if (!old && !agrees) break;
            // Pieces of one word stay together.
            if (BeginsWord(words[i + 1])) final = i + 1;
        }
        return final;
    }

    private bool BeginsWord(AlignedWord word) => word.Text.StartsWith(' ') || !Script.WritesSpaces(_language);

    private static bool Same(string one, string other)
        => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit)]);
}
