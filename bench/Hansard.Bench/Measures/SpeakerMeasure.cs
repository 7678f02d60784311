using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine;
using Hansard.Engine.Transcripts;

namespace Hansard.Bench.Measures;

/// <summary>
/// Speakers' turns, and the speaker of each word, scored by the rules of ../shared/tools/score.py. The turns found are kept as RTTM beside
/// the results.
/// </summary>
internal static class SpeakerMeasure
{
    /// <summary>Files that parameters may be fixed on; the others are reported by themselves.</summary>
    private static readonly string[] Development = ["trn", "sample"];

    /// <summary>Of the manifest's note on audio_dialog: the narrator "may be counted as a third speaker or as one of the two".</summary>
    private static readonly Dictionary<string, SpeakerAlias[]> CountedAsAnother =
        new() { ["audio_dialog.mp3"] = [new("N", "W"), new("N", "C")] };

    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine, TranscriptionOptions options)
    {
        List<ResultRow> rows = [];
        rows.AddRange(await TurnsAsync(engine, options with { Diarize = true }));
        rows.AddRange(await WordsAsync(engine, options with { Diarize = true }));
        return rows;
    }

    private static async Task<List<ResultRow>> TurnsAsync(TranscriptionEngine engine, TranscriptionOptions options)
    {
        List<ScoredFile> files = [];
        foreach (var entry in Corpus.Json("open", "speakers.json").EnumerateArray())
        {
            var path = Corpus.PathOf("open", entry.GetProperty("file").GetString()!);
            var reference = ScoredTurn.ReadRttm(Corpus.PathOf("open", entry.GetProperty("rttm").GetString()!));
            var (from, to) = ScoredSpanOf(entry);
            var found = await FindAsync(engine, path, options, "speakers");
            var given = await FindAsync(
                engine, path, options with { SpeakerCount = entry.GetProperty("speakers").GetInt32() }, "speakers-given");
            files.Add(new ScoredFile(
                Path.GetFileNameWithoutExtension(path),
                Whole: DiarizationError.Of(reference, found, from, to, 0),
                Collar: DiarizationError.Of(reference, found, from, to, 0.25),
                Given: DiarizationError.Of(reference, given, from, to, 0),
                Overlap: DiarizationError.Of(reference, Everything(reference), from, to, 0).Missed));
        }

        List<ResultRow> rows = [.. files.Select(f => new ResultRow(
            $"{f.Name}: diarization error", $"{f.Whole.Rate:P1} ({f.Collar.Rate:P1} with a collar of 0.25 s), "
                + $"{f.Whole.SpeakersFound} speakers of {f.Whole.Speakers}; {Parts(f.Whole)}"))];
        foreach (var (what, part) in new[]
        {
            ("all files", files),
            ("trn01-04 and sample, on which parameters were fixed", files.FindAll(
                f => Array.Exists(Development, d => f.Name.StartsWith(d, StringComparison.Ordinal)))),
            ("dev00-01, which had no say in them", files.FindAll(
                f => !Array.Exists(Development, d => f.Name.StartsWith(d, StringComparison.Ordinal)))),
        })
        {
            var whole = DiarizationError.Pool(part.Select(f => f.Whole));
            rows.Add(new ResultRow(
                $"{what}, pooled: diarization error",
                $"{whole.Rate:P1} ({DiarizationError.Pool(part.Select(f => f.Collar)).Rate:P1} with a collar), "
                    + $"number of speakers right in {part.Count(f => f.Whole.Speakers == f.Whole.SpeakersFound)} of {part.Count}; "
                + $"{Parts(whole)}, of which {part.Sum(f => f.Overlap):F1} s are a second or third voice at once; "
                    + $"{DiarizationError.Pool(part.Select(f => f.Given)).Rate:P1} with the number given"));
        }
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

    private static async Task<List<ScoredTurn>> FindAsync(
        TranscriptionEngine engine, string path, TranscriptionOptions options, string folder)
    {
        var transcript = await engine.TranscribeAsync(path, options);
        var name = Path.GetFileNameWithoutExtension(path);
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(Corpus.Results, folder)).FullName, $"{name}.rttm");
        await using (var writer = new StreamWriter(target))
            TranscriptWriter.Write(transcript, TranscriptFormat.Rttm, writer, new TranscriptWriterOptions { Recording = name });
        return ScoredTurn.ReadRttm(target);
    }

    /// <summary>One speaker whenever anybody speaks: what it misses is overlap.</summary>
    private static List<ScoredTurn> Everything(List<ScoredTurn> reference) => [.. reference.Select(t => t with { Speaker = "anybody" })];

    private static ScoredSpan ScoredSpanOf(JsonElement entry)
    {
        if (!entry.TryGetProperty("uem", out var uem) || !File.Exists(Corpus.PathOf("open", uem.GetString()!)))
            return new ScoredSpan(0, entry.GetProperty("duration_s").GetDouble());
        var fields = File.ReadAllText(Corpus.PathOf("open", uem.GetString()!)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new ScoredSpan(
            double.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture),
            double.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Parts(DiarizationError error)
        => $"of {error.Total:F1} s missed {error.Missed:F1}, false alarm {error.FalseAlarm:F1}, confused {error.Confusion:F1}";

    /// <summary>Scores of one recording.</summary>
    /// <param name="Name">Name of the recording.</param>
    /// <param name="Whole">With every moment counted.</param>
    /// <param name="Collar">With 0.25 s left out on either side of a boundary, as NIST does.</param>
    /// <param name="Given">With the number of speakers given.</param>
    /// <param name="Overlap">Seconds in which more than one speaks, counted for each beyond the first.</param>
    private sealed record ScoredFile(
        string Name, DiarizationError Whole, DiarizationError Collar, DiarizationError Given, double Overlap);

    /// <summary>The part of a recording that is scored, in seconds.</summary>
    private readonly record struct ScoredSpan(double From, double To);
}
