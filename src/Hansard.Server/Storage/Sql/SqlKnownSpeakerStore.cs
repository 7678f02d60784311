using System.Data.Common;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.KnownSpeakers;

namespace Hansard.Server.Storage.Sql;

/// <summary>People who are known again as rows.</summary>
internal sealed class SqlKnownSpeakerStore(ISqlDatabase database, TimeProvider clock) : IKnownSpeakerStore
{
    private const string Columns = "seq Seq, id Id, name Name, created_at CreatedAt";

    /// <inheritdoc />
    public void CheckRoom(string project, LimitOptions limits, string name) => database.Read(c =>
    {
        CheckRoom(c, project, limits, IdOf(c, project, name));
        return true;
    });

    /// <inheritdoc />
    public Task<KnownSpeakerRow> AddAsync(
        string project, LimitOptions limits, string name, NewVoiceSample sample, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                Holds.Limits(c, project);
                var now = clock.Milliseconds();
                var id = IdOf(c, project, name);
                CheckRoom(c, project, limits, id);
                id ??= AddPerson(c, project, name, now);
                c.Execute(
                    """
                    INSERT INTO known_speaker_samples (speaker_id, voice, speech_ms, created_at, consent)
                    VALUES (@id, @Voice, @SpeechMs, @now, @Consent)
                    """,
                    new { id, sample.Voice, sample.SpeechMs, now, sample.Consent });
                return One(c, $"SELECT {Columns} FROM known_speakers WHERE id = @id", new { id })!;
            },
            cancellationToken);

    /// <inheritdoc />
    public KnownSpeakerRow? Find(string project, string id) => database.Read(
        c => One(c, $"SELECT {Columns} FROM known_speakers WHERE id = @id AND project_id = @project", new { id, project }));

    /// <inheritdoc />
    public KnownSpeakerRow? Named(string project, string name) => database.Read(
        c => One(c, $"SELECT {Columns} FROM known_speakers WHERE project_id = @project AND name = @name", new { project, name }));

    /// <inheritdoc />
    public IReadOnlyList<KnownSpeakerRow> List(string project, long before, int limit) => database.Read(c => WithSamples(
        c,
        c.Query<KnownSpeakerRow>(
            $"SELECT {Columns} FROM known_speakers WHERE project_id = @project AND seq < @before ORDER BY seq DESC LIMIT @limit",
            new { project, before, limit }).AsList()));

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string project, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute("DELETE FROM known_speakers WHERE id = @id AND project_id = @project", new { id, project }) == 1,
        cancellationToken);

    /// <inheritdoc />
    public byte[]? VoiceOf(string project, string transcription, string speaker) => database.Read(c => c.QuerySingleOrDefault<byte[]>(
        """
        SELECT v.voice FROM transcript_voices v JOIN transcriptions t ON t.id = v.transcription_id
        WHERE t.id = @transcription AND t.project_id = @project AND v.speaker = @speaker
        """,
        new { project, transcription, speaker }));

    private static string? IdOf(DbConnection connection, string project, string name) => connection.QuerySingleOrDefault<string>(
        "SELECT id FROM known_speakers WHERE project_id = @project AND name = @name", new { project, name });

    private static string AddPerson(DbConnection connection, string project, string name, long now)
    {
        var id = Guid.CreateVersion7().ToString();
        connection.Execute(
            "INSERT INTO known_speakers (id, project_id, name, created_at) VALUES (@id, @project, @name, @now)",
            new { id, project, name, now });
        return id;
    }

    private static KnownSpeakerRow? One(DbConnection connection, string query, object parameters)
        => connection.QuerySingleOrDefault<KnownSpeakerRow>(query, parameters) is { } row ? WithSamples(connection, [row])[0] : null;

    // One after the other: a statement takes a bounded number of ids, and this a few microseconds.
    private static List<KnownSpeakerRow> WithSamples(DbConnection connection, List<KnownSpeakerRow> rows)
        => rows.ConvertAll(row => row with
        {
            Samples = connection.Query<VoiceSampleRow>(
                """
                SELECT voice Voice, speech_ms SpeechMs, created_at CreatedAt, consent Consent
                FROM known_speaker_samples WHERE speaker_id = @Id ORDER BY seq
                """,
                new { row.Id }).AsList(),
        });

    private static void CheckRoom(DbConnection connection, string project, LimitOptions limits, string? known)
    {
        if (known is null && limits.KnownSpeakers > 0)
        {
            var people = connection.ExecuteScalar<long>("SELECT count(*) FROM known_speakers WHERE project_id = @project", new { project });
            if (people >= limits.KnownSpeakers)
                throw new LimitReachedException(
                    $"This project knows {people} people, and its limit is {limits.KnownSpeakers}: delete those that are no longer needed.",
                    LimitReachedException.WhenFull);
        }

        if (known is not null && limits.KnownSpeakerSamples > 0)
        {
            var samples = connection.ExecuteScalar<long>(
                "SELECT count(*) FROM known_speaker_samples WHERE speaker_id = @known", new { known });
            if (samples >= limits.KnownSpeakerSamples)
                throw new LimitReachedException(
                    $"There are {samples} samples of this person's voice already, and the limit is {limits.KnownSpeakerSamples}: that is "
                    + "enough, or delete the person to begin anew.",
                    LimitReachedException.WhenFull);
        }
    }
}
