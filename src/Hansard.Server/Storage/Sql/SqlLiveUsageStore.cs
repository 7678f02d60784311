using Dapper;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Storage.Sql;

/// <summary>Usage of live sessions as rows, beside that of transcriptions.</summary>
internal sealed class SqlLiveUsageStore(ISqlDatabase database) : ILiveUsageStore
{
    /// <inheritdoc />
    public Task AddAsync(LiveUsage usage)
    {
        var counted = JobUsage.Of(usage.Request, usage.Heard, []);
        return database.WriteAsync(connection => connection.Execute(
            """
            INSERT INTO usage_logs (uuid, project_id, client_reference_id, model, start_time, end_time,
                input_text_tokens, input_audio_tokens, input_audio_duration_ms, output_text_tokens, source, live)
            VALUES (@Id, @ProjectId, @reference, @Model, @Start, @End, @InputText, @InputAudio, @heard, @Tokens, @source, 1)
            """,
            new
            {
                usage.Id,
                usage.ProjectId,
                reference = usage.ClientReferenceId ?? "",
                usage.Model,
                usage.Start,
                usage.End,
                counted.InputText,
                counted.InputAudio,
                heard = (long)usage.Heard.TotalMilliseconds,
                usage.Tokens,
                source = RequestSource.PublicApi,
            }));
    }
}
