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

    // Passages with the words, from which to go to their transcriptions: with more, 20 are soon met from one transcription to the next.
    private const int Few = 500;

    /// <inheritdoc />
    /// <remarks>An array is made once, by itself: of EXISTS and IN PostgreSQL makes joins that may look at all transcriptions.</remarks>
    public override SearchSource Said(DbConnection connection, string words)
    {
        var found = connection.ExecuteScalar<long>(
            $"SELECT count(*) FROM (SELECT 1 FROM passages p WHERE {HasWords} LIMIT @most) f", new { words, most = Few });
        return new SearchSource(
            SearchSource.Transcriptions,
            found < Few
                ? $"""
                  t.seq = ANY(ARRAY(SELECT f.seq FROM passages p JOIN transcriptions f ON f.id = p.transcription_id WHERE {HasWords}))
                  """
                : $"EXISTS (SELECT 1 FROM passages p WHERE p.transcription_id = t.id AND {HasWords})");
    }

    /// <inheritdoc />
    public override SearchSource Named(string text) => NamedAlike;

    /// <inheritdoc />
    public override string Text(DbConnection connection, WordQuery query)
    {
        var phrases = Phrases(query);
        var text = string.Join(" & ", phrases.Select(phrase => $"({string.Join(" <-> ", phrase.Select(Quoted))})"));
        return query.IsBegun && text.Length > 0 ? $"{text[..^1]}:*)" : text;
    }

    /// <inheritdoc />
    public override void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages) => connection.Execute(
        """
        INSERT INTO passages (transcription_id, start_ms, end_ms, speaker, text, words, places)
        VALUES (@id, @StartMs, @EndMs, @Speaker, @Text, @Words, CAST(plain(@places) AS tsvector))
        """,
        passages.Select(p => new { id, p.StartMs, p.EndMs, p.Speaker, p.Text, p.Words, places = Places(p.Words) }));

    /// <inheritdoc />
    public override IReadOnlyList<Passage> Find(DbConnection connection, string id, WordQuery query, string words, int most)
    {
        var plain = connection.ExecuteScalar<string>("SELECT plain(@text)", new { text = string.Join('\n', query.Phrases) });
        var phrases = Phrases(query with { Phrases = plain!.Split('\n') });
        return connection.Query<FoundPassage>(
            $"""
            SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text AS Text, p.words Words, plain(p.words) PlainWords
            FROM passages p WHERE p.transcription_id = @id AND {HasWords} ORDER BY p.seq LIMIT @most
            """,
            new { id, words, most })
            .AsList()
            .ConvertAll(found => new Passage
            {
                StartMs = found.StartMs,
                EndMs = found.EndMs,
                Speaker = found.Speaker,
                Text = found.Text,
                Words = Marked(found, phrases, query.IsBegun),
            });
    }

    private static List<string[]> Phrases(WordQuery query) =>
    [
        .. query.Phrases.Select(phrase => PlacedWord.Of(phrase).Select(word => word.Word).ToArray()).Where(words => words.Length > 0),
    ];

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

    private static string Marked(FoundPassage passage, List<string[]> phrases, bool isBegun)
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

    private sealed record FoundPassage(long StartMs, long EndMs, string? Speaker, string Text, string Words, string PlainWords);
}
