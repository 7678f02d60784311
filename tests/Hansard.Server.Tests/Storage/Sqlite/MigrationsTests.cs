using System.Text.Json;
using Hansard.Server.Events;
using Hansard.Server.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.Sqlite;

public sealed class MigrationsTests
{
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    private const string Changed =
        "BEGIN REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id); END;";

    private const string WithoutQueue =
        """
        DROP TRIGGER name_added; DROP TRIGGER name_changed; DROP TRIGGER name_deleted; DROP TABLE transcription_names;
        DROP TABLE part_leases; DROP TABLE parts;
        DROP TABLE access_log; DROP TABLE objects; DROP INDEX transcriptions_queued; DROP INDEX transcriptions_unmeasured;
        ALTER TABLE transcriptions DROP COLUMN estimated_ms; ALTER TABLE transcriptions DROP COLUMN priority;
        ALTER TABLE projects ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX transcriptions_ready ON transcriptions (project_id, seq);
        CREATE INDEX transcriptions_waited ON transcriptions (waited);
        """;

    private const string WithoutLeases =
        $"""
        {WithoutQueue}
        DROP TRIGGER project_counted; DROP TRIGGER file_counted; DROP TRIGGER file_uncounted;
        DROP TRIGGER transcription_counted; DROP TRIGGER transcription_recounted; DROP TRIGGER transcription_uncounted;
        DROP TABLE project_counts; DROP TABLE leases;
        ALTER TABLE transcriptions DROP COLUMN fence; ALTER TABLE webhook_outbox DROP COLUMN claim;
        ALTER TABLE transcriptions ADD COLUMN lease TEXT; ALTER TABLE transcriptions ADD COLUMN lease_owner TEXT;
        ALTER TABLE transcriptions ADD COLUMN lease_expires_at INTEGER;
        """;

    private const string WithoutDoors =
        $"""
        {WithoutLeases}
        DROP TABLE temporary_keys; ALTER TABLE usage_logs DROP COLUMN live;
        DROP TRIGGER transcription_added; DROP TRIGGER transcription_changed; DROP TRIGGER transcription_deleted;
        DROP INDEX transcriptions_transient; DROP INDEX transcriptions_waited;
        ALTER TABLE transcriptions DROP COLUMN door; ALTER TABLE transcriptions DROP COLUMN waited;
        ALTER TABLE transcriptions DROP COLUMN transient_of;
        CREATE TRIGGER transcription_added AFTER INSERT ON transcriptions {Changed}
        CREATE TRIGGER transcription_changed AFTER UPDATE OF status ON transcriptions {Changed}
        CREATE TRIGGER transcription_deleted AFTER DELETE ON transcriptions BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (old.id, old.project_id);
        END;
        """;

    private const string WithoutAdministrators =
        $"{WithoutDoors} ALTER TABLE api_keys DROP COLUMN is_admin; ALTER TABLE api_keys DROP COLUMN last_used_at;";

    private const string WithoutReplacements =
        $"""
        {WithoutAdministrators}
        DROP TABLE replacements; DROP TABLE dismissed_terms; ALTER TABLE known_speaker_samples DROP COLUMN consent;
        """;

    private const string WithoutAlternatives =
        $"{WithoutReplacements} DROP TABLE summaries; ALTER TABLE transcripts DROP COLUMN alternatives;";

    private const string WithoutRevisions =
        $"{WithoutAlternatives} DROP TABLE revisions; ALTER TABLE transcriptions DROP COLUMN revision;";

    private const string WithoutSearch =
        $"""
        {WithoutRevisions}
        DROP TABLE waveforms; DROP TABLE vocabulary; DROP TABLE shares;
        DROP TRIGGER transcription_labelled; DROP TRIGGER passage_added; DROP TRIGGER passage_deleted;
        DROP INDEX transcriptions_tagged; DROP INDEX transcripts_to_index;
        DROP TABLE passages; DROP TABLE passage_words;
        ALTER TABLE transcriptions DROP COLUMN tags; ALTER TABLE transcriptions DROP COLUMN notes;
        ALTER TABLE transcriptions DROP COLUMN version; ALTER TABLE transcripts DROP COLUMN indexed_at;
        """;

    private const string WithoutChanges =
        $"""
        {WithoutSearch}
        DROP TRIGGER transcription_added; DROP TRIGGER transcription_changed; DROP TRIGGER transcription_deleted;
        DROP TABLE transcription_changes; DROP TABLE partial_transcripts;
        ALTER TABLE transcriptions DROP COLUMN stage;
        """;

    private const string WithoutTracks = $"{WithoutChanges} ALTER TABLE transcriptions DROP COLUMN tracks;";

    private const string WithoutVoices =
        $"""
        {WithoutTracks}
        ALTER TABLE transcriptions DROP COLUMN speakers;
        DROP TABLE transcript_voices; DROP TABLE known_speaker_samples; DROP TABLE known_speakers;
        """;

