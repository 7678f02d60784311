using Dapper;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;

namespace Hansard.Bench.Scale;

/// <summary>Transcriptions of one project that were written into a database without any request.</summary>
internal sealed class StoredRows
{
    private const int Page = 100_000;

    // A server with its own database has a worker, which is to leave them alone.
    private const long Never = 4_102_444_800_000;
    private readonly ISqlDatabase _database;
    private readonly string _project;
    private readonly bool _isPostgres;
    private readonly Random _random = new(1);
    private int _rows;

    /// <param name="database">A server has made its tables and its first project.</param>
    public StoredRows(ISqlDatabase database)
    {
        _database = database;
        _isPostgres = database.IsShared;
        _project = database.Read(c => c.ExecuteScalar<string>("SELECT id FROM projects"))!;
    }

    /// <summary>Number of queued ones: a tenth.</summary>
    public int Queued => _rows / 10;

    /// <summary>Brings their number up to a power of ten.</summary>
    public async Task GrowAsync(int rows)
    {
        var text = string.Join(' ', Enumerable.Range(0, 120).Select(i => $"word{i}"));
        for (var from = _rows; from < rows; from += Page)
            await _database.WriteAsync(c => Add(c, from, Math.Min(rows, from + Page), text), TimeSpan.FromMinutes(30));
        _rows = rows;
        if (_isPostgres) _database.Read(c => c.Execute("VACUUM ANALYZE transcriptions, passages"));
    }

    /// <summary>Path of a page of 20.</summary>
    public static string ListPath() => "/v1/transcriptions?limit=20";

    /// <summary>Path of the numbers.</summary>
    public static string CountPath() => "/v1/transcriptions/count";

    /// <summary>Path of one of them.</summary>
    public string GetPath() => $"/v1/transcriptions/{Id(_random.Next(_rows))}";

    /// <summary>Path of a search for a word that one of them has.</summary>
    public string RareWordPath() => $"/v1/search?limit=20&q=unique{_random.Next(_rows / 10) * 10 + 1}";

    /// <summary>Path of a search for words of which one in a hundred has each.</summary>
    public string SomeWordsPath() => $"/v1/search?limit=20&q=some{_random.Next(100)}";

    /// <summary>Path of a search for a word that all have.</summary>
    public static string CommonWordPath() => "/v1/search?limit=20&q=word7";

    /// <summary>Path of a search for words of which the last is not complete, as it is typed.</summary>
    public string TypedPath() => $"/v1/search?limit=20&q=word7%20some{_random.Next(10)}";

    /// <summary>Path of a search for a beginning of nine words in ten transcriptions, another in each.</summary>
    public static string BegunPath() => "/v1/search?limit=20&q=uniq";

    /// <summary>Path of a search for part of a name that one of them has.</summary>
    public string NamePath() => $"/v1/search?limit=20&q=ting-{_random.Next(_rows)}.w";

    /// <summary>Path of a search for what none has.</summary>
    public string NothingPath() => $"/v1/search?limit=20&q=absent{_random.Next(1000)}";

    /// <summary>Ids of some that are queued and have not been named before.</summary>
    public IReadOnlyList<string> SomeQueued(int count) => _database.Read(c => c.Query<string>(
        "SELECT id FROM transcriptions WHERE status = 'queued' AND model = 'nobody-has-it' ORDER BY seq LIMIT @count",
        new { count }).AsList());

    /// <summary>Lets one that is queued be claimed.</summary>
    public Task ReleaseAsync(string id) => _isPostgres
        ? Task.CompletedTask
        : _database.WriteAsync(c => c.Execute("UPDATE transcriptions SET available_at = 0 WHERE id = @id", new { id }));

    private static string Id(int number) => $"00000000-0000-7000-8000-{number:x12}";

    private int Add(System.Data.Common.DbConnection connection, int from, int to, string text)
    {
        // Triggers would write the project's counts a million times in one transaction.
        if (_isPostgres) connection.Execute("SET LOCAL session_replication_role = 'replica'");
        var id = _isPostgres ? "'00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0')" : "printf('00000000-0000-7000-8000-%012x', n)";
        var numbers = _isPostgres
            ? "SELECT n FROM generate_series(@from, @to - 1) n"
            : "SELECT n FROM (WITH RECURSIVE s(n) AS (SELECT @from UNION ALL SELECT n + 1 FROM s WHERE n < @to - 1) SELECT n FROM s)";
        const string words = "@text || ' unique' || n || ' some' || (n / 10 % 100)";
        var place = _isPostgres
            ? $"to_tsvector('simple', {words})"
            : $"(SELECT seq << {PassageOrderSchema.Bits} FROM transcriptions t WHERE t.id = {id})";
        connection.Execute(
            $$"""
            INSERT INTO transcriptions (id, project_id, status, source, model, blob, filename, request, created_at, started_at, ended_at,
                audio_duration_ms, transcribed_ms, attempts, estimated_ms, available_at)
            SELECT {{id}}, @project, CASE WHEN n % 10 = 0 THEN 'queued' ELSE 'completed' END, 'public_api', 'nobody-has-it',
                {{id}}, 'meeting-' || n || '.wav', '{}', 1700000000000 + n, 1700000000000 + n,
                CASE WHEN n % 10 = 0 THEN NULL ELSE 1700000000000 + n END, 60000, 60000, 1, 60000, @available FROM ({{numbers}}) numbers;
            INSERT INTO transcripts (transcription_id, text, tokens, indexed_at)
            SELECT {{id}}, @text, @tokens, 1 FROM ({{numbers}}) numbers WHERE n % 10 <> 0;
            INSERT INTO passages (transcription_id, start_ms, end_ms, text, words, {{(_isPostgres ? "places" : "seq")}})
            SELECT {{id}}, 0, 60000, {{words}}, {{words}}, {{place}} FROM ({{numbers}}) numbers WHERE n % 10 <> 0;
            """,
            new { project = _project, from, to, text, tokens = new byte[2000], available = _isPostgres ? 0 : Never }, commandTimeout: 1800);
        if (!_isPostgres) return 0;
        return connection.Execute(
            """
            INSERT INTO transcription_changes (seq, transcription_id, project_id)
            SELECT nextval('transcription_change'), id, project_id FROM transcriptions t
            WHERE NOT EXISTS (SELECT 1 FROM transcription_changes c WHERE c.transcription_id = t.id);
            UPDATE project_counts SET
                transcriptions = (SELECT count(*) FROM transcriptions WHERE project_id = @project),
                pending = (SELECT count(*) FROM transcriptions WHERE project_id = @project AND status IN ('queued', 'processing'))
            WHERE project_id = @project;
            """,
            new { project = _project }, commandTimeout: 1800);
    }
}
