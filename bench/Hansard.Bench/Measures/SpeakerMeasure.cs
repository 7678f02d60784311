using System.Globalization;
using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Transcripts;

namespace Hansard.Bench.Measures;

/// <summary>
/// Speakers' turns, and the speaker of each word, scored by the rules of ../shared/tools/score.py. The turns found are kept as RTTM beside
/// the results.
/// </summary>
internal static class SpeakerMeasure
{
    /// <summary>Seconds left out on either side of where a turn begins or ends, as most publications do.</summary>
    public const double Collar = 0.25;

    /// <summary>Of the manifest's note on audio_dialog: the narrator "may be counted as a third speaker or as one of the two".</summary>
    private static readonly Dictionary<string, SpeakerAlias[]> CountedAsAnother =
        new() { ["audio_dialog.mp3"] = [new("N", "W"), new("N", "C")] };

    /// <param name="options">How words are recognised.</param>
    /// <param name="turnsOnly">Nothing is recognised: only the turns are scored.</param>
    public static async Task<List<ResultRow>> RunAsync(TranscriptionOptions options, bool turnsOnly)
    {
        List<ResultRow> rows = [];
        using (var diarized = new DiarizedRecording(ModelsDirectory.Find()))
        {
            rows.AddRange(await TurnsAsync(diarized, "meetings", Corpus.Json("open", "speakers.json"), "open"));
            rows.AddRange(await TurnsAsync(diarized, "conversations", Corpus.Json("conversations", "speakers.json"), "conversations"));
        }
        if (turnsOnly) return rows;
        await using var engine = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = ModelsDirectory.Find() });
        rows.AddRange(await WordsAsync(engine, options with { Diarize = true }));
        return rows;
    }

    private static async Task<List<ResultRow>> TurnsAsync(DiarizedRecording diarized, string set, JsonElement manifest, string folder)
    {
        List<ResultRow> rows = [];
        List<DiarizationError> whole = [], collared = [], given = [];
        foreach (var entry in manifest.EnumerateArray())
        {
            var path = Corpus.PathOf(folder, entry.GetProperty("file").GetString()!);
            var name = Path.GetFileNameWithoutExtension(path);
            var reference = ScoredTurn.ReadRttm(Corpus.PathOf(folder, entry.GetProperty("rttm").GetString()!));
            var speakers = entry.GetProperty("speakers").GetInt32();
            var (from, to) = Scored(entry, folder);
            var found = Kept(await diarized.DiarizeAsync(path, SpeakerLimits.None), name, "speakers");
            var known = Kept(await diarized.DiarizeAsync(path, new SpeakerLimits(speakers, speakers)), name, "speakers-given");
            whole.Add(DiarizationError.Of(reference, found, from, to, 0));
            collared.Add(DiarizationError.Of(reference, found, from, to, Collar));
            given.Add(DiarizationError.Of(reference, known, from, to, 0));
            rows.Add(new ResultRow(
                $"{name}: diarization error",
                $"{whole[^1].Rate:P1} ({collared[^1].Rate:P1} with a collar of {Collar} s), "
                    + $"{whole[^1].SpeakersFound} speakers of {speakers}; {Parts(whole[^1])}"));
        }
        var (pooled, withCollar) = (DiarizationError.Pool(whole), DiarizationError.Pool(collared));
        rows.Add(new ResultRow(
            $"{set}, pooled: diarization error",
            $"{pooled.Rate:P1} ({Parts(pooled)}); with a collar {withCollar.Rate:P1} ({Parts(withCollar)}); "
            + $"number of speakers right in {whole.Count(e => e.Speakers == e.SpeakersFound)} of {whole.Count}; "
                + $"{DiarizationError.Pool(given).Rate:P1} with the number given"));
        return rows;
    }

    private static async Task<List<ResultRow>> WordsAsync(TranscriptionEngine engine, TranscriptionOptions options)
    {
        List<ResultRow> rows = [];
        foreach (var entry in Corpus.Json("vendor", "manifest.json").EnumerateArray())
        {
            if (!entry.TryGetProperty("turns", out _)) continue;
            var file = entry.GetProperty("file").GetString()!;
            var transcript = await engine.TranscribeAsync(Corpus.PathOf("vendor", file), options);
            var words = WordSpeakers.Of(entry, transcript);
            var figure = $"{words.Right} of {words.Words}, {words.SpeakersFound} speakers of {words.Speakers}";
            if (CountedAsAnother.TryGetValue(file, out var aliases))
            {
                var best = aliases.Select(alias => WordSpeakers.Of(entry, transcript, alias)).MaxBy(w => w.Right)!;
                figure += $"; {best.Right} of {best.Words} with {aliases[0].Speaker} counted as one of the others";
            }
            rows.Add(new ResultRow($"{file}: words with the right speaker", figure));
        }
        return rows;
    }

    /// <summary>Keeps turns as RTTM in a folder of the results, and reads them back.</summary>
    public static List<ScoredTurn> Kept(SpeakerActivity activity, string name, string folder)
    {
        SpeakerTurn[] turns = [.. activity.Turns().Select(t => new SpeakerTurn(
            TimeSpan.FromSeconds(t.Frames.Start / 100.0), TimeSpan.FromSeconds(t.Frames.End / 100.0), $"{t.Speaker + 1}"))];
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(Corpus.Results, folder)).FullName, $"{name}.rttm");
        using (var writer = new StreamWriter(target))
        {
            TranscriptWriter.Write(
                new Transcript([], TimeSpan.Zero, null) { Turns = turns }, TranscriptFormat.Rttm, writer,
                new TranscriptWriterOptions { Recording = name });
        }
        return ScoredTurn.ReadRttm(target);
    }

    /// <summary>The part of a recording that is scored, in seconds.</summary>
    public static (double From, double To) Scored(JsonElement entry, string folder)
    {
        if (!entry.TryGetProperty("uem", out var uem) || !File.Exists(Corpus.PathOf(folder, uem.GetString()!)))
            return (0, entry.GetProperty("duration_s").GetDouble());
        var fields = File.ReadAllText(Corpus.PathOf(folder, uem.GetString()!)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
    }

    /// <summary>The parts of an error.</summary>
    public static string Parts(DiarizationError error)
        => $"of {error.Total:F1} s missed {error.Missed:F1}, false alarm {error.FalseAlarm:F1}, confused {error.Confusion:F1}";
}