    [Fact]
    public async Task What_a_server_kept_before_warnings_and_sources_of_usage_is_shown_after_them()
    {
        var former = await TestServer.StartAsync();
        var program = await former.EndAsync(await former.TranscribeAsync("of a program"));
        using var page = former.NewClient(TestServer.Key);
        page.DefaultRequestHeaders.Add("X-Hansard-Client", "playground");
        await former.EndAsync(await former.TranscribeAsync("of the page", page));
        var data = await former.StopAndKeepDataAsync();

        // As the schema was before.
        DataFolder.Execute(
            Path.Combine(data, "hansard.db"),
            $"""
            {WithoutVoices}
            ALTER TABLE transcriptions DROP COLUMN warnings; ALTER TABLE usage_logs DROP COLUMN source; PRAGMA user_version = 4;
            """);
        await using var server = await TestServer.StartAsync(data: data);

        Assert.Equal(
            ["api", "playground"],
            (await server.GetAsync($"/v1/usage-logs?{Always}"))
                .GetProperty("usage_logs")
                .EnumerateArray()
                .Select(log => log.String("request_scope")));
        Assert.Equal(
            JsonValueKind.Null, (await server.GetAsync($"/v1/transcriptions/{program.String("id")}")).GetProperty("warnings").ValueKind);
        var hinted = await server.EndAsync(await server.TranscribeAsync("hello", more: new { language_hints = new[] { "en", "ab" } }));
        Assert.Equal(1, hinted.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task What_a_server_kept_before_known_speakers_is_shown_after_them()
    {
        var former = await TestServer.StartAsync();
        var job = await former.EndAsync(await former.TranscribeAsync("hello", more: new { enable_speaker_diarization = true }));
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), $"{WithoutVoices} PRAGMA user_version = 5;");
        await using var server = await TestServer.StartAsync(data: data);
        Assert.Equal(
            JsonValueKind.Null, (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).GetProperty("speakers").ValueKind);
        var identified = await server.EndAsync(await server.TranscribeAsync("hello", more: new { identify_speakers = true }));
        Assert.Equal(1, identified.GetProperty("speakers").GetArrayLength());
    }

    [Fact]
    public async Task What_a_server_kept_before_sound_tracks_is_shown_after_them()
    {
        var former = await TestServer.StartAsync();
        var job = await former.EndAsync(await former.TranscribeAsync("hello"));
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), $"{WithoutTracks} PRAGMA user_version = 6;");
        await using var server = await TestServer.StartAsync(data: data);
        Assert.Equal(JsonValueKind.Null, (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).GetProperty("tracks").ValueKind);
        Assert.Equal("hello", (await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript")).String("text"));
    }

    [Fact]
    public async Task What_a_server_had_before_other_protocols_is_shown_after_them_and_its_changes_are_told()
    {
        var former = await TestServer.StartAsync();
        var kept = await former.EndAsync(await former.TranscribeAsync("kept"));
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), $"{WithoutDoors} PRAGMA user_version = 18;");
        await using var server = await TestServer.StartAsync(data: data);

        Assert.Equal("kept", (await server.GetAsync($"/v1/transcriptions/{kept.String("id")}/transcript")).String("text"));
        var changes = server.Host.Services.GetRequiredService<ITranscriptionChanges>();
        var project = server.Host.Services.GetRequiredService<IProjectStore>().Find("default")!.Id;
        var before = changes.Latest(project);
        await server.EndAsync(await server.TranscribeAsync("new"));
        Assert.True(changes.Latest(project) > before);
    }

    [Fact]
    public async Task A_job_that_a_server_had_before_leases_had_a_table_goes_on_and_rows_from_before_are_counted()
    {
        var former = await TestServer.StartAsync();
        await former.EndAsync(await former.TranscribeAsync("ended"));
        var job = await former.WaitAsync(await former.TranscribeAsync("wait"), "processing");
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(
            Path.Combine(data, "hansard.db"),
            $"""
            {WithoutLeases}
            UPDATE transcriptions SET status = 'processing', lease = 'x', lease_expires_at = 9999999999999 WHERE id = '{job.String("id")}';
            PRAGMA user_version = 21;
            """);
        await using var server = await TestServer.StartAsync(data: data);
        await server.WaitAsync(job, "processing");
        Assert.Equal(2, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Equal(2, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_temporary_key_from_before_client_secrets_opens_what_it_did()
    {
        var former = await TestServer.StartAsync();
        using var made = await former.PostAsync(
            "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 3600}""");
        var key = (await Answer.OkAsync(made, 201)).String("api_key");
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(
            Path.Combine(data, "hansard.db"),
            $"{WithoutLeases} ALTER TABLE temporary_keys DROP COLUMN realtime_session; PRAGMA user_version = 20;");
        await using var server = await TestServer.StartAsync(data: data);

        var found = server.Host.Services.GetRequiredService<ITemporaryKeyStore>().Find(key);
        Assert.NotNull(found?.Temporary);
        Assert.Null(found.Temporary.RealtimeSession);
    }

    [Fact]
    public async Task A_key_from_before_administrators_is_as_good_as_it_was_and_no_administrator_s()
    {
        var former = await TestServer.StartAsync();
        await former.EndAsync(await former.TranscribeAsync("hello"));
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), $"{WithoutAdministrators} PRAGMA user_version = 17;");
        await using var server = await TestServer.StartAsync(data: data);

        Assert.Equal(1, (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").GetArrayLength());
        var store = server.Host.Services.GetRequiredService<IProjectStore>();
        Assert.False(Assert.Single(store.Keys()).IsAdmin);
        await store.CreateKeyAsync("default", "operator", isAdmin: true, TestContext.Current.CancellationToken);
        Assert.Equal([false, true], store.Keys().Select(key => key.IsAdmin).Order());
    }
}
