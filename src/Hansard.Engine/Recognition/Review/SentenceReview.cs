using Hansard.Engine.Audio;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Alignment;
using Hansard.Engine.Recognition.Decoding;
using Hansard.Engine.Recognition.Networks;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Recognition.Review;

/// <summary>Hears a sentence that has an unlikely word again, in a window of its own, and mends that word if both windows together bear it out.</summary>
/// <remarks>
/// What is misheard in one window is often heard rightly in another that begins elsewhere ("Hair and man yes" and "Here in Maine, yes"), and each finds its
/// own text the likelier. So the two texts are judged in both windows: the sum of their log-probabilities decides, unless one window speaks
/// clearly against it. Only the unlikely word and what differs beside it may change, since the rest of the second text is no better than the first.
/// </remarks>
/// <param name="model">Decodes and listens.</param>
internal sealed class SentenceReview(WhisperModel model)
{
    /// <summary>A word that is less likely than this is worth a second hearing. On the evaluation recordings 0.5 mends no more, and 0.65 does harm.</summary>
    private const double UnlikelyWord = 0.35;

    /// <summary>Natural logarithm of how much likelier, in both windows together, another text must be. What was rightly mended gained 1.0 to 2.8.</summary>
    private const double LeastGain = 1;

    /// <summary>How much less likely it may be in one of the windows. What was rightly mended lost 0.9, what was made worse 4 to 12 where it gained 8 in the other.</summary>
    private const double MostLoss = 1.5;

    /// <summary>A shorter sentence is heard with its neighbours: alone it is easily misheard.</summary>
    private const double LeastSeconds = 4;

    /// <summary>What is shorter is not heard alone; in seconds.</summary>
    private const double ShortestAlone = 1;

    /// <summary>Sentences reviewed in one window: each costs about a third of it.</summary>
    private const int MaximumSentences = 3;

    /// <summary>Other texts of a sentence that are judged.</summary>
    private const int MaximumTexts = 2;

    /// <summary>A pause is a better place to cut than where the words meet, if it is less than this from there; in seconds.</summary>
    private const double NearPause = 0.4;

    /// <summary>The text with its unlikely words mended.</summary>
    /// <param name="request">The window's.</param>
    /// <param name="window">What was listened to.</param>
    /// <param name="words">What was recognised.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <returns>Text tokens; null if the text stands as it is.</returns>
    public IReadOnlyList<int>? Review(RecognitionRequest request, ICrossAttention window, IReadOnlyList<TimedWord> words, CancellationToken cancellationToken)
    {
        List<WordReplacement> taken = [];
        var (reviewed, count) = (0, 0);
        var sentences = SentencesOf(words);
        for (var i = 0; i < sentences.Count && count < MaximumSentences; i++)
        {
            if (sentences[i].First < reviewed || !HasUnlikely(words, sentences[i])) continue;
            var part = WithNeighbours(sentences, i, words);
            // The whole window would give the same text again.
            if (part == (0, words.Count)) part = sentences[i];
            if (part == (0, words.Count) || Seconds(words, part) < ShortestAlone) continue;
            count++;
            EngineMeter.Guard("review");
            if (Hear(request, window, words, part, cancellationToken) is not { } replacements) continue;
            taken.AddRange(replacements);
            reviewed = part.End;
        }
        return taken.Count == 0 ? null : WordReplacement.Apply(taken, words, 0, words.Count);
    }

    /// <summary>What the words of a part were more probably, or null.</summary>
    private List<WordReplacement>? Hear(
        RecognitionRequest request, ICrossAttention window, IReadOnlyList<TimedWord> words, (int First, int End) part, CancellationToken cancellationToken)
    {
        using var again = model.Encode(Cut(request, words, part));
        var texts = Decode(request, again, cancellationToken).Select(tokens => Changes(request, words, part, tokens)).Where(c => c.Count > 0)
            .DistinctBy(changes => string.Join(' ', changes.Select(c => $"{c.First}-{c.End}: {string.Join(' ', c.Tokens)}"))).Take(MaximumTexts).ToList();
        if (texts.Count == 0) return null;
        var (inWhole, inPart) = LogProbabilities([]);
        List<WordReplacement>? best = null;
        var most = LeastGain;
        foreach (var text in texts)
        {
            var (whole, partial) = LogProbabilities(text);
            var (gainInWhole, gainInPart) = (whole - inWhole, partial - inPart);
            if (Math.Min(gainInWhole, gainInPart) < -MostLoss || gainInWhole + gainInPart < most) continue;
            (best, most) = (text, gainInWhole + gainInPart);
        }
        return best;

        (double Whole, double Part) LogProbabilities(List<WordReplacement> replacements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (
                Listen(request, window, WordReplacement.Apply(replacements, words, 0, words.Count)),
                Listen(request, again, WordReplacement.Apply(replacements, words, part.First, part.End)));
        }
    }

