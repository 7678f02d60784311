using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using Hansard.Engine;
using Hansard.Engine.Tests;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Voices;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Jobs;

public sealed class CancelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queued_job_that_is_cancelled_ends_at_once_and_never_starts()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.TranscribeAsync("unwanted");

        AssertCancelled(await CancelAsync(server, job));
        AssertCancelled(await server.GetAsync($"/v1/transcriptions/{job.String("id")}"));

        server.Transcriber.Release();
        await server.EndAsync(await server.TranscribeAsync("next"));
        Assert.Equal(["wait", "next"], server.Transcriber.Started);
    }

    [Fact]
    public async Task A_running_job_that_is_cancelled_is_stopped_and_the_next_one_runs()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var watch = Stopwatch.StartNew();

        AssertCancelled(await CancelAsync(server, job));
        Assert.Equal("completed", (await server.EndAsync(await server.TranscribeAsync("next"))).String("status"));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Equal(["wait", "next"], server.Transcriber.Started);
        AssertCancelled(await server.GetAsync($"/v1/transcriptions/{job.String("id")}"));
    }

    [Fact]
    public async Task A_cancelled_job_whose_engine_does_not_stop_holds_no_worker()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("stuck"), "processing");

        AssertCancelled(await CancelAsync(server, job));

        Assert.Equal("completed", (await server.EndAsync(await server.TranscribeAsync("next"))).String("status"));
    }

    [Fact]
    public async Task A_cancelled_job_can_be_deleted_and_lets_go_of_its_file()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        using (var file = await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}", Cancel))
            Assert.Equal(204, (int)file.StatusCode);
        Assert.Single(FilesTests.StoredFiles(server));

        await CancelAsync(server, job);

        Assert.Empty(FilesTests.StoredFiles(server));
        using var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancel);
        Assert.Equal(204, (int)deleted.StatusCode);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("invalid")]
    public async Task A_job_that_has_ended_cannot_be_cancelled(string content)
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync(content));

        using var response = await server.Client.PostAsync($"/v1/transcriptions/{job.String("id")}/cancel", null, Cancel);

        await Answer.ErrorAsync(response, 409, "transcription_invalid_state");
        Assert.Equal(job.ToString(), (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).ToString());
    }

    [Fact]
    public async Task A_job_cannot_be_cancelled_twice()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        await CancelAsync(server, job);

        using var response = await server.Client.PostAsync($"/v1/transcriptions/{job.String("id")}/cancel", null, Cancel);

        await Answer.ErrorAsync(response, 409, "transcription_invalid_state");
    }

    [Fact]
    public async Task A_job_that_is_not_ones_own_is_not_found()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        using var other = await server.NewProjectAsync("other");
        (HttpClient, string)[] strangers = [(other, job.String("id")), (server.Client, $"{Guid.NewGuid()}"), (server.Client, "no-uuid")];
        foreach (var (client, id) in strangers)
        {
            using var response = await client.PostAsync($"/v1/transcriptions/{id}/cancel", null, Cancel);
            await Answer.ErrorAsync(response, 404, "transcription_not_found");
        }

        Assert.Equal("processing", (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).String("status"));
    }

    [Fact]
    public async Task A_cancelled_job_stays_cancelled_after_a_restart()
    {
        var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        await CancelAsync(server, job);
        var data = await server.StopAndKeepDataAsync();

        await using var next = await TestServer.StartAsync(data: data);

        AssertCancelled(await next.GetAsync($"/v1/transcriptions/{job.String("id")}"));
        await next.EndAsync(await next.TranscribeAsync("next"));
        Assert.Equal(["next"], next.Transcriber.Started);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_real_engine_and_its_decoder_stop_within_seconds()
    {
        Watched? watched = null;
        await using var server = await TestServer.StartAsync(
            replace: services => services.AddSingleton<ITranscriber>(
                provider => watched = new Watched(ActivatorUtilities.CreateInstance<EngineTranscriber>(provider))),
            realEngine: true);

        // More speech than can be transcribed meanwhile; the head of a WAV file is 44 bytes long, and has lengths at 4 and 40.
        var clip = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), Cancel);
        byte[] recording = [.. clip.Take(44), .. Enumerable.Repeat(clip[44..], 600).SelectMany(samples => samples)];
        BinaryPrimitives.WriteInt32LittleEndian(recording.AsSpan(4), recording.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(recording.AsSpan(40), recording.Length - 44);
        var file = await server.UploadAsync(recording);
        var job = await server.CreateAsync(file.String("id"), more: new { enable_speaker_diarization = true });
        await server.WaitAsync(job, "processing");
        await UntilAsync(() => Decoders() > 0);

        AssertCancelled(await CancelAsync(server, job));

        await watched!.Ended.Task.WaitAsync(Patience, Cancel);
        await UntilAsync(() => Decoders() == 0);
        Assert.True(watched.WasCancelled);
    }

    // ffmpeg processes of this one.
    private static int Decoders() => Process.GetProcessesByName("ffmpeg").Count(process =>
    {
        using (process)
        {
            try
            {
                // Field 4 is the parent; the name before it, in parentheses, has no space.
                return File.ReadAllText($"/proc/{process.Id}/stat").Split(' ')[3] == $"{Environment.ProcessId}";
            }
            catch (IOException)
            {
                return false;
            }
        }
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "It does not come about.");
            await Task.Delay(20, Cancel);
        }
    }

    private static async Task<JsonElement> CancelAsync(TestServer server, JsonElement job)
    {
        using var response = await server.Client.PostAsync($"/v1/transcriptions/{job.String("id")}/cancel", null, Cancel);
        return await Answer.OkAsync(response, 202);
    }

    private static void AssertCancelled(JsonElement job)
    {
        Assert.Equal("error", job.String("status"));
        Assert.Equal("cancelled", job.String("error_type"));
        Assert.NotEmpty(job.String("error_message"));
    }

    private sealed class Watched(EngineTranscriber inner) : ITranscriber
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public IReadOnlyList<SpeechModelAbilities> Models => inner.Models;

        public IReadOnlyList<string> LoadedModels => inner.LoadedModels;

        public Task FindModelsAsync(CancellationToken cancellationToken) => inner.FindModelsAsync(cancellationToken);

        public Task WarmUpAsync(CancellationToken cancellationToken) => inner.WarmUpAsync(cancellationToken);

        public async Task<Transcript> TranscribeAsync(
            string path,
            TranscriptionRequest request,
            ProjectKnowledge knowledge,
            TimeSpan maximumDuration,
            IProgress<TranscriptionProgress> progress,
            CancellationToken cancellationToken)
        {
            try
            {
                return await inner.TranscribeAsync(path, request, knowledge, maximumDuration, progress, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
            finally
            {
                Ended.TrySetResult();
            }
        }

        public Task<IReadOnlyList<TranscriptToken>> AlignAsync(
            string path, TranscriptionRequest request, CorrectedTranscript corrected, TimeSpan maximumTime,
            CancellationToken cancellationToken)
            => inner.AlignAsync(path, request, corrected, maximumTime, cancellationToken);

        public Task<VoiceProfile> EnrolAsync(string path, VoiceEnrolmentOptions options, CancellationToken cancellationToken)
            => inner.EnrolAsync(path, options, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
