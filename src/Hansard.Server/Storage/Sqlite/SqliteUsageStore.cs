using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;
using Hansard.Server.Usage;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The usage of the projects' completed transcriptions as rows of SQLite.</summary>
internal sealed class SqliteUsageStore(Database database) : IUsageStore
{
    private const string Columns =
        """
        seq Seq, uuid Uuid, source Source, client_reference_id ClientReferenceId, model Model, start_time StartTime, end_time EndTime,
        input_text_tokens InputTextTokens, input_audio_tokens InputAudioTokens, input_audio_duration_ms InputAudioDurationMs,
        output_text_tokens OutputTextTokens
        """;

    // The hosted service counts 30,000 audio tokens an hour; four characters of context make about one text token.
    private const long MillisecondsPerAudioToken = 120;
    private const int CharactersPerTextToken = 4;

    /// <summary>Adds the usage of a job that completes in the current transaction.</summary>
    public static void Add(SqliteConnection connection, Job job, Transcript transcript, long now)
    {
        var duration = (long)transcript.Duration.TotalMilliseconds;
        connection.Execute(
            """
            INSERT INTO usage_logs (uuid, project_id, client_reference_id, model, start_time, end_time,
                input_text_tokens, input_audio_tokens, input_audio_duration_ms, output_text_tokens, source)
            VALUES (@Id, @ProjectId, @reference, @Model, @StartedAt, @now, @inputText, @inputAudio, @duration, @outputText, @Source)
            """,
            new
            {
                job.Id,
                job.ProjectId,
                reference = job.ClientReferenceId ?? "",
                job.Model,
                job.Source,
                job.StartedAt,
                now,
                inputText = ((job.Request().Context?.GetRawText().Length ?? 0) + CharactersPerTextToken - 1) / CharactersPerTextToken,
                inputAudio = (duration + MillisecondsPerAudioToken - 1) / MillisecondsPerAudioToken,
                duration,
                outputText = transcript.Tokens.Count,
            });
    }

    /// <inheritdoc />
    public IReadOnlyList<UsageRow> List(string project, long from, long to, bool descending, UsagePlace? after, int limit)
    {
        var (comparison, order) = descending ? ("<", "DESC") : (">", "ASC");
        var end = descending ? long.MaxValue : long.MinValue;
        var (endTime, seq) = after ?? new UsagePlace(end, end);
        return database.Read(c => c.Query<UsageRow>(
            $"""
            SELECT {Columns} FROM usage_logs
            WHERE project_id = @project AND end_time >= @from AND end_time < @to AND (end_time, seq) {comparison} (@endTime, @seq)
            ORDER BY end_time {order}, seq {order} LIMIT @limit
            """,
            new { project, from, to, endTime, seq, limit }).AsList());
    }

    /// <inheritdoc />
    public IReadOnlyList<UsageDay> Days(string project, long from, long to) => database.Read(c => c.Query<UsageDay>(
        $"""
        SELECT model Model, end_time / {TimeSpan.MillisecondsPerDay} Day, count(*) Requests, sum(input_text_tokens) InputTextTokens,
            sum(input_audio_tokens) InputAudioTokens, sum(input_audio_duration_ms) InputAudioDurationMs,
            sum(output_text_tokens) OutputTextTokens
        FROM usage_logs WHERE project_id = @project AND end_time >= @from AND end_time < @to GROUP BY 1, 2 ORDER BY 1, 2
        """,
        new { project, from, to }).AsList());
}
