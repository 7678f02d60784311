using System.Collections.Concurrent;
using System.Text.Json;
using Hansard.Engine.Audio;
using Hansard.Engine.Distribution;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Tests.Speakers;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Distribution;

/// <summary>A recording whose words are recognised elsewhere, in parts.</summary>
[Requires("ffmpeg")]
public sealed class TranscribeInPartsTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly TranscriptionOptions Options = new()
    {
        Diarize = true,
        KeepAlternatives = true,
        KeepVoices = true,
        Context = new TranscriptionContext
        {
            General = [new ContextFact("topic", "printing")],
            Text = "The art of printing, by Mr. Quilter.",
            Terms = ["Printing", "apostle"],
        },
    };

    [Fact]
    public async Task Parts_that_another_engine_recognises_give_the_same_transcript_to_the_last_bit()
    {
        List<float> sound = [];
        foreach (var clip in (string[])["en_test.wav", "de_cheetah_de.wav", "en_LJ001-0001.wav", "pt_test_pt.wav"])
            sound.AddRange([.. await JoinedClips.ReadAsync(clip), .. new float[9600]]);
        using var recording = JoinedClips.Of([.. sound]);

        var parts = await CompareAsync(recording.Path, Options, length: 4, outstanding: 3);
        Assert.Equal(Enumerable.Range(1, parts.Count), parts.Keys);
        var kinds = parts.Values.CountBy(part => part.Kind).ToDictionary();
        Assert.Equal(Enum.GetValues<WorkKind>(), kinds.Keys.Order());
        Assert.All(kinds.Values, count => Assert.True(count >= 2));
        var windows = parts.Values.OfType<SpeechPart>().SelectMany(part => part.Windows).ToList();
        Assert.True(windows.Select(window => window.Decision.Language).Distinct().Count() >= 3);
    }

    [Fact]
    public async Task Windows_in_doubt_are_recognised_alike()
    {
        // The language in doubt is said there, so that whoever does not look at it writes another text.
        IdentifiedWindow[] windows =
        [
            await WindowAsync("en_test.wav", 0, "en"),
            await WindowAsync("de_cheetah_de.wav", 10, "en", "de"),
            await WindowAsync("en_LJ001-0008.wav", 20, "en"),
            await WindowAsync("en_sb_spk1_snt1.wav", 30, "en"),
            await WindowAsync("en_cards_001.wav", 40, "en"),
        ];
        using var recogniser = shared.Engine.NewRecogniser();
        var whole = new RecognitionStage(recogniser, RecognitionSettings.From(Options), tracks: 1);
        var parts = new OtherEngine(shared.Engine, TimeSpan.FromSeconds(4), outstanding: 2);
        var settings = SpeechPartSettings.From(Options, shared.Engine.ModelName, "whisper-tiny.en");
        var parted = new PartStage(new SpeechDistribution(parts, settings), tracks: 1);
        var expected = await whole.RecogniseAsync(windows.ToAsyncEnumerable(), Cancellation).ToListAsync(Cancellation);
        var found = await parted.RecogniseAsync(windows.ToAsyncEnumerable(), Cancellation).ToListAsync(Cancellation);
        Assert.Equal("de", expected[1].Words[0].Language);
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(found));
        Assert.Equal([1, 2, 2], parts.Parts.Values.Cast<SpeechPart>().Select(part => part.Windows.Count));
    }

    [Fact]
    public async Task Channels_that_are_recognised_side_by_side_are_parted_too()
    {
        var (one, other) = (await JoinedClips.ReadAsync("en_test.wav"), await JoinedClips.ReadAsync("en_jfk.flac"));
        var silence = new float[one.Length];
        using var call = JoinedClips.Of(
            [.. one, .. new float[other.Length], .. one], [.. silence, .. other, .. silence]);
        var parts = await CompareAsync(
            call.Path, Options with { Channels = ChannelHandling.Split, Language = "en" }, length: 3, outstanding: 1);
        Assert.True(parts.Values.OfType<SpeechPart>().Count() >= 2, $"{parts.Count} parts");
    }

    [Theory]
    [InlineData(WorkKind.Words)]
    [InlineData(WorkKind.Languages)]
    [InlineData(WorkKind.Segmentation)]
    [InlineData(WorkKind.Voices)]
    public async Task A_part_that_fails_ends_the_transcription_with_its_exception(object kind)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => shared.Engine.TranscribeInPartsAsync(
            Fixtures.PathOf("audio", "clips", "en_test.wav"), Options, new Failing((WorkKind)kind, shared.Engine),
            cancellationToken: Cancellation));
        Assert.Equal($"nobody is there for {kind}", exception.Message);
    }

    [Fact]
    public async Task A_part_that_is_to_be_judged_is_refused_where_there_is_no_second_model()
    {
        var settings = SpeechPartSettings.From(Options, shared.Engine.ModelName, "whisper-tiny.en");
        // The second of two channels, one sample after the other, in which the model by itself makes one word of two.
        float[] samples = [
            .. WavFile.Read(Fixtures.PathOf("audio", "clips", "en_stereo_join.wav")).Index().Where(sample => sample.Index % 2 == 1)
                .Select(sample => sample.Item),
        ];
        var part = new SpeechPart(settings, [Window(samples, 0, "en")]);
        await using var without = TranscriptionEngine.Create(
            new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1, SecondOpinion = false });
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => without.ComputeAsync(part, null, Cancellation));
        Assert.Contains("is to be judged by whisper-tiny.en too", refused.Message, StringComparison.Ordinal);

        Assert.Contains(" wash water ", await TextAsync(shared.Engine, part), StringComparison.Ordinal);
        var alone = new SpeechPart(settings with { Rescorer = null }, part.Windows);
        Assert.Contains(" washwater ", await TextAsync(without, alone), StringComparison.Ordinal);
        Assert.Contains(" washwater ", await TextAsync(shared.Engine, alone), StringComparison.Ordinal);

        static async Task<string> TextAsync(TranscriptionEngine engine, SpeechPart part)
        {
            var words = Assert.IsType<RecognisedPart>(await engine.ComputeAsync(part, null, Cancellation));
            return string.Concat(words.Windows[^1].Words.Select(word => word.Text));
        }
    }

    [Fact]
    public async Task Languages_are_waited_for_while_nothing_is_read()
    {
        // A worker that is alone does its own parts, but only when it is told that nothing is read.
        List<float> sound = [];
        for (var i = 0; i < 12; i++) sound.AddRange([.. await JoinedClips.ReadAsync("en_test.wav"), .. new float[9600]]);
        using var recording = JoinedClips.Of([.. sound]);
        var parts = new LazyEngine(shared.Engine, TimeSpan.FromSeconds(2));
        var parted = await shared.Engine.TranscribeInPartsAsync(
            recording.Path, new TranscriptionOptions { BeamSize = 1 }, parts, cancellationToken: Cancellation);
        Assert.NotEmpty(parted.Tokens);
        Assert.True(parts.MostWaiting > 2, $"{parts.MostWaiting} parts at once");
    }

    [Fact]
    public async Task Words_of_another_part_are_refused()
    {
        var foreign = new RecognisedPart(new string('0', 64), []);
        await Assert.ThrowsAsync<InvalidDataException>(() => shared.Engine.TranscribeInPartsAsync(
            Fixtures.PathOf("audio", "clips", "en_test.wav"), new TranscriptionOptions { Language = "en" },
            new Failing(WorkKind.Words, shared.Engine, foreign), cancellationToken: Cancellation));
    }

    private static async Task<IdentifiedWindow> WindowAsync(string clip, int second, string language, params string[] others)
        => Window(await JoinedClips.ReadAsync(clip), second, language, others);

    private static IdentifiedWindow Window(float[] samples, int second, string language, params string[] others)
    {
        var start = (long)second * AudioSpecification.SampleRate;
        return new IdentifiedWindow(
            new SpeechWindow(start, samples, [new SpeechRegion(start, start + samples.Length)]),
            new LanguageDecision(language, [.. others.Select(other => new LanguageAlternative(other, 0.5))]));
    }

    private async Task<SortedDictionary<int, WorkPart>> CompareAsync(
        string path, TranscriptionOptions options, int length, int outstanding)
    {
        var progress = new List<TranscriptToken>();
        await using var other = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        var parts = new OtherEngine(other, TimeSpan.FromSeconds(length), outstanding);
        var whole = await shared.Engine.TranscribeAsync(path, options, cancellationToken: Cancellation);
        var parted = await shared.Engine.TranscribeInPartsAsync(path, options, parts, new Receiver(progress), Cancellation);
        Assert.NotEmpty(whole.Tokens);
        Assert.Equal(JsonSerializer.Serialize(whole), JsonSerializer.Serialize(parted));
        Assert.Equal(whole.Tokens.Select(token => token.Text), progress.Select(token => token.Text));
        return parts.Parts;
    }

    private sealed class Receiver(List<TranscriptToken> tokens) : IProgress<TranscriptionProgress>
    {
        public void Report(TranscriptionProgress value) => tokens.AddRange(value.NewTokens);
    }

    private sealed class Failing(WorkKind kind, TranscriptionEngine engine, WorkResult? result = null) : ISpeechParts
    {
        private readonly ConcurrentDictionary<int, WorkPart> _parts = new();

        public TimeSpan PartLength => TimeSpan.FromMinutes(5);

        public int Outstanding => 4;

        public void Reads(bool isReading)
        {
        }

        public Task SubmitAsync(int number, WorkPart part, CancellationToken cancellationToken)
        {
            _parts[number] = part;
            return Task.CompletedTask;
        }

        public Task<WorkResult> ResultAsync(int number, CancellationToken cancellationToken)
        {
            if (_parts[number].Kind != kind) return engine.ComputeAsync(_parts[number], null, cancellationToken);
            return result is null
                ? Task.FromException<WorkResult>(new InvalidOperationException($"nobody is there for {kind}"))
                : Task.FromResult(result);
        }
    }
}