    /// <summary>Where a text differs from the words at an unlikely one.</summary>
    private List<WordReplacement> Changes(RecognitionRequest request, IReadOnlyList<TimedWord> words, (int First, int End) part, IReadOnlyList<int> tokens)
        => WordReplacement.Between(words, part.First, part.End, model.Tokenizer, tokens, request.Language).FindAll(r => HasUnlikely(words, (r.First, r.End)));

    /// <summary>Texts of a window, the likeliest first; nothing if that never came to an end.</summary>
    private IEnumerable<IReadOnlyList<int>> Decode(RecognitionRequest request, ICrossAttention window, CancellationToken cancellationToken)
    {
        var configuration = model.Configuration;
        var search = new BeamSearch(request.BeamSize, new TokenRules(configuration, timestamps: false), configuration.MaximumNewTokens, stopLoops: true);
        var prompt = Prompt.Build(configuration, request.Language, request.Task, timestamps: false);
        BatchDecoding.Run(model.Decoder, [window], [prompt], [search], [cancellationToken]);
        return search.Hypotheses.Where(h => h.Finished).Select(h => h.Tokens);
    }

    private double Listen(RecognitionRequest request, ICrossAttention window, IReadOnlyList<int> tokens)
    {
        using var heard = HeardText.Listen(model.Configuration, model.Decoder, window, request.Language, tokens);
        return heard.LogProbabilities().Sum();
    }

    private static float[] Cut(RecognitionRequest request, IReadOnlyList<TimedWord> words, (int First, int End) part)
    {
        var start = part.First == 0 ? 0 : Boundary(request, words, part.First);
        var end = part.End == words.Count ? request.Samples.Length : Boundary(request, words, part.End);
        return request.Samples[start..Math.Max(start + 1, end)];
    }

    /// <summary>Where to cut before a word: in the middle of a pause, if there is one.</summary>
    private static int Boundary(RecognitionRequest request, IReadOnlyList<TimedWord> words, int word)
    {
        var meeting = (words[word - 1].End + words[word].Start) / 2;
        var pauses = request.Speech.Zip(request.Speech.Skip(1), (a, b) => (a.End + b.Start) / 2).Where(p => Math.Abs(p - meeting) < NearPause);
        var at = pauses.DefaultIfEmpty(meeting).MinBy(p => Math.Abs(p - meeting));
        return Math.Clamp((int)(at * AudioSpecification.SampleRate), 0, request.Samples.Length - 1);
    }

    private static List<(int First, int End)> SentencesOf(IReadOnlyList<TimedWord> words)
    {
        List<(int, int)> sentences = [];
        var first = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && !Sentences.EndWith(words[i].Text)) continue;
            sentences.Add((first, i + 1));
            first = i + 1;
        }
        return sentences;
    }

    /// <summary>A sentence with as many before it, and then after it, as make it long enough.</summary>
    private static (int First, int End) WithNeighbours(List<(int First, int End)> sentences, int index, IReadOnlyList<TimedWord> words)
    {
        var (first, last) = (index, index);
        while (Seconds(words, (sentences[first].First, sentences[last].End)) < LeastSeconds)
        {
            if (first > 0) first--;
            else if (last + 1 < sentences.Count) last++;
            else break;
        }
        return (sentences[first].First, sentences[last].End);
    }

    private static double Seconds(IReadOnlyList<TimedWord> words, (int First, int End) range) => words[range.End - 1].End - words[range.First].Start;

    private static bool HasUnlikely(IReadOnlyList<TimedWord> words, (int First, int End) range)
    {
        for (var i = range.First; i < range.End; i++)
            if (words[i].Confidence < UnlikelyWord) return true;
        return false;
    }
}
