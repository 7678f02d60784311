using System.Data.Common;
using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>FTS5: see <see cref="SearchSchema"/>.</summary>
internal sealed class Fts5PassageIndex : PassageIndex
{
    // Transcriptions of a project that are looked at one by one, 40 microseconds each (measured), rather than all passages with the words,
    // which may be another project's.
    private const int Few = 500;

    // Passages of which all with the words are gone through for those of a page.
    private const int Near = 1000;

    private const string Within = "passage_words MATCH @words AND passage_words.rowid BETWEEN @first AND @last";

    // The trigrams of the index.
    private const int ShortestPart = 3;

    /// <inheritdoc />
    /// <remarks>
    /// The numbers of passages have the order of their transcriptions (<see cref="PassageOrderSchema"/>), so FTS5 gives the newest first,
    /// and no more than a page of them are sought. The words of a beginning are merged once, whatever is looked at.
    /// </remarks>
    public override SearchSource Said(DbConnection connection, string project, string words)
    {
        var transcriptions = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM (SELECT 1 FROM transcriptions WHERE project_id = @project LIMIT @most)", new { project, most = Few + 1 });
        if (transcriptions > Few)
            return new SearchSource(
                $"passage_words w CROSS JOIN transcriptions t ON t.seq = w.rowid >> {PassageOrderSchema.Bits}",
                $"""
                passage_words MATCH @words
                    AND w.rowid < min(@before, {long.MaxValue >> PassageOrderSchema.Bits}) << {PassageOrderSchema.Bits}
                """)
            {
                Selected = "DISTINCT t.seq",
                Order = "w.rowid",
            };
        return new SearchSource(
            SearchSource.Transcriptions,
            Fts5Words.IsWide(words)
                ? $"t.seq IN (SELECT rowid >> {PassageOrderSchema.Bits} FROM passage_words WHERE passage_words MATCH @words)"
                : $"""
                  EXISTS (SELECT 1 FROM passage_words WHERE passage_words MATCH @words
                      AND rowid BETWEEN t.seq << {PassageOrderSchema.Bits} AND ((t.seq + 1) << {PassageOrderSchema.Bits}) - 1)
                  """);
    }

    /// <inheritdoc />
    public override SearchSource Named(string text) => text.EnumerateRunes().Count() < ShortestPart
        ? NamedAlike
        : new SearchSource(
            "transcription_names n CROSS JOIN transcriptions t ON t.seq = n.rowid",
            """transcription_names MATCH '"' || replace(@name, '"', '""') || '"' AND n.rowid < @before""")
        {
            Order = "n.rowid",
        };

    /// <inheritdoc />
    public override string Text(DbConnection connection, WordQuery query) => Fts5Words.Query(connection, query);

    /// <inheritdoc />
    public override void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages) => connection.Execute(
        """
        INSERT INTO passages (seq, transcription_id, start_ms, end_ms, speaker, text, words)
        SELECT (seq << @Bits) + @place, id, @StartMs, @EndMs, @Speaker, @Text, @Words FROM transcriptions WHERE id = @id
        """,
        passages.Take(PassageOrderSchema.Most).Select((p, place) => new
        {
            id,
            place,
            PassageOrderSchema.Bits,
            p.StartMs,
            p.EndMs,
            p.Speaker,
            p.Text,
            p.Words,
        }));

    /// <inheritdoc />
    /// <remarks>
    /// To go to a place in the index costs as much as a hundred places in a row, for each of the words that one that is begun can be. The
    /// passages of transcriptions that lie near each other are sought together.
    /// </remarks>
    public override IEnumerable<FoundPassage> Find(
        DbConnection connection, IReadOnlyList<SearchedTranscription> rows, WordQuery query, string words, int most)
    {
        if (Fts5Words.IsWide(words)) return rows.SelectMany(row => FindBegun(connection, row, query, words, most));
        var (first, last) = RangeOf(rows);
        var passages = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM (SELECT 1 FROM passages WHERE seq BETWEEN @first AND @last LIMIT @enough)",
            new { first, last, enough = Near + 1 });
        return passages <= Near
            ? FindTogether(connection, rows, words, most)
            : rows.SelectMany(row => FindIn(connection, row, words, most));
    }

    private static List<FoundPassage> FindBegun(
        DbConnection connection, SearchedTranscription row, WordQuery query, string words, int most)
    {
        // FTS5 would merge the places of the words of all transcriptions for each.
        if (Fts5Words.Within(connection, row.Id, query) is { } narrow && FindIn(connection, row, narrow, most) is { Count: > 0 } found)
            return found;
        return FindIn(connection, row, words, most);
    }

    private static List<FoundPassage> FindIn(DbConnection connection, SearchedTranscription row, string words, int most)
    {
        var (first, last) = RangeOf([row]);
        return Marked(connection, "passage_words.rowid LIMIT @most", new { words, first, last, most }, [row]);
    }

    private static List<FoundPassage> FindTogether(
        DbConnection connection, IReadOnlyList<SearchedTranscription> rows, string words, int most)
    {
        // Marks are made while the index is gone through, so it is known before which are to have them.
        var (first, last) = RangeOf(rows);
        var chosen = connection.Query<long>(
            $"""
            SELECT number FROM (
                SELECT rowid AS number, row_number() OVER (PARTITION BY rowid >> @Bits ORDER BY rowid) AS place
                FROM passage_words WHERE {Within} AND rowid >> @Bits IN @of)
            WHERE place <= @most
            """,
            new { words, first, last, most, of = rows.Select(row => row.Seq), PassageOrderSchema.Bits }).AsList();
        return chosen.Count == 0 ? [] : Marked(
            connection, "passage_words.rowid", new { words, first = chosen.Min(), last = chosen.Max(), chosen }, rows,
            // The plus sign has FTS5 go through the range, rather than to each of them.
            "+passage_words.rowid IN @chosen");
    }

    private static List<FoundPassage> Marked(
        DbConnection connection, string order, object parameters, IReadOnlyList<SearchedTranscription> rows, string condition = "1 = 1")
    {
        var ids = rows.ToDictionary(row => row.Seq, row => row.Id);
        return connection.Query<(long Number, long StartMs, long EndMs, string? Speaker, string Text, string Words)>(
            $"""
            SELECT p.seq, p.start_ms, p.end_ms, p.speaker, p.text, highlight(passage_words, 0, char(2), char(3))
            FROM passage_words CROSS JOIN passages p ON p.seq = passage_words.rowid
            WHERE {Within} AND {condition} ORDER BY {order}
            """,
            parameters).AsList().ConvertAll(found => new FoundPassage(
                ids[found.Number >> PassageOrderSchema.Bits],
                new Passage
                {
                    StartMs = found.StartMs,
                    EndMs = found.EndMs,
                    Speaker = found.Speaker,
                    Text = found.Text,
                    Words = found.Words,
                }));
    }

    private static (long First, long Last) RangeOf(IReadOnlyList<SearchedTranscription> rows) => (
        rows.Min(row => row.Seq) << PassageOrderSchema.Bits, ((rows.Max(row => row.Seq) + 1) << PassageOrderSchema.Bits) - 1);
}
