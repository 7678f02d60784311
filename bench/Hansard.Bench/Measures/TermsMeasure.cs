using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Bench.Measures;

/// <summary>Terms of a context: found where they are said, never put in where they are not, and what a long list costs.</summary>
internal static class TermsMeasure
{
    // Letters from which a word is taken for a rare one, and how many of them make a list; docs/benchmarks.md counts the lists.
    private const int RareLength = 7;
    private const int TermsOfClip = 4;
    private const int UnspokenListsOfClip = 13;
    private const int TermsOfList = 6;
    private const int LongList = 1000;
    private const int Repetitions = 2;

    private static readonly string[] Drugs = ["Celebrex", "Zyrtec", "Xanax", "Prilosec", "Amoxicillin Clavulanate Potassium"];

    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine)
    {
        List<ResultRow> rows = [];
        await VendorAsync(engine, rows);
        var clips = Clips();
        await SpokenAsync(engine, clips, rows);
        var pool = clips.SelectMany(c => c.Rare).Concat(Drugs).Distinct().ToArray();
        await UnspokenAsync(
            engine, clips, rows, "terms that are not spoken", (clip, list) => Unspoken(pool, clip, new Random(list)), UnspokenListsOfClip);
        var vocabulary = Vocabulary();
        await UnspokenAsync(
            engine, clips, rows, "terms that are not spoken and sound like a word that is",
            (clip, list) => SoundAlikes(vocabulary, clip, list), 2);
        await CostAsync(engine, vocabulary, rows);
        return rows;
    }

    private static async Task VendorAsync(TranscriptionEngine engine, List<ResultRow> rows)
    {
        foreach (var entry in Corpus.Json("vendor", "manifest.json").EnumerateArray().Where(e => e.TryGetProperty("terms", out _)))
        {
            var path = Corpus.PathOf("vendor", entry.GetProperty("file").GetString()!);
            string[] terms = [.. entry.GetProperty("terms").EnumerateArray().Select(t => t.GetString()!)];
            var without = await TextAsync(engine, path, []);
            var with = await TextAsync(engine, path, terms);
            rows.Add(new ResultRow($"{Path.GetFileName(path)} without, with {string.Join(", ", terms)}", $"{without} → {with}"));
        }
    }

    private static async Task SpokenAsync(TranscriptionEngine engine, List<Clip> clips, List<ResultRow> rows)
    {
        var results = await Task.WhenAll(clips.Select(
            async c => (Clip: c, Without: await TextAsync(engine, c.Path, []), With: await TextAsync(engine, c.Path, c.Rare))));
        var all = results.Sum(r => r.Clip.Rare.Count);
        rows.Add(new ResultRow(
            $"terms that are spoken ({clips.Count} lists): written as given, without and with the list",
            $"{results.Sum(r => r.Clip.Rare.Count(t => WrittenTerm.Is(r.Without, t)))} and "
                + $"{results.Sum(r => r.Clip.Rare.Count(t => WrittenTerm.Is(r.With, t)))} "
                + $"of {all}"));
        foreach (var (clip, without, with) in results)
        {
            foreach (var term in clip.Rare)
            {
                var (before, after) = (WrittenTerm.Is(without, term), WrittenTerm.Is(with, term));
                if (before && after) continue;
                Console.WriteLine($"  {Path.GetFileName(clip.Path)} {term}: {(before ? "lost" : after ? "found" : "not found")}");
            }
        }
    }

    private static async Task UnspokenAsync(
        TranscriptionEngine engine, List<Clip> clips, List<ResultRow> rows, string what, Func<Clip, int, IReadOnlyList<string>> listOf,
        int lists)
    {
        var (decodes, listed, inserted, otherwise) = (0, 0, 0, 0);
        // One after the other: windows that are decoded together differ in their last digits, and a word hangs on those now and then.
        foreach (var clip in clips)
        {
            var without = await TextAsync(engine, clip.Path, []);
            for (var list = 0; list < lists; list++)
            {
                var terms = listOf(clip, list);
                if (terms.Count == 0) continue;
                var with = await TextAsync(engine, clip.Path, terms);
                decodes++;
                listed += terms.Count;
                if (with != without)
                {
                    otherwise++;
                    Console.WriteLine($"  {Path.GetFileName(clip.Path)} [{string.Join(", ", terms)}]: {without} → {with}");
                }
                inserted += terms.Count(t => WrittenTerm.Is(with, t) && !WrittenTerm.Is(without, t));
            }
        }
        rows.Add(new ResultRow($"{what}: inserted", $"{inserted} of {listed} in {decodes} decodes; text changed at all in {otherwise}"));
    }

    private static async Task CostAsync(TranscriptionEngine engine, IReadOnlyList<string> vocabulary, List<ResultRow> rows)
    {
        var path = Corpus.PathOf("open", "longform_en.wav");
        var random = new Random(1);
        string[] terms = [.. vocabulary.OrderBy(_ => random.Next()).Take(LongList)];
        var (without, with) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Repetitions; i++)
        {
            without = Math.Min(without, await SecondsAsync([]));
            with = Math.Min(with, await SecondsAsync(terms));
        }
        rows.Add(new ResultRow(
            $"longform_en with {terms.Length} terms: processor time, minimum of {Repetitions}",
            $"{with:F1} s, {100 * (with / without - 1):+0.0;-0.0} % ({without:F1} s without)"));

        async Task<double> SecondsAsync(IReadOnlyList<string> list)
        {
            var before = ProcessorTime.Seconds();
            await TextAsync(engine, path, list);
            return ProcessorTime.Seconds() - before;
        }
    }

    private static async Task<string> TextAsync(TranscriptionEngine engine, string path, IReadOnlyList<string> terms)
        => (await engine.TranscribeAsync(path, new TranscriptionOptions { Context = new TranscriptionContext { Terms = terms } })).Text;

    /// <summary>The open clips with the longest of their words.</summary>
    private static List<Clip> Clips()
    {
        List<Clip> clips = [];
        foreach (var entry in Corpus.Json("open", "manifest.json").EnumerateArray())
        {
            if (!entry.TryGetProperty("text", out var text) || string.IsNullOrEmpty(text.GetString())) continue;
            string[] words = [.. text.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(w => w.Trim('.', ',', '?', '!', ';', ':', '"', '\'', '-', '¿', '¡', '(', ')'))];
            string[] rare = [.. words.Where(w => w.Length >= RareLength && w.All(char.IsLetter))
                .Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(w => w.Length).Take(TermsOfClip)];
            if (rare.Length > 0)
                clips.Add(new Clip(Corpus.PathOf("open", entry.GetProperty("file").GetString()!), [.. words.Select(SpokenForm.Of)], rare));
        }
        return clips;
    }

    private static IReadOnlyList<string> Unspoken(string[] pool, Clip clip, Random random)
        => [.. pool.Where(t => !clip.Says(SpokenForm.Of(t))).OrderBy(_ => random.Next()).Take(TermsOfList)];

    /// <summary>Words of the model's vocabulary that sound like the clip's longest words and are not forms of any word in it.</summary>
    private static IReadOnlyList<string> SoundAlikes(IReadOnlyList<string> vocabulary, Clip clip, int rank)
        => [.. clip.Rare.Select(SpokenForm.Of).SelectMany(r => vocabulary
            .Where(v => !clip.Says(v.ToLowerInvariant()))
            .OrderByDescending(v => SoundSimilarity.Of(v.ToLowerInvariant(), r))
            .Skip(rank).Take(1))];

    /// <summary>English words that are one token with a space before it, as names: with a capital.</summary>
    private static IReadOnlyList<string> Vocabulary()
    {
        var folder = ModelStore.Open(ModelsDirectory.Find()).Resolve(null, ModelKind.Speech).Folder;
        var tokenizer = WhisperTokenizer.Load(folder);
        return [.. Enumerable.Range(0, 50_000).Select(t => tokenizer.Decode([t]))
            .Where(t => t.Length > RareLength && t[0] == ' ' && t.Skip(1).All(char.IsAsciiLetterLower))
            .Select(t => char.ToUpperInvariant(t[1]) + t[2..])];
    }

    private sealed record Clip(string Path, IReadOnlyList<string> Spoken, IReadOnlyList<string> Rare)
    {
        /// <summary>True if a word, or one that only its ending tells from it, is said.</summary>
        public bool Says(string spoken) => Spoken.Any(
            s => s.Length > 3 && (s.StartsWith(spoken, StringComparison.Ordinal) || spoken.StartsWith(s, StringComparison.Ordinal)));
    }
}
