using System.Text.RegularExpressions;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Recordings of kinds that people have reported as transcribed wrongly, and what they say.</summary>
[Requires("ffmpeg")]
public sealed partial class ReportedRecordingsTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Plain = "Has never been surpassed.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delayed3s.mkv")]
    [InlineData("delayed3s.ts")]
    public async Task The_sound_of_a_film_that_begins_late_has_the_times_of_the_film(string file)
    {
        var transcript = await TranscribeAsync(file);
        Assert.Equal(Plain, transcript.Text);
        Assert.Equal(4.78, transcript.Duration.TotalSeconds, 0.1);
        Assert.Equal(3.05, Starts(transcript, "has").Single(), 0.15);
    }

    [Fact]
    public async Task Lost_packets_count_as_time()
    {
        var transcript = await TranscribeAsync("gap3.5s.mkv");
        Assert.Equal(7.8, transcript.Duration.TotalSeconds, 0.1);
        Assert.Equal(6.0, Starts(transcript, "has")[1], 0.15);
    }

    [Theory]
    [InlineData("pauses.wav", "has", 1.51, 4.80, 8.08)]
    [InlineData("w_mix_13_noise.wav", null, 1.30, 3.07, 4.90, 6.54, 8.31, 10.14)]
    public async Task The_first_word_after_a_pause_begins_after_it_and_the_last_before_it_ends_before_it(
        string file, string? word, params double[] expected)
    {
        var transcript = await TranscribeAsync(file);
        var starts = Starts(transcript, word);
        Assert.Equal(expected.Length, starts.Count);
        Assert.All(starts.Zip(expected), p => Assert.Equal(p.Second, p.First, 0.15));
        Assert.All(transcript.Tokens, t => Assert.InRange(t.EndMs!.Value - t.StartMs!.Value, 0, 1200));
    }

    // Starts by forced alignment with another recogniser's acoustic model.
    [Theory]
    [InlineData("en_sb_spk1_snt2.wav", "when", 1.41)]
    [InlineData("en_LJ001-0001.wav", "from", 5.05)]
    public async Task A_word_after_a_breath_inside_a_sentence_begins_after_it(string clip, string word, double expected)
    {
        var transcript = await shared.Engine.TranscribeAsync(
            Fixtures.PathOf("audio", "clips", clip), new TranscriptionOptions { Language = "en" }, cancellationToken: Cancellation);
        Assert.Equal(expected, Starts(transcript, word)[0], 0.1);
    }

    [Theory]
    [InlineData("outphase.wav")]
    [InlineData("ch3_voice_on_3.wav")]
    [InlineData("ch10_voice_on_1.wav")]
    public async Task No_channel_is_lost_in_the_mix(string file) => Assert.Equal(Plain, (await TranscribeAsync(file)).Text);

    [Fact]
    public async Task A_silent_track_gives_way_to_one_that_speaks()
    {
        var transcript = await TranscribeAsync("two_tracks_first_silent.mov");
        Assert.Equal(Plain, transcript.Text);
        var warning = Assert.Single(transcript.Warnings);
        Assert.StartsWith("Nobody speaks on sound track 1, so track 2 ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_track_is_chosen_by_its_number_and_one_that_is_not_there_is_an_error()
    {
        Assert.Empty((await TranscribeAsync("two_tracks_first_silent.mov", new() { Track = "1" })).Text);
        Assert.Equal(Plain, (await TranscribeAsync("two_tracks_first_silent.mov", new() { Track = "2" })).Text);
        foreach (var track in new[] { "3", "0", "fr", "-1", "" })
        {
            var error = await Assert.ThrowsAsync<InvalidAudioException>(
                () => TranscribeAsync("two_tracks_first_silent.mov", new() { Track = track }));
            Assert.StartsWith($"The recording has no sound track '{track}': it has 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Samples_beyond_those_that_a_header_states_are_transcribed_and_mentioned()
    {
        var transcript = await TranscribeAsync("data_size_too_small.wav");
        Assert.Equal(Plain, transcript.Text);
        Assert.Contains("more follows", Assert.Single(transcript.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_gives_what_is_there_and_says_so()
    {
        var transcript = await TranscribeAsync("half_m4a.m4a");
        Assert.StartsWith("has never", transcript.Text, StringComparison.Ordinal);
        Assert.StartsWith("The recording is cut off: ", Assert.Single(transcript.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_far_too_soft_lose_nothing() => Assert.Equal(Plain, (await TranscribeAsync("float_minus70dB.wav")).Text);

    [Fact]
    public async Task Samples_beyond_full_scale_lose_nothing()
        => Assert.StartsWith("Mr. Quilter is the apostle", (await TranscribeAsync("f32_plus24.wav")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("rifx.wav")]
    [InlineData("oki_adpcm.wav")]
    [InlineData("n.mxf")]
    public async Task Rare_formats_that_ffmpeg_decodes_are_accepted(string file) => Assert.Equal(Plain, (await TranscribeAsync(file)).Text);

    /// <summary>Seconds at which a word begins; of all words if it is null.</summary>
    private static List<double> Starts(Transcript transcript, string? word)
        => [.. transcript.Tokens.Select(t => (Letters: NotLetter().Replace(t.Text, ""), t.StartMs))
            .Where(t => t.Letters.Length > 0 && (word is null || t.Letters.Equals(word, StringComparison.OrdinalIgnoreCase)))
            .Select(t => t.StartMs!.Value / 1000.0)];

    private Task<Transcript> TranscribeAsync(string file, TranscriptionOptions? options = null)
        => shared.Engine.TranscribeAsync(
            Fixtures.PathOf("audio", "cases", file), options ?? new TranscriptionOptions(), cancellationToken: Cancellation);

    [GeneratedRegex(@"\P{L}+")]
    private static partial Regex NotLetter();
}
