using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>The queue of jobs.</summary>
[Collection(PostgresTests.Name)]
public sealed class JobStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Waiting_jobs_are_those_that_have_their_recording(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var first = await server.QueuedAsync(project, wanted => wanted with { IsWaitedFor = true });
        var running = await server.RunningAsync(project);
        var last = await server.QueuedAsync(project);
        await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.WantedFrom("http://example.org/a.wav"));

        var waiting = server.Jobs.Waiting(0, 10);
        Assert.Equal([first.Id, last.Id], waiting.Select(job => job.Id));
        Assert.Equal(
            (project.Id, "a-model", null, true),
            (waiting[0].ProjectId, waiting[0].Model, waiting[0].DurationMs, waiting[0].IsWaitedFor));
        Assert.True(waiting[0].WaitMs <= 0);
        Assert.Equal([last.Id], server.Jobs.Waiting(waiting[0].Seq, 10).Select(job => job.Id));
        Assert.Equal(waiting[0].Seq, server.Jobs.Waiting(first.Id)!.Seq);
        Assert.Null(server.Jobs.Waiting(running.Id));
        Assert.Single(server.Jobs.Waiting(0, 1));

        var leased = Assert.Single(server.Jobs.Leased());
        Assert.Equal((running.Id, running.Fence, server.Id.Value, project.Id), (leased.Id, leased.Fence, leased.Owner, leased.ProjectId));
        Assert.Equal(new BacklogDepth(3, 1), server.Jobs.Depth());
    }

    [Theory, Databases]
    public async Task Job_is_claimed_once_and_each_claim_has_a_greater_fence(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var row = await server.QueuedAsync(
            project, wanted => wanted with { WebhookUrl = "http://example.org/", Door = "a-door", ClientReferenceId = "x" });
        var fence = 0L;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claims = await Together.RunAsync(
                4, i => (i % 2 == 0 ? server : another).Jobs.ClaimAsync(row.Id, StoreWork.Lease, default));
            var job = Assert.Single(claims.OfType<Job>());
            Assert.True(job.Fence > fence);
            fence = job.Fence;
            Assert.Equal(
                (attempt, project.Id, "one", row.Blob, "a-door", "http://example.org/", "x"),
                (job.Attempt, job.ProjectId, job.ProjectName, job.Blob, job.Door, job.WebhookUrl, job.ClientReferenceId));
            Assert.Null(await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default));
            await server.Jobs.HandBackAsync(job, countsAsAttempt: true, TimeSpan.Zero);
        }

        Assert.Null(await server.Jobs.ClaimAsync("unknown", StoreWork.Lease, default));
    }

    [Theory, Databases]
    public async Task Progress_is_stored_with_each_renewal(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var job = await server.RunningAsync(project);
        var tokens = StoreWork.Said("Good", " day").Tokens;
        Assert.True(await RenewAsync(1000, null, TranscriptionStage.Recognition, tokens[0]));
        Assert.True(await RenewAsync(2000, 5000, TranscriptionStage.Recognition, tokens[1]));
        var first = server.Transcriptions.PartialAfter(job.Id, 0);
        Assert.Equal("Good day", string.Concat(first.Tokens.Select(token => token.Text)));
        Assert.True(await RenewAsync(5000, null, TranscriptionStage.Diarization));

        var row = server.Transcriptions.Find(project.Id, job.Id)!;
        Assert.Equal(
            (JobStatus.Processing, 5000, 5000, JobStage.Diarization), (row.Status, row.TranscribedMs, row.AudioDurationMs, row.Stage));
        Assert.Equal("Good day", string.Concat(server.Transcriptions.Partial(job.Id).Select(token => token.Text)));
        Assert.Empty(server.Transcriptions.PartialAfter(job.Id, first.Last).Tokens);
        Assert.Equal(first.First, server.Transcriptions.PartialAfter(job.Id, first.Last).First);

        // Another attempt begins anew.
        await server.Jobs.HandBackAsync(job, countsAsAttempt: false, TimeSpan.Zero);
        var again = (await server.Jobs.ClaimAsync(job.Id, StoreWork.Lease, default))!;
        Assert.Equal(1, again.Attempt);
        Assert.Empty(server.Transcriptions.Partial(job.Id));
        Assert.Equal(0, server.Transcriptions.Find(project.Id, job.Id)!.TranscribedMs);

        Task<bool> RenewAsync(long transcribed, long? duration, TranscriptionStage stage, params TranscriptToken[] fresh)
            => server.Jobs.RenewAsync(job, new JobState(transcribed, duration, stage, fresh), StoreWork.Lease, default);
    }

    [Theory, Databases]
    public async Task Job_that_is_handed_back_waits_for_its_pause(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var job = await server.RunningAsync(await server.ProjectAsync());
        await server.Jobs.HandBackAsync(job, countsAsAttempt: true, TimeSpan.FromHours(1));
        Assert.InRange(Assert.Single(server.Jobs.Waiting(0, 10)).WaitMs, 3_300_000, 3_600_000);
        Assert.InRange(server.Jobs.Waiting(job.Id)!.WaitMs, 3_300_000, 3_600_000);
        Assert.Null(await server.Jobs.ClaimAsync(job.Id, StoreWork.Lease, default));
        await server.ExecuteAsync("UPDATE transcriptions SET available_at = now_ms()");
        Assert.Equal(2, (await server.Jobs.ClaimAsync(job.Id, StoreWork.Lease, default))!.Attempt);
    }

    [Theory, Databases]
    public async Task Transcript_usage_and_webhook_come_with_the_end(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var job = await server.RunningAsync(project, wanted => wanted with
        {
            Request = new TranscriptionRequest { EnableSpeakerDiarization = true },
            WebhookUrl = "https://example.org/hook",
            WebhookAuthHeaderName = "X-Secret",
            WebhookAuthHeaderValue = "secret",
            Warnings = ["First."],
        });
        var transcript = StoreWork.Said("Good.", " Bad.") with { Warnings = ["Second."] };
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var end = await server.Jobs.CompleteAsync(job, transcript, [new EncryptedVoice("1", [1, 2, 3])]);
        Assert.Equal(new JobEnd(true, null), end);

        var row = server.Transcriptions.Find(project.Id, job.Id)!;
        Assert.Equal(
            (JobStatus.Completed, 2000, 2000, ""), (row.Status, row.AudioDurationMs, row.TranscribedMs, row.WebhookAuthHeaderValue));
        Assert.Equal("""["First.","Second."]""", row.WarningsJson);
        Assert.Equal("Good. Bad.", server.Transcriptions.Transcript(job.Id)!.Text);
        Assert.Equal(TranscriptJson.Tokens(transcript.Tokens), server.Transcriptions.Transcript(job.Id)!.Tokens);
        Assert.Equal([1, 2, 3], server.KnownSpeakers.VoiceOf(project.Id, job.Id, "1")!);
        var usage = Assert.Single(server.Usage.List(project.Id, 0, long.MaxValue, true, null, 10));
        Assert.Equal((job.Id, 2000, 2), (usage.Uuid, usage.InputAudioDurationMs, usage.OutputTextTokens));
        var webhook = (await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default))!;
        Assert.Equal((job.Id, "completed", "secret"), (webhook.TranscriptionId, webhook.Status, webhook.AuthHeaderValue));
        Assert.Empty(server.Jobs.Leased());
    }

    [Theory, Databases]
    public async Task Nothing_of_an_end_is_there_where_a_part_of_it_fails(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var job = await server.RunningAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/hook" });

        // The usage, the last of what is written, finds its place taken.
        await server.ExecuteAsync(
            """
            INSERT INTO usage_logs (uuid, project_id, client_reference_id, model, start_time, end_time, input_text_tokens,
                input_audio_tokens, input_audio_duration_ms, output_text_tokens) VALUES (@Id, @ProjectId, '', 'm', 0, 0, 0, 0, 0, 0)
            """,
            new { job.Id, job.ProjectId });
        string[] tables = ["transcriptions", "transcripts", "passages", "transcript_voices", "usage_logs", "webhook_outbox", "leases"];
        var before = tables.Select(server.Rows).ToList();
        await Assert.ThrowsAnyAsync<Exception>(
            () => server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), [new EncryptedVoice("1", [1])]));
        Assert.Equal(before, tables.Select(server.Rows));
        await server.ExecuteAsync("DELETE FROM usage_logs");
        Assert.True((await server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), [])).Ended);
    }

    [Theory, Databases]
    public async Task Failure_and_cancellation_end_a_job_with_their_reason(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var failed = await server.RunningAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/hook" });
        Assert.True((await server.Jobs.FailAsync(failed, new JobFailure(ErrorTypes.InvalidAudioFile, "No sound."))).Ended);
        var row = server.Transcriptions.Find(project.Id, failed.Id)!;
        Assert.Equal((JobStatus.Error, ErrorTypes.InvalidAudioFile, "No sound."), (row.Status, row.ErrorType, row.ErrorMessage));
        Assert.Equal("error", (await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default))!.Status);

        var queued = await server.QueuedAsync(project);
        await server.Files.DeleteAsync(project.Id, queued.FileId!, default);
        Assert.Null(await server.Jobs.CancelAsync("other", queued.Id, default));
        Assert.Equal(new JobEnd(true, queued.Blob), await server.Jobs.CancelAsync(project.Id, queued.Id, default));
        Assert.Equal(new JobEnd(false, null), await server.Jobs.CancelAsync(project.Id, queued.Id, default));
        Assert.Equal(ErrorTypes.Cancelled, server.Transcriptions.Find(project.Id, queued.Id)!.ErrorType);
        Assert.Empty(server.Usage.List(project.Id, 0, long.MaxValue, true, null, 10));
    }
}
