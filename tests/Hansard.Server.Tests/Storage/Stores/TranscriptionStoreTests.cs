using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Transcriptions as clients see them.</summary>
[Collection(PostgresTests.Name)]
public sealed class TranscriptionStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Transcription_is_found_as_it_was_asked_for(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var row = await server.QueuedAsync(project, wanted => wanted with
        {
            Request = new TranscriptionRequest { LanguageHints = ["de", "zh"], EnableSpeakerDiarization = true },
            ClientReferenceId = "Ж 会议",
            WebhookUrl = "https://example.org/hook",
            WebhookAuthHeaderName = "X-Secret",
            WebhookAuthHeaderValue = "secret",
            Warnings = ["Not all of it."],
            TagsJson = """["a"]""",
            Notes = "Noted.",
        });
        var found = server.Transcriptions.Find(project.Id, row.Id)!;
        Assert.Equal(row with { Seq = found.Seq }, found);
        Assert.Equal(["de", "zh"], found.Request().LanguageHints!);
        Assert.Equal((JobStatus.Queued, "talk.wav", "Ж 会议"), (found.Status, found.Filename, found.ClientReferenceId));
        Assert.Null(server.Transcriptions.Find("other", row.Id));
        Assert.Null(server.Transcriptions.Transcript(row.Id));
        Assert.Null(server.Transcriptions.Alternatives(row.Id));

        var linked = (await server.Transcriptions.AddAsync(
            project.Id, StoreWork.NoLimits, StoreWork.WantedFrom("https://example.org/a/b%20c.mp3?d")))!;
        Assert.Equal(("https://example.org/a/b%20c.mp3?d", null, "b c.mp3"), (linked.AudioUrl, linked.Blob, linked.Filename));
    }

    [Theory, Databases]
    public async Task Lists_are_newest_first_in_pages_and_counted_by_source(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await server.QueuedAsync(
                project, w => w with { Source = i == 0 ? RequestSource.Playground : RequestSource.PublicApi })).Id);
        await server.QueuedAsync(await server.ProjectAsync("other"));

        var seen = new List<string>();
        for (var before = long.MaxValue; server.Transcriptions.List(project.Id, before, 2) is { Count: > 0 } page; before = page[^1].Seq)
            seen.AddRange(page.Select(row => row.Id));
        Assert.Equal(ids.AsEnumerable().Reverse(), seen);
        Assert.Equal(new SourceCounts(5, 4, 1), server.Transcriptions.Count(project.Id));
        await server.Transcriptions.DeleteAsync(project.Id, ids[0], default);
        Assert.Equal(new SourceCounts(4, 4, 0), server.Transcriptions.Count(project.Id));
    }

    [Theory, Databases]
    public async Task Labels_are_changed_where_the_version_is_the_expected_one(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = (await server.QueuedAsync(project)).Id;
        Assert.Equal(LabelOutcome.Changed, await LabelAsync(["a", "b"], "Noted.", 0));
        Assert.Equal(LabelOutcome.ChangedMeanwhile, await LabelAsync([], "", 0));
        Assert.Equal(LabelOutcome.Changed, await LabelAsync(null, "Other.", null));
        Assert.Equal(("""["a","b"]""", "Other.", 2), Labels());
        Assert.Equal(LabelOutcome.Changed, await LabelAsync([], null, 2));
        Assert.Equal((null, "Other.", 3), Labels());
        Assert.Equal(LabelOutcome.Changed, await LabelAsync(null, "", 3));
        Assert.Equal((null, null, 4), Labels());
        Assert.Equal(
            LabelOutcome.NotFound, await server.Transcriptions.LabelAsync("other", id, new TranscriptionLabels([], null, null), default));

        // Of those that have read the same version, one changes it.
        var outcomes = await Together.RunAsync(8, i => LabelAsync([$"tag {i}"], null, 4));
        Assert.Single(outcomes, LabelOutcome.Changed);
        Assert.Equal(5, Labels().Version);

        Task<LabelOutcome> LabelAsync(string[]? tags, string? notes, int? version)
            => server.Transcriptions.LabelAsync(project.Id, id, new TranscriptionLabels(tags, notes, version), default);
        (string? Tags, string? Notes, long Version) Labels()
            => server.Transcriptions.Find(project.Id, id) is { } row ? (row.TagsJson, row.Notes, row.Version) : default;
    }

    [Theory, Databases]
    public async Task What_a_worker_has_is_not_deleted(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var queued = await server.QueuedAsync(project);
        var running = await server.RunningAsync(project);
        await server.Files.DeleteAsync(project.Id, queued.FileId!, default);
        Assert.Equal(new RunningJobs(1, 1), server.Transcriptions.Processing(project.Id));
        Assert.Equal(new RunningJobs(0, 1), server.Transcriptions.Processing("other"));

        Assert.Equal(DeleteOutcome.NotFound, await server.Transcriptions.DeleteAsync("other", queued.Id, default));
        Assert.Equal(DeleteOutcome.Processing, await server.Transcriptions.DeleteAsync(project.Id, running.Id, default));
        Assert.Equal(DeleteOutcome.Deleted, await server.Transcriptions.DeleteAsync(project.Id, queued.Id, default));
        Assert.False(server.Has(queued.Blob!));

        await server.Jobs.CompleteAsync(running, StoreWork.Said("Good.", "Bad."), [new EncryptedVoice("1", [1, 2])]);
        Assert.Equal("Good.Bad.", server.Transcriptions.Transcript(running.Id)!.Text);
        Assert.Equal(DeleteOutcome.Deleted, await server.Transcriptions.DeleteAsync(project.Id, running.Id, default));
        Assert.Equal(DeleteOutcome.NotFound, await server.Transcriptions.DeleteAsync(project.Id, running.Id, default));
        foreach (var table in (string[])["transcriptions", "transcripts", "passages", "transcript_voices", "leases"])
            Assert.Equal("", server.Rows(table));
    }

    [Theory, Databases]
    public async Task Those_that_ended_before_a_time_are_deleted_in_batches(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        Assert.Null(server.Transcriptions.FirstEnd());
        var old = new List<string>();
        for (var i = 0; i < 3; i++) old.Add((await server.CompletedAsync(project, "Good.")).Id);
        await server.QueuedAsync(project);
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeMilliseconds(), server.Transcriptions.FirstEnd());
        server.Clock.Advance(TimeSpan.FromHours(1));
        await server.CompletedAsync(project, "Good.");

        var time = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var first = await server.Transcriptions.DeleteEndedBeforeAsync(time, 2, default);
        var second = await server.Transcriptions.DeleteEndedBeforeAsync(time, 2, default);
        Assert.Equal((2, 1), (first.Count, second.Count));
        Assert.Equal(old.Order(), first.Concat(second).Order());
        Assert.Equal(time, server.Transcriptions.FirstEnd());
        Assert.Equal(2, server.Transcriptions.Count(project.Id).Total);
    }

    [Theory, Databases]
    public async Task Limits_of_pending_and_of_all_hold_also_where_many_ask_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var file = await server.FileAsync(project);
        Assert.Equal(10, await AddedAsync(new LimitOptions { PendingTranscriptions = 10 }));
        Assert.Equal(3, await AddedAsync(new LimitOptions { PendingTranscriptions = 0, TotalTranscriptions = 13 }));
        Assert.Equal(13, server.Transcriptions.Count(project.Id).Total);

        // One that has ended makes room.
        var job = (await server.Jobs.ClaimAsync(server.Jobs.Waiting(0, 1)[0].Id, StoreWork.Lease, default))!;
        await server.Jobs.FailAsync(job, JobFailure.Internal(1));
        Assert.Equal(1, await AddedAsync(new LimitOptions { PendingTranscriptions = 13 }));
        await Assert.ThrowsAsync<LimitReachedException>(() => server.Transcriptions.AddAsync(
            project.Id, new LimitOptions { StoredBytes = file.Size }, StoreWork.WantedFrom("http://example.org/a.wav")));

        async Task<int> AddedAsync(LimitOptions limits) => (await Together.RunAsync(20, async i =>
        {
            try
            {
                var store = i % 2 == 0 ? server.Transcriptions : another.Transcriptions;
                return await store.AddAsync(project.Id, limits, StoreWork.Wanted(file)) is not null;
            }
            catch (LimitReachedException)
            {
                return false;
            }
        })).Count(added => added);
    }
}
