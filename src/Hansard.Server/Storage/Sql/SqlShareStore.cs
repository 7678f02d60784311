using Dapper;
using Hansard.Server.Jobs;
using Hansard.Server.Sharing;

namespace Hansard.Server.Storage.Sql;

/// <summary>Links as rows.</summary>
internal sealed class SqlShareStore(ISqlDatabase database, TimeProvider clock) : IShareStore
{
    private const string Shown =
        """
        SELECT s.id ShareId, t.project_id ProjectId, t.id TranscriptionId, s.audio Audio, s.expires_at ExpiresAt
        FROM shares s JOIN transcriptions t ON t.id = s.transcription_id WHERE s.expires_at > @now
        """;

    /// <inheritdoc />
    public Task<ShareOutcome> AddAsync(string project, Share share, string digest, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                c.Execute("DELETE FROM shares WHERE expires_at <= @now", new { now = clock.Milliseconds() });

                // Locked: its links are counted.
                var status = c.ExecuteScalar<string?>(
                    $"SELECT status FROM transcriptions WHERE id = @TranscriptionId AND project_id = @project{database.Dialect.ForUpdate}",
                    new { share.TranscriptionId, project });
                if (status is null) return ShareOutcome.NotFound;
                if (status != JobStatus.Completed) return ShareOutcome.NotCompleted;
                var count = c.ExecuteScalar<int>(
                    "SELECT count(*) FROM shares WHERE transcription_id = @TranscriptionId", new { share.TranscriptionId });
                if (count >= IShareStore.MostOfOne) return ShareOutcome.Full;
                c.Execute(
                    """
                    INSERT INTO shares (id, transcription_id, digest, audio, created_at, expires_at)
                    VALUES (@Id, @TranscriptionId, @digest, @Audio, @CreatedAt, @ExpiresAt)
                    """,
                    new { share.Id, share.TranscriptionId, digest, Audio = share.Audio ? 1 : 0, share.CreatedAt, share.ExpiresAt });
                return ShareOutcome.Added;
            },
            cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<Share> Of(string project, string transcriptionId) => database.Read(c => c.Query<Share>(
        """
        SELECT s.id Id, s.transcription_id TranscriptionId, s.audio Audio, s.created_at CreatedAt, s.expires_at ExpiresAt
        FROM shares s JOIN transcriptions t ON t.id = s.transcription_id
        WHERE s.transcription_id = @transcriptionId AND t.project_id = @project AND s.expires_at > @now ORDER BY s.seq DESC
        """,
        new { transcriptionId, project, now = clock.Milliseconds() }).AsList());

    /// <inheritdoc />
    public SharedTranscription? Find(string digest) => database.Read(c => c.QuerySingleOrDefault<SharedTranscription>(
        $"{Shown} AND s.digest = @digest", new { digest, now = clock.Milliseconds() }));

    /// <inheritdoc />
    public SharedTranscription? Find(string project, string id) => database.Read(c => c.QuerySingleOrDefault<SharedTranscription>(
        $"{Shown} AND s.id = @id AND t.project_id = @project", new { project, id, now = clock.Milliseconds() }));

    /// <inheritdoc />
    public Task<bool> WithdrawAsync(string project, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            "DELETE FROM shares WHERE id = @id AND transcription_id IN (SELECT id FROM transcriptions WHERE project_id = @project)",
            new { id, project }) == 1,
        cancellationToken);
}
