using Hansard.Engine.Audio;
using Hansard.Engine.Tests.Audio;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Films with several sound tracks, all of which are wanted.</summary>
[Requires("ffmpeg")]
public sealed class SoundTracksTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Original = "en_LJ001-0008.wav";
    private const string Dubbed = "pt_test_pt.wav";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_track_has_a_transcript_of_its_own_as_if_it_was_the_only_one()
    {
        using var folder = new TemporaryFolder();
        var film = await FilmAsync(folder, Original, Dubbed);
        var reports = new List<TranscriptionProgress>();

        var transcript = await shared.Engine.TranscribeAsync(
            film, new TranscriptionOptions { Track = "all", Diarize = true }, new Receiver(reports), Cancellation);

        Assert.Equal(
            [new TranscriptTrack(1, "en", null), new TranscriptTrack(2, "pt", "Dublado")], transcript.Tracks);
        foreach (var (number, clip) in new[] { (1, Original), (2, Dubbed) })
        {
            var alone = await shared.Engine.TranscribeAsync(
                Fixtures.PathOf("audio", "clips", clip), new TranscriptionOptions(), cancellationToken: Cancellation);
            var own = transcript.Tokens.Where(t => t.Track == number).ToList();
            Assert.Equal(alone.Text, string.Concat(own.Select(t => t.Text)).TrimStart(' '));
            Assert.Equal(alone.Tokens[0].StartMs!.Value, own[0].StartMs!.Value, 60.0);
            Assert.Equal($"{number}", Assert.Single(own.Select(t => t.Speaker).Distinct()));
        }
        Assert.Empty(transcript.Warnings);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.Transcribed <= pair.Second.Transcribed));
        Assert.All(reports, report => Assert.True(report.Transcribed <= transcript.Duration));
        Assert.Equal([1, 2], reports.SelectMany(r => r.NewTokens).Select(t => t.Track!.Value).Distinct());
    }

    [Fact]
    public async Task A_recording_with_one_track_is_what_it_is_without_asking()
    {
        var clip = Fixtures.PathOf("audio", "clips", Original);
        var transcript = await shared.Engine.TranscribeAsync(clip, new TranscriptionOptions { Track = "ALL" }, null, Cancellation);
        Assert.Empty(transcript.Tracks);
        Assert.NotEmpty(transcript.Text);
        Assert.All(transcript.Tokens, token => Assert.Null(token.Track));
    }

    [Fact]
    public async Task A_track_on_which_nobody_speaks_has_an_empty_transcript()
    {
        var film = Fixtures.PathOf("audio", "cases", "two_tracks_first_silent.mov");
        var transcript = await shared.Engine.TranscribeAsync(film, new TranscriptionOptions { Track = "all" }, null, Cancellation);
        Assert.Equal([1, 2], transcript.Tracks.Select(t => t.Number));
        Assert.Equal("Has never been surpassed.", transcript.Text);
        Assert.All(transcript.Tokens, token => Assert.Equal(2, token.Track));
    }

    [Fact]
    public async Task A_limit_of_the_length_holds_for_every_track()
    {
        using var folder = new TemporaryFolder();
        var film = await FilmAsync(folder, Original, Dubbed);
        var options = new TranscriptionOptions { Track = "all", MaximumDuration = TimeSpan.FromSeconds(2) };
        var error = await Assert.ThrowsAsync<InvalidAudioException>(
            () => shared.Engine.TranscribeAsync(film, options, cancellationToken: Cancellation));
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);
    }

    private static async Task<string> FilmAsync(TemporaryFolder folder, string first, string second)
    {
        var path = Path.Combine(folder.Path, "film.mkv");
        await Recordings.FfmpegAsync(
            "-i", Fixtures.PathOf("audio", "clips", first), "-i", Fixtures.PathOf("audio", "clips", second), "-map", "0:a", "-map", "1:a",
            "-c:a", "flac", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=por", "-metadata:s:a:1", "title=Dublado", path);
        return path;
    }

    private sealed class Receiver(List<TranscriptionProgress> reports) : IProgress<TranscriptionProgress>
    {
        public void Report(TranscriptionProgress value) => reports.Add(value);
    }
}
