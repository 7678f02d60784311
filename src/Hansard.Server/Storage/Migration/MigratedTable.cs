namespace Hansard.Server.Storage.Migration;

/// <summary>A table that goes from SQLite to PostgreSQL as it is.</summary>
/// <param name="Name">Of the table, in both.</param>
/// <param name="Key">Columns by which rows are ordered, no two alike.</param>
internal sealed record MigratedTable(string Name, params string[] Key)
{
    private const string Kept = "SELECT id FROM transcriptions WHERE transient_of IS NULL";

    /// <summary>All of them, each after those that it refers to.</summary>
    /// <remarks>
    /// The others are made anew: counts and changes by triggers, the index of words by the server that starts on it, leases and parts by
    /// its workers, and the notes of recordings by their copying. Transcriptions that somebody waits for, and that are not kept, stay
    /// behind.
    /// </remarks>
    public static IReadOnlyList<MigratedTable> All { get; } =
    [
        new("settings", "name"),
        new("projects", "id"),
        new("api_keys", "id"),
        new("temporary_keys", "digest"),
        new("files", "seq"),
        new("deleted_blobs", "blob"),
        new("vocabulary", "id"),
        new("dismissed_terms", "project_id", "term"),
        new("known_speakers", "seq"),
        new("known_speaker_samples", "seq"),
        new("transcriptions", "seq") { Where = "transient_of IS NULL" },
        OfTranscription("transcripts", "transcription_id"),
        OfTranscription("transcript_voices", "transcription_id", "speaker"),
        OfTranscription("revisions", "transcription_id", "number"),
        OfTranscription("replacements", "transcription_id", "written"),
        OfTranscription("waveforms", "transcription_id"),
        OfTranscription("shares", "seq"),
        OfTranscription("summaries", "seq"),
        new("webhook_outbox", "seq"),
        new("usage_logs", "seq"),
        new("access_log", "seq"),
    ];

    /// <summary>Holds for the rows that go along; null: all.</summary>
    public string? Where { get; init; }

    /// <summary>Tells whether its rows are numbered.</summary>
    public bool IsNumbered => Key is ["seq"];

    /// <summary>The value of a column as it is in the copy.</summary>
    /// <remarks>What was being transcribed is to be transcribed again, and what was said is put into the index anew.</remarks>
    public object? Copied(string column, object? value) => (Name, column, value) switch
    {
        ("transcriptions", "status", "processing") => "queued",
        ("transcriptions", "stage", _) => null,
        ("transcripts", "indexed_at", _) => null,
        // No character of PostgreSQL's.
        (_, _, string text) => text.Replace('\0', ' '),
        _ => value,
    };

    private static MigratedTable OfTranscription(string name, params string[] key)
        => new(name, key) { Where = $"transcription_id IN ({Kept})" };
}
