using Hansard.Bench.Scoring;
using Hansard.Engine.Audio;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Pipeline.Live;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Bench.Live;

/// <summary>
/// Words while they are said: errors of what becomes final, how long after a word's end it appears and is final, and the share of a core.
/// </summary>
/// <remarks>
/// Sound arrives on a clock of its own, on which a decoding takes the processor time that it takes here: what else the machine does
/// changes little.
/// </remarks>
internal static class LiveMeasure
{
    private const int Frame = VoiceActivityModel.FrameSamples;

    /// <summary>A word that is shown so near its final place is the same word.</summary>
    private const double SamePlace = 0.5;

    /// <param name="mistakes">Told of every clip that was not recognised word by word; null for nobody.</param>
    public static async Task<List<ResultRow>> RunAsync(TextWriter? mistakes)
    {
        var store = ModelStore.Open(ModelsDirectory.Find());
        using var voiceActivity = VoiceActivityModel.Load(store.Resolve(null, ModelKind.VoiceActivity).Folder);
        using var model = SpeechModelFamilies.Open(store.Resolve(null, ModelKind.Speech), voice: new VoiceEvidence(voiceActivity));
        var (errors, units) = (0, 0);
        List<Session> sessions = [];
        foreach (var (file, language, text, samples) in (await LiveClips.ReadAsync(null)).From(0))
        {
            var session = Follow(model, voiceActivity, samples, language);
            sessions.Add(session);
            var reference = TextNormaliser.Normalise(text, language);
            var recognised = TextNormaliser.Normalise(string.Concat(session.Final.Select(word => word.Word.Text)), language);
            var wrong = EditDistance.Align(reference, recognised).Errors;
            (errors, units) = (errors + wrong, units + reference.Length);
            if (wrong > 0)
                mistakes?.WriteLine(
                    $"{file}: {wrong}\n  said:       {string.Join(' ', reference)}\n  recognised: {string.Join(' ', recognised)}");
        }
        double[] shown = [.. sessions.SelectMany(session => session.Final.Select(session.ShownAfter)).Order()];
        double[] final = [.. sessions.SelectMany(session => session.Final.Select(word => word.At - word.Word.End)).Order()];
        var (cost, seconds) = (sessions.Sum(session => session.Cost), sessions.Sum(session => session.Seconds));
        var decodings = sessions.Sum(session => session.Decodings);
        return
        [
            new("words that became final, errors", $"{100.0 * errors / units:F1} % ({errors} of {units})"),
            new("first seen after a word's end, median and 90 %", $"{At(shown, 0.5):F2} s, {At(shown, 0.9):F2} s"),
            new("final after a word's end, median and 90 %", $"{At(final, 0.5):F2} s, {At(final, 0.9):F2} s"),
            new("recognition, share of a core", $"{cost / seconds:F2}; {decodings} decodings of {1000 * cost / decodings:F0} ms"),
        ];

        static double At(double[] ordered, double share) => ordered[(int)(ordered.Length * share)];
    }

    /// <summary>Every recording of a folder as live sound: words that were shown, and those that became final.</summary>
    /// <param name="folder">Recordings in which nobody speaks.</param>
    /// <param name="languages">The only language of a run; null: it is found out. A run for each.</param>
    /// <param name="words">Told of every recording with words.</param>
    public static async Task<List<ResultRow>> NonSpeechAsync(string folder, IReadOnlyList<string?> languages, TextWriter words)
    {
        var store = ModelStore.Open(ModelsDirectory.Find());
        using var voiceActivity = VoiceActivityModel.Load(store.Resolve(null, ModelKind.VoiceActivity).Folder);
        using var model = SpeechModelFamilies.Open(store.Resolve(null, ModelKind.Speech), voice: new VoiceEvidence(voiceActivity));
        var recordings = await LiveClips.ReadFolderAsync(folder);
        List<ResultRow> rows = [];
        foreach (var language in languages)
        {
            var (withShown, withFinal, final) = (0, 0, 0);
            foreach (var (name, samples) in recordings)
            {
                var session = Follow(model, voiceActivity, samples, language);
                if (session.Shown.Count == 0) continue;
                withShown++;
                if (session.Final.Count > 0) withFinal++;
                final += session.Final.Count;
                await words.WriteLineAsync(
                    $"{language ?? "any"} {name}: final \"{Text(session.Final)}\", shown \"{Text(session.Shown)}\"");
            }
            rows.Add(new ResultRow(
                $"{recordings.Count} recordings live, language {language ?? "found out"}",
                $"final words in {withFinal} of them, {final} in all; words that were shown for a while in {withShown}"));
        }
        return rows;

        static string Text(IEnumerable<SeenWord> seen) => string.Concat(seen.Select(word => word.Word.Text)).Trim();
    }

    private static Session Follow(ISpeechModel model, VoiceActivityModel voiceActivity, float[] samples, string? language)
    {
        var sound = new LiveSound(voiceActivity);
        var window = new GrowingWindow(
            sound, LiveSettings.Usual, new RecognitionRequest([], [], language),
            language is null ? new LiveLanguage(LanguagePrior.From(null, [], strict: false, model.Languages)) : null);
        var session = new Session { Seconds = (double)samples.Length / AudioSpecification.SampleRate };
        LiveDecoding? running = null;
        RecognisedWindow? result = null;
        var (now, until, took) = (0.0, 0.0, 0.0);
        for (var at = 0; ; at += Frame)
        {
            var isOver = at >= samples.Length;
            if (isOver) sound.Complete();
            else sound.Append(samples.AsSpan(at, Math.Min(Frame, samples.Length - at)));
            now = Math.Max(now, (double)(at + Frame) / AudioSpecification.SampleRate);
            if (running is not null && (isOver || until <= now))
            {
                now = Math.Max(now, until);
                session.Take(until, window.Take(running, result!, took), window.NonFinal);
                running = null;
            }
            if (running is null && window.Next(isOver ? sound.End : null) is { } due)
            {
                var before = ProcessorTime.Seconds();
                result = model.Recognise([due.Request], CancellationToken.None)[0];
                took = ProcessorTime.Seconds() - before;
                (running, until) = (due, now + took);
                session.Count(took);
            }
            if (isOver && running is null) return session;
        }
    }

    /// <summary>A word at a moment.</summary>
    /// <param name="At">Seconds from the start of the sound.</param>
    /// <param name="Word">The word.</param>
    private readonly record struct SeenWord(double At, AlignedWord Word);

    /// <summary>The words seen of one recording.</summary>
    private sealed class Session
    {
        public required double Seconds { get; init; }

        public double Cost { get; private set; }

        public int Decodings { get; private set; }

        public List<SeenWord> Final { get; } = [];

        public List<SeenWord> Shown { get; } = [];

        public void Count(double took) => (Cost, Decodings) = (Cost + took, Decodings + 1);

        public void Take(double at, IReadOnlyList<AlignedWord> final, IReadOnlyList<AlignedWord> rest)
        {
            Final.AddRange(final.Select(word => new SeenWord(at, word)));
            Shown.AddRange(final.Concat(rest).Select(word => new SeenWord(at, word)));
        }

        public double ShownAfter(SeenWord final)
        {
            var text = Plain(final.Word.Text);
            return Shown.Where(seen => Plain(seen.Word.Text) == text && Math.Abs(seen.Word.End - final.Word.End) < SamePlace)
                .Min(seen => seen.At) - final.Word.End;
        }

        private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
    }
}
