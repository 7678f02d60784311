using System.Data.Common;
using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;
using Hansard.Server.Usage;

namespace Hansard.Server.Storage.Sql;

/// <summary>The usage of the projects' completed transcriptions as rows.</summary>
internal sealed class SqlUsageStore(ISqlDatabase database) : IUsageStore
{
    private const string Columns =
        """
        seq Seq, uuid Uuid, source Source, client_reference_id ClientReferenceId, model Model, start_time StartTime, end_time EndTime,
        input_text_tokens InputTextTokens, input_audio_tokens InputAudioTokens, input_audio_duration_ms InputAudioDurationMs,
        output_text_tokens OutputTextTokens, live IsLive
        """;

    /// <summary>Adds the usage of a job that completes in the current transaction.</summary>
    public static void Add(DbConnection connection, Job job, Transcript transcript, long now)
    {
        var usage = JobUsage.Of(job.Request(), transcript.Duration, transcript.Tokens);
        connection.Execute(
            """
            INSERT INTO usage_logs (uuid, project_id, client_reference_id, model, start_time, end_time,
                input_text_tokens, input_audio_tokens, input_audio_duration_ms, output_text_tokens, source)
            VALUES (@Id, @ProjectId, @reference, @Model, @StartedAt, @now, @InputText, @InputAudio, @duration, @OutputText, @Source)
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
                usage.InputText,
                usage.InputAudio,
                duration = (long)transcript.Duration.TotalMilliseconds,
                usage.OutputText,
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
    public IReadOnlyList<SessionTime> Sessions(string project, long from, long to) => database.Read(c => c.Query<SessionTime>(
        """
        SELECT start_time AS Start, end_time AS "End" FROM usage_logs
        WHERE project_id = @project AND live = 1 AND end_time >= @from AND start_time < @to
        """,
        new { project, from, to }).AsList());

    /// <inheritdoc />
    public IReadOnlyList<UsageDay> Days(string project, long from, long to) => database.Read(c => c.Query<UsageDay>(
        $"""
        SELECT model Model, end_time / {TimeSpan.MillisecondsPerDay} AS Day, count(*) Requests,
            CAST(sum(input_text_tokens) AS BIGINT) InputTextTokens, CAST(sum(input_audio_tokens) AS BIGINT) InputAudioTokens,
            CAST(sum(input_audio_duration_ms) AS BIGINT) InputAudioDurationMs, CAST(sum(output_text_tokens) AS BIGINT) OutputTextTokens
        FROM usage_logs WHERE project_id = @project AND end_time >= @from AND end_time < @to GROUP BY 1, 2 ORDER BY 1, 2
        """,
        new { project, from, to }).AsList());
}
