using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>
/// Names that sound like ordinary words or like other names: written as given where they are said, and nowhere else. The sentences are
/// spoken by the voices of programs.
/// </summary>
internal static class SoundAlikeMeasure
{
    /// <summary>
    /// Measures the lists in the repository: the one that the rules were set with, one that changed one of them, and one that changed none.
    /// </summary>
    /// <param name="engine">Recognises.</param>
    /// <param name="lists">Only these lists, and no people; empty: all.</param>
    /// <param name="mistakes">Told of each name that is not found, and of each that is put in.</param>
    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine, IReadOnlyList<string> lists, TextWriter mistakes)
    {
        List<ResultRow> rows = [];
        foreach (var list in lists.Count > 0 ? lists : ["sound-alikes", "unseen", "blind", "languages"])
            rows.AddRange(list == "languages"
                ? await SoundAlikeLanguages.RunAsync(engine, mistakes)
                : await ListAsync(engine, list, mistakes));
        if (lists.Count > 0) return rows;
        var (of, byPeople) = await PeopleAsync(engine, mistakes);
        rows.Add(new ResultRow("words that people say and that sound just like another: the other put in", $"{byPeople} of {of}"));
        return rows;
    }

    // A name is spoken by one voice after the other until the words around it are recognised: what a program cannot say tells nothing.
    private static async Task<List<ResultRow>> ListAsync(TranscriptionEngine engine, string list, TextWriter mistakes)
    {
        var lines = File.ReadLines(Path.Combine(Corpus.Repository, "tests", "fixtures", "terms", $"{list}.tsv"))
            .Where(line => line[0] != '#').Select(line => line.Split('\t')).ToList();
        SoundAlikeName[] names = [.. lines.Where(line => line[0] == "name").Select(SoundAlikeName.Of)];
        var traps = lines.Where(line => line[0] == "trap").ToList();
        var (inserted, capitals) = (0, 0);
        var (without, with, intelligible, all) = (0, 0, 0, 0);
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            var (first, isHeard) = (false, false);
            for (var turn = 0; turn < SpokenSentence.Voices.Count && !isHeard; turn++)
            {
                var path = await SpokenSentence.OfAsync(name.Sentence, i + turn);
                var before = await TextAsync(engine, path, []);
                isHeard = name.IsIntelligible(before);
                if (turn > 0 && !isHeard) continue;
                var after = await TextAsync(engine, path, [name.Term]);
                var isFound = WrittenTerm.Is(after, name.Term);
                if (turn == 0) first = isFound;
                if (isHeard)
                {
                    intelligible++;
                    if (WrittenTerm.Is(before, name.Term)) without++;
                    if (isFound) with++;
                }
                if (!isFound)
                {
                    var fault = isHeard ? "not found" : "not intelligible, by the words around the name";
                    await mistakes.WriteLineAsync($"{fault}: {name.Term}: {before} → {after}");
                }
            }
            if (first) all++;
        }
        for (var i = 0; i < traps.Count; i++)
        {
            var (term, path) = (traps[i][1], await SpokenSentence.OfAsync(traps[i][2], i));
            var before = await TextAsync(engine, path, []);
            var after = await TextAsync(engine, path, [term]);
            if (before == after) continue;
            // The right letters, if not what was heard of them without the name.
            var isSaid = WrittenTerm.Is(traps[i][2].ToLowerInvariant(), term.ToLowerInvariant());
            if (isSaid || string.Equals(before, after, StringComparison.OrdinalIgnoreCase)) capitals++;
            else inserted++;
            await mistakes.WriteLineAsync($"put in: {term}: {before} → {after}");
        }
        return
        [
            new ResultRow(
                $"{list}: names that are said intelligibly, written as given, without and with the name",
                $"{without} and {with} of {intelligible}"),
            new ResultRow(
                $"{list}: by the first voice alone, intelligible or not, with the name", $"{all} of {names.Length}"),
            new ResultRow($"{list}: ordinary words that sound like a name: the name put in", $"{inserted} of {traps.Count}"),
            new ResultRow($"{list}: ordinary words with the letters of a name: given its capital", $"{capitals} of {traps.Count}"),
        ];
    }

    /// <summary>Words of the open clips in English, with those that are pronounced alike and spelled otherwise as names.</summary>
    private static async Task<(int Of, int Inserted)> PeopleAsync(TranscriptionEngine engine, TextWriter mistakes)
    {
        var (of, inserted) = (0, 0);
        var homophones = Homophones.Load();
        foreach (var entry in Corpus.Json("open", "manifest.json").EnumerateArray())
        {
            if (entry.GetProperty("language").GetString() != "en") continue;
            var path = Corpus.PathOf("open", entry.GetProperty("file").GetString()!);
            var before = await TextAsync(engine, path, []);
            var terms = homophones.Of(before);
            if (terms.Count == 0) continue;
            of += terms.Count;
            var after = await TextAsync(engine, path, terms);
            inserted += terms.Count(t => WrittenTerm.Is(after, t) && !WrittenTerm.Is(before, t));
            if (before != after) await mistakes.WriteLineAsync($"said by people: {string.Join(", ", terms)}: {before} → {after}");
        }
        return (of, inserted);
    }

    private static async Task<string> TextAsync(TranscriptionEngine engine, string path, IReadOnlyList<string> terms)
        => (await engine.TranscribeAsync(path, new TranscriptionOptions
        {
            Language = "en",
            Context = new TranscriptionContext { Terms = terms },
        })).Text;
}
