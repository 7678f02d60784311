using System.Data.Common;
using System.Text;
using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>PostgreSQL's text search, with words as <see cref="PlacedWord"/> divides them, and without accents (<c>plain</c>).</summary>
internal sealed class TextSearchPassageIndex : PassageIndex
{
    // A tsvector has places up to 16,383. Passages have some sentences.
    private const int LastPlace = 16383;

    private const string HasWords = "p.places @@ CAST(plain(@words) AS tsquery)";

    // OFFSET keeps PostgreSQL from making a join of it, which may look at all transcriptions.
    private const string Says = $"EXISTS (SELECT 1 FROM passages p WHERE p.transcription_id = t.id AND {HasWords} OFFSET 0)";

    // Microseconds: to go from a passage with the words to its transcription, and to look whether a transcription has them (measured).
    private const double ToTranscription = 6;
    private const double Look = 30;

    // The newest transcriptions of a project, among which a page of results is sought first.
    private const int Newest = 200;

    // Results of a page.
    private const int Page = 20;

    /// <inheritdoc />
    /// <remarks>
    /// Frequent words are soon met by going from one transcription to the next, and the index gives no part of the passages with a word
    /// before it has all. Rare ones lead to the transcriptions: with M of N passages, one way costs 6 M and the other 30 · 20 · N / M
    /// microseconds. An array is made once, by itself, each of its numbers by an index.
    /// </remarks>
    public override SearchSource Said(DbConnection connection, string project, string words)
    {
        var next = new SearchSource(SearchSource.Transcriptions, Says);
        var among = connection.ExecuteScalar<long>(
            $"""
            SELECT count(*) FROM (
                SELECT 1 FROM (SELECT id FROM transcriptions WHERE project_id = @project ORDER BY seq DESC LIMIT @Newest) t
                WHERE {Says} LIMIT @Page) f
            """,
            new { project, words, Newest, Page });
        if (among == Page) return next;
        var passages = connection.ExecuteScalar<long?>("SELECT max(seq) FROM passages") ?? 0;
        var most = (long)Math.Sqrt(Look * Page / ToTranscription * passages) + Page;
        var found = connection.ExecuteScalar<long>(
            $"SELECT count(*) FROM (SELECT 1 FROM passages p WHERE {HasWords} LIMIT @most) f", new { words, most });
        return found == most ? next : new SearchSource(
            SearchSource.Transcriptions,
            $"""
            t.seq = ANY(ARRAY(
                SELECT (SELECT f.seq FROM transcriptions f WHERE f.id = p.transcription_id) FROM passages p WHERE {HasWords}))
            """);
    }

    /// <inheritdoc />
    public override SearchSource Named(string text) => NamedAlike;

    /// <inheritdoc />
    /// <remarks>
    /// The index makes a list of all that begins so before it looks at other words. Where these are not said together, nothing is found,
    /// whatever the last one becomes.
    /// </remarks>
    public override string Text(DbConnection connection, WordQuery query)
    {
        var phrases = Phrases(query);
        var text = Joined(phrases);
        if (!query.IsBegun || text.Length == 0) return text;
        var before = phrases[^1][..^1];
        var rest = Joined(before.Length == 0 ? phrases.SkipLast(1) : phrases.SkipLast(1).Append(before));
        var isSaid = rest.Length == 0 || connection.ExecuteScalar<bool>(
            $"SELECT EXISTS (SELECT 1 FROM passages p WHERE {HasWords})", new { words = rest });
        return isSaid ? $"{text[..^1]}:*)" : text;
    }

    /// <inheritdoc />
    public override void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages) => connection.Execute(
        """
        INSERT INTO passages (transcription_id, start_ms, end_ms, speaker, text, words, places)
        VALUES (@id, @StartMs, @EndMs, @Speaker, @Text, @Words, CAST(plain(@places) AS tsvector))
        """,
        passages.Select(p => new { id, p.StartMs, p.EndMs, p.Speaker, p.Text, p.Words, places = Places(p.Words) }));

    /// <inheritdoc />
    public override IEnumerable<FoundPassage> Find(
        DbConnection connection, IReadOnlyList<SearchedTranscription> rows, WordQuery query, string words, int most)
    {
        var plain = connection.ExecuteScalar<string>("SELECT plain(@text)", new { text = string.Join('\n', query.Phrases) });
        var phrases = Phrases(query with { Phrases = plain!.Split('\n') });
        return rows.SelectMany(row => connection.Query<StoredPassage>(
            $"""
            SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text AS Text, p.words Words, plain(p.words) PlainWords
            FROM passages p WHERE p.transcription_id = @id AND {HasWords} ORDER BY p.seq LIMIT @most
            """,
            new { id = row.Id, words, most })
            .AsList()
            .ConvertAll(stored => new FoundPassage(row.Id, new Passage
            {
                StartMs = stored.StartMs,
                EndMs = stored.EndMs,
                Speaker = stored.Speaker,
                Text = stored.Text,
                Words = Marked(stored, phrases, query.IsBegun),
            })));
    }

    private static List<string[]> Phrases(WordQuery query) =>
    [
        .. query.Phrases.Select(phrase => PlacedWord.Of(phrase).Select(word => word.Word).ToArray()).Where(words => words.Length > 0),
    ];

    private static string Joined(IEnumerable<string[]> phrases)
        => string.Join(" & ", phrases.Select(phrase => $"({string.Join(" <-> ", phrase.Select(Quoted))})"));

    private static string Places(string words) => string.Join(
        ' ',
        PlacedWord.Of(words)
            .Select((word, i) => (word.Word, Place: i + 1))
            .Where(placed => placed.Place <= LastPlace)
            .GroupBy(placed => placed.Word, StringComparer.Ordinal)
            // PostgreSQL keeps no more places of a word.
            .Select(same => $"{Quoted(same.Key)}:{string.Join(',', same.Take(256).Select(placed => placed.Place))}"));

    // Of letters, digits and marks alone.
    private static string Quoted(string word) => $"'{word}'";

    private static string Marked(StoredPassage passage, List<string[]> phrases, bool isBegun)
    {
        // As many words in both: accents stand within them.
        var (text, words, plain) = (passage.Words, PlacedWord.Of(passage.Words), PlacedWord.Of(passage.PlainWords));
        if (plain.Count != words.Count) return text;
        var isMarked = new bool[words.Count];
        for (var p = 0; p < phrases.Count; p++)
        {
            var begun = isBegun && p == phrases.Count - 1;
            for (var at = 0; at + phrases[p].Length <= words.Count; at++)
                if (IsAt(plain, at, phrases[p], begun)) Array.Fill(isMarked, true, at, phrases[p].Length);
        }

        var marked = new StringBuilder();
        var end = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (!isMarked[i]) continue;
            var first = i;
            while (i + 1 < words.Count && isMarked[i + 1]) i++;
            marked.Append(text, end, words[first].Start - end).Append(MarkedWords.Start);
            marked.Append(text, words[first].Start, words[i].End - words[first].Start).Append(MarkedWords.End);
            end = words[i].End;
        }
        return marked.Append(text, end, text.Length - end).ToString();
    }

    private static bool IsAt(IReadOnlyList<PlacedWord> words, int at, string[] phrase, bool isBegun)
    {
        for (var i = 0; i < phrase.Length; i++)
        {
            var word = words[at + i].Word;
            if (isBegun && i == phrase.Length - 1 ? !word.StartsWith(phrase[i], StringComparison.Ordinal) : word != phrase[i]) return false;
        }
        return true;
    }

    private sealed record StoredPassage(long StartMs, long EndMs, string? Speaker, string Text, string Words, string PlainWords);
}
