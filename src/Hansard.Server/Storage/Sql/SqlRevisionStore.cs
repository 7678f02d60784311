using Dapper;
using Hansard.Server.Revisions;
using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sql;

/// <summary>Revisions as rows. <see cref="SqlTranscriptionStore"/> reads their text.</summary>
internal sealed class SqlRevisionStore(ISqlDatabase database, TimeProvider clock) : IRevisionStore
{
    private const string Columns = "number Number, base Base, author Author, created_at CreatedAt, speaker_names SpeakerNamesJson";

    /// <inheritdoc />
    public Task<RevisionRow?> AddAsync(
        string project, string id, NewRevision revision, IReadOnlyList<Passage> passages, CancellationToken cancellationToken)
    {
        // Before the transaction: others wait to write meanwhile.
        var packed = PackedTokens.Pack(revision.Transcript.Tokens);
        return database.WriteAsync(
            c =>
            {
                var now = clock.Milliseconds();
                var number = c.QuerySingleOrDefault<long?>(
                    """
                    UPDATE transcriptions SET revision = revision + 1, version = version + 1
                    WHERE id = @id AND project_id = @project AND revision = @Base AND status = 'completed' RETURNING revision
                    """,
                    new { id, project, revision.Base });
                if (number is null) return null;
                c.Execute(
                    """
                    INSERT INTO revisions (transcription_id, number, base, author, created_at, speaker_names, text, tokens)
                    VALUES (@id, @number, @Base, @Author, @now, @SpeakerNamesJson, @Text, @packed)
                    """,
                    new
                    {
                        id,
                        number,
                        revision.Base,
                        revision.Author,
                        now,
                        revision.Transcript.SpeakerNamesJson,
                        revision.Transcript.Text,
                        packed,
                    });
                SqlReplacements.Add(c, id, revision.Replacements);
                SqlSearchStore.Index(database.Dialect, c, id, passages, now);
                return c.QuerySingle<RevisionRow>(
                    $"SELECT {Columns} FROM revisions WHERE transcription_id = @id AND number = @number", new { id, number });
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public IReadOnlyList<RevisionRow> List(string id, long before, int limit) => database.Read(c => c.Query<RevisionRow>(
        $"SELECT {Columns} FROM revisions WHERE transcription_id = @id AND number < @before ORDER BY number DESC LIMIT @limit",
        new { id, before, limit }).AsList());
}
