using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Runtime.Versioning;
using Hansard.Engine.Audio;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests;

/// <summary>Real recordings, the real models, from file to transcript.</summary>
[Requires("ffmpeg")]
public sealed class TranscriptionEngineTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private readonly TranscriptionEngine _engine = shared.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en_test.wav", "en", "mr quilter is the apostle of the middle classes and we are glad to welcome his gospel")]
    [InlineData("en_sb_spk1_snt2.wav", "en", "drop the two when you add the figures")]
    [InlineData("en_LJ001-0008.wav", "en", "has never been surpassed")]
    [InlineData(
        "en_jfk.flac", "en", "and so my fellow americans ask not what your country can do for you ask what you can do for your country")]
    public async Task The_words_of_a_clip_are_recognised_in_its_language(string clip, string language, string text)
    {
        var transcript = await _engine.TranscribeAsync(Clip(clip), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Equal(language, transcript.Language);
        Assert.Equal(text, Plain(transcript.Text));
        Assert.All(transcript.Tokens, t => Assert.Equal(language, t.Language));
    }

    [Theory]
    [InlineData("pt_test_pt.wav", "pt", "Uma raposa velha não consegue")]
    [InlineData("de_cheetah_de.wav", "de", "Die Werbung vermittelt")]
    [InlineData("fr_cheetah_fr.wav", "fr", "Les deux autres sont situés au bord de la")]
    public async Task Other_languages_are_identified_and_recognised(string clip, string language, string beginning)
    {
        var transcript = await _engine.TranscribeAsync(Clip(clip), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Equal(language, transcript.Language);
        Assert.StartsWith(beginning, transcript.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_join_to_the_text_and_their_times_are_in_order_within_the_recording()
    {
        var transcript = await _engine.TranscribeAsync(Clip("en_jfk.flac"), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Equal(transcript.Text, string.Concat(transcript.Tokens.Select(t => t.Text)));
        Assert.Equal(11_000, transcript.Duration.TotalMilliseconds, 20.0);
        var last = 0L;
        foreach (var token in transcript.Tokens)
        {
            Assert.InRange(token.StartMs!.Value, last, 11_000);
            Assert.InRange(token.EndMs!.Value, token.StartMs.Value, 11_000);
            Assert.InRange(token.Confidence, 0, 1);
            last = token.StartMs.Value;
        }
    }

    [Fact]
    public async Task Word_starts_are_within_a_tenth_of_a_second_of_the_reference_in_the_mean()
    {
        // Reference times: Picovoice leopard, test_data.json.
        (string Word, double Start)[] reference =
        [
            ("quilter", 0.86), ("is", 1.31), ("the", 1.44), ("apostle", 1.57), ("of", 2.18), ("the", 2.3), ("middle", 2.4),
            ("classes", 2.69),
            ("and", 3.33), ("we", 3.52), ("are", 3.65), ("glad", 3.71), ("to", 4.1), ("welcome", 4.26), ("his", 4.67), ("gospel", 4.93),
        ];
        var transcript = await _engine.TranscribeAsync(Clip("en_test.wav"), new TranscriptionOptions(), cancellationToken: Cancellation);
        var words = transcript.Tokens.Where(t => t.Text.Any(char.IsLetter)).Skip(1).ToArray();
        Assert.Equal(reference.Select(r => r.Word), words.Select(w => w.Text.Trim().ToLowerInvariant()));
        Assert.InRange(reference.Zip(words, (r, w) => Math.Abs(r.Start - (w.StartMs!.Value / 1000.0))).Average(), 0, 0.1);
    }

    [Fact]
    public async Task A_part_of_a_recording_has_its_words_with_the_times_of_the_whole()
    {
        List<TranscriptionProgress> reports = [];
        var options = new TranscriptionOptions
        {
            Language = "en",
            Diarize = true,
            Part = new RecordingPart(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7.9)),
        };

        var part = await _engine.TranscribeAsync(
            Clip("en_jfk.flac"), options, new Receiver(reports), cancellationToken: Cancellation);

        Assert.Equal("ask not what your country can do for you", Plain(part.Text));
        Assert.Equal(4900, part.Duration.TotalMilliseconds, 20.0);
        Assert.All(part.Tokens, token => Assert.InRange(token.StartMs!.Value, 3000, token.EndMs!.Value));
        Assert.All(part.Turns, turn => Assert.InRange(turn.Start.TotalSeconds, 3, 7.9));
        Assert.InRange(part.Tokens[^1].EndMs!.Value, 7000, 7900);
        Assert.Empty(part.Warnings);
        Assert.Equal(part.Tokens[0].StartMs, reports.SelectMany(report => report.NewTokens).First().StartMs);
        var last = await _engine.TranscribeAsync(
            Clip("en_jfk.flac"), options with { Part = new RecordingPart(TimeSpan.FromSeconds(8)) }, cancellationToken: Cancellation);
        Assert.Equal("ask what you can do for your country", Plain(last.Text));
    }

    [Fact]
    public async Task A_part_that_is_not_there_is_told_of()
    {
        var late = new TranscriptionOptions { Part = new RecordingPart(TimeSpan.FromSeconds(70)) };
        var exception = await Assert.ThrowsAsync<InvalidAudioException>(
            () => _engine.TranscribeAsync(Clip("en_jfk.flac"), late, cancellationToken: Cancellation));
        Assert.Contains("ends before 1:10", exception.Message, StringComparison.Ordinal);
        var none = new TranscriptionOptions { Part = new RecordingPart(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)) };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _engine.TranscribeAsync(Clip("en_jfk.flac"), none, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_doubtful_word_has_what_else_was_heard_when_that_is_kept()
    {
        var options = new TranscriptionOptions { Language = "pt", KeepAlternatives = true };
        var transcript = await _engine.TranscribeAsync(Clip("pt_test_pt.wav"), options, cancellationToken: Cancellation);

        var doubtful = Assert.Single(transcript.Tokens, token => token.Alternatives.Count > 0);
        Assert.Equal(" nenhum", doubtful.Text);
        Assert.InRange(doubtful.Confidence, 0, 0.6);
        Assert.Contains("nem um", doubtful.Alternatives);
        Assert.InRange(doubtful.Alternatives.Count, 1, 5);

        var without = await _engine.TranscribeAsync(
            Clip("pt_test_pt.wav"), options with { KeepAlternatives = false }, cancellationToken: Cancellation);
        Assert.Equal(transcript.Text, without.Text);
        Assert.All(without.Tokens, token => Assert.Empty(token.Alternatives));
    }

    [Fact]
    public async Task A_given_language_is_not_identified()
    {
        var transcript = await _engine.TranscribeAsync(
            Clip("en_LJ001-0008.wav"), new TranscriptionOptions { Language = "en", BeamSize = 1 }, cancellationToken: Cancellation);
        Assert.Equal("has never been surpassed", Plain(transcript.Text));
    }

    [Theory]
    [InlineData(false, "de")]
    [InlineData(true, "en")]
    public async Task A_language_that_was_not_hinted_is_recognised_unless_the_hints_are_strict(bool strict, string language)
    {
        var options = new TranscriptionOptions { LanguageHints = ["en", "es"], LanguageHintsStrict = strict };
        var transcript = await _engine.TranscribeAsync(Clip("de_cheetah_de.wav"), options, cancellationToken: Cancellation);
        Assert.NotEmpty(transcript.Tokens);
        Assert.All(transcript.Tokens, t => Assert.Equal(language, t.Language));
    }

    [Fact]
    public async Task A_language_that_the_model_lacks_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _engine.TranscribeAsync(
            Clip("en_test.wav"), new TranscriptionOptions { Language = "tlh" }, cancellationToken: Cancellation));
        Assert.Contains("'tlh'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timestamp_tokens_may_be_predicted_and_do_not_show_in_the_text()
    {
        var transcript = await _engine.TranscribeAsync(
            Clip("en_sb_spk1_snt1.wav"), new TranscriptionOptions { PredictTimestamps = true }, cancellationToken: Cancellation);
        Assert.Equal("the child almost hurt the small dog", Plain(transcript.Text));
    }

    [Fact]
    public async Task A_stream_is_transcribed_like_a_file()
    {
        using var stream = File.OpenRead(Clip("en_LJ001-0008.wav"));
        var transcript = await _engine.TranscribeAsync(stream, new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Equal("has never been surpassed", Plain(transcript.Text));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_spooled_stream_is_its_owner_s_alone_from_its_first_byte_on_and_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders of temporary files are the user's own there.");
        var pipe = new Pipe();
        var running = _engine.TranscribeAsync(pipe.Reader.AsStream(), new TranscriptionOptions(), cancellationToken: Cancellation);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Spooled())));
        await pipe.Writer.WriteAsync(await File.ReadAllBytesAsync(Clip("en_LJ001-0008.wav"), Cancellation), Cancellation);
        await pipe.Writer.CompleteAsync();
        await running;
        Assert.Empty(Spooled());

        static string[] Spooled() => Directory.GetFiles(Path.GetTempPath(), $"hansard-{Environment.ProcessId}-*.recording");
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("noise")]
    [InlineData("sweep")]
    public async Task Sound_without_speech_has_no_words(string kind)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var samples = new float[30 * AudioSpecification.SampleRate];
        for (var i = 0; i < samples.Length; i++)
        {
            var t = (double)i / AudioSpecification.SampleRate;
            samples[i] = kind switch
            {
                "noise" => (float)((random.NextDouble() - 0.5) * 0.4),
                "sweep" => (float)(0.3 * Math.Sin(2 * Math.PI * ((200 * t) + (30 * t * t)))),
                _ => 0,
            };
        }
        var path = Path.Combine(folder.Path, $"{kind}.wav");
        Recognition.WavFile.Write(path, samples);
        var transcript = await _engine.TranscribeAsync(path, new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Empty(transcript.Tokens);
        Assert.Equal("", transcript.Text);
        Assert.Null(transcript.Language);
        Assert.Equal(30_000, transcript.Duration.TotalMilliseconds, 1.0);
    }

    [Fact]
    public async Task Tokens_times_and_confidences_are_the_same_alone_and_beside_others()
    {
        string[] clips = ["en_test.wav", "en_LJ001-0001.wav", "en_jfk.flac", "pt_test_pt.wav", "en_sb_spk1_snt1.wav"];
        List<string> alone = [];
        foreach (var clip in clips) alone.Add(await JsonAsync(clip));
        Assert.Equal(alone, await Task.WhenAll(clips.Select(JsonAsync)));

        async Task<string> JsonAsync(string clip)
        {
            var transcript = await _engine.TranscribeAsync(Clip(clip), new TranscriptionOptions(), cancellationToken: Cancellation);
            return System.Text.Json.JsonSerializer.Serialize(transcript.Tokens);
        }
    }

    [Fact]
    public async Task Concurrent_calls_each_get_their_own_words()
    {
        (string Clip, string Text)[] clips =
        [
            ("en_sb_spk1_snt1.wav", "the child almost hurt the small dog"),
            ("en_sb_spk1_snt2.wav", "drop the two when you add the figures"),
            ("en_LJ001-0008.wav", "has never been surpassed"), ("en_sb_spk1_snt1.wav", "the child almost hurt the small dog"),
        ];
        var transcripts = await Task.WhenAll(clips.Select(
            c => _engine.TranscribeAsync(Clip(c.Clip), new TranscriptionOptions(), cancellationToken: Cancellation)));
        Assert.Equal(clips.Select(c => c.Text), transcripts.Select(t => Plain(t.Text)));
    }

    [Fact]
    public async Task The_first_words_are_reported_before_a_long_recording_is_read_to_its_end()
    {
        using var folder = new TemporaryFolder();
        var clip = Recognition.WavFile.Read(Clip("en_sb_spk1_snt2.wav"));
        var samples = new float[20 * 60 * AudioSpecification.SampleRate];
        for (var at = 0; at + clip.Length < samples.Length; at += 20 * AudioSpecification.SampleRate) clip.CopyTo(samples, at);
        var path = Path.Combine(folder.Path, "long.wav");
        Recognition.WavFile.Write(path, samples);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reports = new ConcurrentQueue<TranscriptionProgress>();
        var progress = new Immediate(report =>
        {
            reports.Enqueue(report);
            if (report.NewTokens.Count > 0) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _engine.TranscribeAsync(
            path, new TranscriptionOptions(), progress, stop.Token));
        var first = reports.First(r => r.NewTokens.Count > 0);
        Assert.InRange(first.Decoded, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(15));
        Assert.Equal(1200, first.Total!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public async Task Cancelling_stops_a_transcription_and_leaves_the_engine_working()
    {
        using var stop = new CancellationTokenSource();
        var running = _engine.TranscribeAsync(Clip("en_jfk.flac"), new TranscriptionOptions(), cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var after = await _engine.TranscribeAsync(Clip("en_LJ001-0008.wav"), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Equal("has never been surpassed", Plain(after.Text));
    }

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);

    private static string Plain(string text)
        => string.Join(
            ' ', new string([.. text.ToLowerInvariant().Where(c => char.IsLetter(c) || c is ' ' or '\'')]).Split(
                ' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed class Immediate(Action<TranscriptionProgress> report) : IProgress<TranscriptionProgress>
    {
        public void Report(TranscriptionProgress value) => report(value);
    }

    private sealed class Receiver(List<TranscriptionProgress> reports) : IProgress<TranscriptionProgress>
    {
        public void Report(TranscriptionProgress value) => reports.Add(value);
    }
}
