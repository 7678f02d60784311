using System.Diagnostics;
using Hansard.Bench.Scoring;
using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>Times that the words of given texts get, and whether words that are not said, and speech without text, are told.</summary>
internal static class AlignmentMeasure
{
    // Of the words of a joined text, as many are left out, and a sentence that nobody says stands after as many clips.
    private const int LeftOut = 10;
    private const int Between = 3;

    private const string Unsaid = "The invoice from Lisbon was paid on a Tuesday by nobody whom we know.";

    /// <param name="engine">The engine that aligns.</param>
    /// <param name="hours">The longest recording: the English one over and over.</param>
    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine, double hours)
    {
        List<ResultRow> rows = [await ClipsAsync(engine)];
        foreach (var name in new[] { "longform_en", "longform_mixed" })
        {
            var clips = LongClip.Read(name);
            rows.AddRange(await LongAsync(engine, Corpus.PathOf("open", $"{name}.wav"), name, clips));
            rows.Add(await DamagedAsync(engine, name, clips));
        }

        if (hours <= 0) return rows;
        var length = TimeSpan.FromSeconds(Corpus.Json("open", "longform_en.json").GetProperty("duration_s").GetDouble());
        var times = (int)Math.Ceiling(hours * 3600 / length.TotalSeconds);
        var path = Path.Combine(Corpus.Results, $"aligned_{times}.flac");
        await RepeatAsync(Corpus.PathOf("open", "longform_en.wav"), times, path);
        var clipsOnce = LongClip.Read("longform_en");
        var joined = Enumerable.Range(0, times).SelectMany(i => clipsOnce.Select(clip => clip.After(i * length))).ToList();
        rows.AddRange(await LongAsync(engine, path, $"{times * length.TotalHours:F2} h", joined));
        return rows;
    }

    private static async Task<ResultRow> ClipsAsync(TranscriptionEngine engine)
    {
        List<double> starts = [], ends = [];
        var all = 0;
        foreach (var entry in Corpus.Json("open", "manifest.json").EnumerateArray())
        {
            if (!entry.TryGetProperty("words", out var words)) continue;
            var text = entry.GetProperty("text").GetString()!;
            var aligned = await engine.AlignTextAsync(Corpus.PathOf("open", entry.GetProperty("file").GetString()!), text);
            var reference = words.EnumerateArray().ToArray();
            all += reference.Length;
            var pairs = EditDistance.Align(
                [.. reference.Select(word => Folded(word.GetProperty("word").GetString()!))],
                [.. aligned.Words.Select(word => Folded(word.Text))]);
            foreach (var (i, j) in pairs.Pairs)
            {
                if (!aligned.Words[j].IsSaid) continue;
                starts.Add((aligned.Words[j].StartMs / 1000.0) - reference[i].GetProperty("start").GetDouble());
                ends.Add((aligned.Words[j].EndMs / 1000.0) - reference[i].GetProperty("end").GetDouble());
            }
        }

        return new ResultRow(
            "clips: mean absolute error (bias) of starts, ends",
            $"{starts.Average(Math.Abs):F3} ({starts.Average():F3}), {ends.Average(Math.Abs):F3} ({ends.Average():F3}) s; "
                + $"{starts.Count} of {all} words");
    }

    // A word belongs into its own clip; clips lie a second or more apart.
    private static async Task<List<ResultRow>> LongAsync(TranscriptionEngine engine, string path, string name, List<LongClip> clips)
    {
        var (watch, before) = (Stopwatch.StartNew(), ProcessorTime.Seconds());
        var aligned = await engine.AlignTextAsync(path, string.Join(' ', clips.Select(clip => clip.Text)));
        var (wall, processor) = (watch.Elapsed.TotalSeconds, ProcessorTime.Seconds() - before);
        var own = LongClip.Owners(clips, aligned.Words);
        var inside = aligned.Words.Where((word, i) => word.IsSaid && own[i].Holds(word)).Count();
        return
        [
            new ResultRow(
                $"{name}, its whole text: words in the clip where they are said",
                $"{inside} of {aligned.Words.Count}; "
                    + $"{aligned.Words.Count(word => !word.IsSaid)} told as not said, "
                    + $"{aligned.SpeechWithoutText.Count} stretches as without text"),
            new ResultRow($"{name}: time", $"{processor:F0} s of the processors, {wall:F0} s by the clock; {ProcessMemory.Peak():F0} MB"),
        ];
    }

    private static async Task<ResultRow> DamagedAsync(TranscriptionEngine engine, string name, List<LongClip> clips)
    {
        List<(string Text, bool IsSaid)> words = [];
        List<string> leftOut = [];
        var count = 0;
        foreach (var (i, clip) in clips.Index())
        {
            foreach (var word in clip.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (++count % LeftOut == 0) leftOut.Add(Folded(word));
                else words.Add((word, true));
            }

            if (i % Between == Between - 1) words.AddRange(Unsaid.Split(' ').Select(word => (word, false)));
        }

        var aligned = await engine.AlignTextAsync(
            Corpus.PathOf("open", $"{name}.wav"), string.Join(' ', words.Select(word => word.Text)));

        // The text is cut into characters in languages without spaces: a unit belongs to the word that holds its letters.
        var said = LongClip.Owners(words, word => word.Text, aligned.Words);
        var unsaid = aligned.Words.Where((_, i) => !said[i].IsSaid).ToList();
        var mistaken = aligned.Words.Where((word, i) => said[i].IsSaid && !word.IsSaid).Count();
        var heard = string.Join(' ', aligned.SpeechWithoutText.Select(speech => Folded(speech.Text)));
        var found = leftOut.Count(word => heard.Contains(word, StringComparison.Ordinal));
        return new ResultRow(
            $"{name}, every tenth word left out and a sentence put in after every third clip",
            $"{unsaid.Count(word => !word.IsSaid)} of {unsaid.Count} words told as not said, {mistaken} others by mistake; "
                + $"{found} of {leftOut.Count} words found as without text");
    }

    private static string Folded(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static async Task RepeatAsync(string source, int times, string path)
    {
        if (File.Exists(path)) return;
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-v", "error", "-stream_loop", $"{times - 1}", "-i", source, "-ac", "1", path]);
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException("ffmpeg could not make the long recording.");
    }
}
