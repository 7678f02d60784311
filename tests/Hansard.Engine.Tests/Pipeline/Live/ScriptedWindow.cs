using Hansard.Engine.Pipeline.Live;
using Hansard.Engine.Recognition;
using Hansard.Engine.Tests.Speech;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>A growing window over real speech of ten seconds, whose decodings find words of a script.</summary>
internal sealed class ScriptedWindow
{
    private const double WordLength = 0.4;
    private const int Rate = 16_000;

    /// <summary>The settings of tests, whatever the usual ones are.</summary>
    public static readonly LiveSettings Settings = LiveSettings.Usual with { ShortestStep = 0.5, AgreedMargin = 1.5 };

    private static readonly float[] Speech = LiveInputs.Clip("en_LJ001-0001.wav");

    private readonly LiveSound _sound = new(VoiceActivity.Model);
    private int _fed;

    public ScriptedWindow(LiveSettings? settings = null)
        => Window = new GrowingWindow(_sound, settings ?? Settings, new RecognitionRequest([], [], "en"));

    public GrowingWindow Window { get; }

    public LiveSound Sound => _sound;

    /// <summary>Words that were made final, in order.</summary>
    public List<AlignedWord> Final { get; } = [];

    /// <summary>The number of a final word in the script; as tests write it.</summary>
    public IEnumerable<string> FinalText => Final.Select(word => word.Text.Trim());

    /// <summary>The words of the script that end by a time.</summary>
    public static IEnumerable<string> Until(double seconds)
        => Enumerable.Range(0, (int)Math.Floor((seconds / WordLength) + 1e-9)).Select(i => $"w{i}");

    /// <summary>Hears the speech up to a time, and silence where it has ended.</summary>
    public void HearTo(double seconds)
    {
        var to = (int)(seconds * Rate);
        for (; _fed < to; _fed += 512)
        {
            var piece = new float[512];
            for (var i = 0; i < piece.Length && _fed + i < Speech.Length; i++) piece[i] = Speech[_fed + i];
            _sound.Append(piece);
        }
    }

    /// <summary>Hears silence in the place of speech.</summary>
    public void HearNothing(double seconds)
    {
        for (var i = 0; i < seconds * Rate; i += 512) _sound.Append(new float[512]);
    }

    /// <summary>The decoding that is due, which there is.</summary>
    public LiveDecoding Due(long? closesTo = null)
    {
        var due = Window.Next(closesTo);
        Assert.NotNull(due);
        return due;
    }

    /// <summary>Takes a decoding that found the script, with changes.</summary>
    /// <param name="due">The decoding.</param>
    /// <param name="change">The text in the place of a word of the script; null leaves it out.</param>
    /// <param name="ignoresPrefix">True where the model does not go on from the words that it was given.</param>
    /// <param name="isFaulty">True for a text that loops, or is too unsure.</param>
    /// <param name="cost">Seconds that it took.</param>
    public IReadOnlyList<AlignedWord> Take(
        LiveDecoding due, Func<int, string?>? change = null, bool ignoresPrefix = false, bool isFaulty = false, double cost = 0.1)
    {
        List<AlignedWord> words = [];
        for (var i = 0; (i + 1) * WordLength * Rate <= due.End; i++)
        {
            var start = (i * WordLength) - ((double)due.Start / Rate);
            // The sound of a word that was cut in two is not heard.
            if (start < -WordLength / 2) continue;
            if ((change is null ? $"w{i}" : change(i)) is { } text)
                words.Add(new AlignedWord($" {text}", start, start + WordLength, 0.9, [ignoresPrefix ? 10_000 + i : i]));
        }
        var result = new RecognisedWindow(
            words, string.Concat(words.Select(word => word.Text)), [.. words.SelectMany(word => word.Tokens)], -0.2, "en")
        {
            IsFaulty = isFaulty,
        };
        var final = Window.Take(due, result, cost);
        Final.AddRange(final);
        return final;
    }
}
