using System.Collections.Concurrent;
using Hansard.Engine.Audio;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Audio;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Tests.Speakers;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>A job without reports for half an hour counts as stuck, so every stage that may take so long has to report.</summary>
public sealed class StageProgressTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Requires("ffmpeg")]
    public async Task Every_stage_of_a_transcription_reports()
    {
        var reports = new Reports();
        var options = new TranscriptionOptions { Language = "fr", Diarize = true, Translation = new OneWayTranslation("en") };
        await shared.Engine.TranscribeAsync(Fixtures.PathOf("audio", "clips", "fr_cheetah_fr.wav"), options, reports, Cancellation);
        Assert.Equal(
            [TranscriptionStage.Recognition, TranscriptionStage.Diarization, TranscriptionStage.Translation],
            reports.All.Select(r => r.Stage).Distinct());
        // Words come once, and what comes after them does not take their progress back.
        Assert.All(reports.All.Where(r => r.Stage is not TranscriptionStage.Recognition), r => Assert.Empty(r.NewTokens));
        Assert.All(
            reports.All.Where(r => r.Stage is not TranscriptionStage.Recognition),
            r => Assert.True(r.Transcribed > TimeSpan.FromSeconds(2)));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Sound_without_speech_is_reported_while_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "silence.wav");
        WavFile.Write(path, new float[10 * 60 * AudioSpecification.SampleRate]);
        var reports = new Reports();
        await shared.Engine.TranscribeAsync(path, new TranscriptionOptions(), reports, Cancellation);
        Assert.NotEmpty(reports.All);
        Assert.All(reports.All, r => Assert.Empty(r.NewTokens));
        Assert.True(reports.All.First().Decoded < TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Diarization_reports_after_every_batch_of_windows()
    {
        // A minute: 51 windows in batches of 16, and their pieces.
        var samples = new float[60 * AudioSpecification.SampleRate];
        var clip = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_test.wav"));
        for (var at = 0; at + clip.Length < samples.Length; at += clip.Length) clip.CopyTo(samples, at);
        using var voiceActivity = VoiceActivityModel.Load(Path.Combine(ModelsDirectory.Find(), "silero-vad"));
        var speech = new SpeechRecord();
        using var recording = new VoiceRecording(speech);
        var reader = new SpeechSegmentReader(
            recording.Listen(new MemoryAudio(samples)), voiceActivity, new SegmentationOptions(), new WindowOptions(), speech);
        await foreach (var _ in reader.ReadAsync(Cancellation))
        {
            // Only to have it read.
        }

        var signs = 0;
        new Diarizer(DiarizationParts.Networks).Diarize(recording, SpeakerLimits.None, () => signs++, Cancellation);
        Assert.InRange(signs, 5, 100);
    }

    [Fact]
    public async Task Translation_reports_after_every_few_sentences()
    {
        var tokens = Enumerable.Range(0, 300).SelectMany(i => new[] { " Sentence", "." }.Select(text => new TranscriptToken
        {
            Text = text,
            StartMs = i * 1000,
            EndMs = (i * 1000) + 900,
            Confidence = 1,
            Language = "en",
        })).ToList();
        var signs = 0;
        var slow = new EchoTranslator();
        var (translated, _) = await new TranscriptTranslator(_ => slow, translated: () => signs++)
            .TranslateAsync(tokens, "en", new OneWayTranslation("pt"), Cancellation);
        Assert.Equal(3, signs);
        Assert.True(slow.Largest <= 128);
        Assert.Equal(
            300, translated.Count(
                t => t.Text.EndsWith("Sentence", StringComparison.Ordinal) && t.TranslationStatus is TranslationStatus.Translation));
    }

    [Fact]
    public async Task A_recording_that_waits_for_another_ones_speakers_shows_signs_of_life()
    {
        using var recognition = new RecognitionThreads(1);
        using var thread = new SpeakerThread(new IdleThreads(recognition));
        using var release = new ManualResetEventSlim();
        var signs = new SemaphoreSlim(0);
        var first = thread.RunAsync(_ => release.Wait(TimeSpan.FromMinutes(1)), () => { }, Cancellation);
        var second = thread.RunAsync(_ => 2, () => signs.Release(), Cancellation);
        Assert.True(await signs.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        release.Set();
        Assert.True(await first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public void Signs_of_life_are_a_second_apart_and_words_are_reported_at_once()
    {
        var reports = new Reports();
        var progress = new StageProgress(reports, TimeSpan.FromHours(1));
        progress.Decoded(TimeSpan.FromSeconds(1), null);
        progress.Decoded(TimeSpan.FromSeconds(2), null);
        progress.Recognised(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), null, [new TranscriptToken { Text = "a", Confidence = 1 }]);
        progress.Working(TranscriptionStage.Diarization);
        progress.Working(TranscriptionStage.Diarization);
        Assert.Equal(3, reports.All.Count);
    }

    private sealed class Reports : IProgress<TranscriptionProgress>
    {
        public ConcurrentQueue<TranscriptionProgress> All { get; } = [];

        public void Report(TranscriptionProgress value) => All.Enqueue(value);
    }

    private sealed class MemoryAudio(float[] samples) : IAudioReader
    {
        private int _at;

        public ValueTask<int> ReadAsync(Memory<float> destination, CancellationToken cancellationToken)
        {
            var count = Math.Min(destination.Length, samples.Length - _at);
            samples.AsSpan(_at, count).CopyTo(destination.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class EchoTranslator : ITranslator
    {
        public int Largest { get; private set; }

        public string Name => "echo";

        public LanguagePair Pair => new("en", "pt");

        public TranslationQuality Quality => TranslationQuality.Standard;

        public Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
            IReadOnlyList<string> sentences, IReadOnlyList<TranslationTerm> terms, CancellationToken cancellationToken)
        {
            Largest = Math.Max(Largest, sentences.Count);
            return Task.FromResult<IReadOnlyList<TranslatedSentence>>([.. sentences.Select(s => new TranslatedSentence(s, 1))]);
        }
    }
}
