using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Engine.Tests.Audio.Decoding;

/// <summary>WAV files that are read without ffmpeg sound as they do with it.</summary>
public sealed class PlainWaveTests
{
    private static readonly FfmpegOptions Without = new() { Executable = "no-such-ffmpeg" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(16_000, false)]
    [InlineData(1_234_567, true)]
    [Requires("ffmpeg")]
    public async Task Samples_are_those_that_ffmpeg_decodes(int count, bool hasTags)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(count);
        var samples = new short[count];
        for (var i = 0; i < count; i++) samples[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        var bytes = Recordings.Wav(samples);
        var plain = folder.Write("plain.wav", hasTags ? [.. bytes, .. "LIST\u0004\0\0\0INFO"u8] : bytes);
        var packed = Path.Combine(folder.Path, "packed.flac");
        await Recordings.FfmpegAsync("-i", plain, packed);

        var read = await Recordings.ReadAllAsync(plain, Without);

        Assert.InRange(read.Length, Math.Min(count, 60 * AudioSpecification.SampleRate), count); // A minute is kept.
        Assert.Equal(await Recordings.ReadAllAsync(packed), read);
    }

    [Fact]
    public async Task It_has_one_track_of_one_channel_and_no_process()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.wav", Recordings.Wav(new short[16_000]));
        await using var reader = await new RecordingDecoder(Without).OpenAsync(path, new SoundSelection(Track: 1), Cancellation);

        Assert.Equal([new SoundTrack(1, null, null, IsDefault: false, IsDecodable: true)], await reader.TracksAsync(Cancellation));
        Assert.Equal(1, await reader.ChannelsAsync(Cancellation));
        Assert.Equal(TimeSpan.FromSeconds(1), reader.StatedDuration);
        Assert.Null(reader.ProcessId);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Its_track_is_that_which_ffmpeg_lists()
    {
        var decoder = new RecordingDecoder(new FfmpegOptions());
        await using var decoded = await decoder.OpenAsync(Fixtures.PathOf("audio", "formats", "test_8k.wav"), Cancellation);
        await using var plain = await decoder.OpenAsync(Fixtures.PathOf("audio", "formats", "test_pcm16.wav"), Cancellation);

        Assert.Null(plain.ProcessId);
        Assert.Equal(await decoded.TracksAsync(Cancellation), await plain.TracksAsync(Cancellation));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(null, 1)]
    [Requires("ffmpeg")]
    public async Task A_track_or_a_channel_that_is_not_there_is_an_error(int? track, int? channel)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.wav", Recordings.Wav(new short[16_000]));
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(
            path, new SoundSelection(track, channel), Cancellation);

        await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(reader));
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_is_not_taken_for_whole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.wav", Recordings.Wav(new short[16_000 * 60]));
        await using var reader = await new RecordingDecoder(Without).OpenAsync(path, Cancellation);
        Assert.Equal(100, await reader.ReadAsync(new float[100], Cancellation));

        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(1_000_000);

        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(reader));
        Assert.Contains("became shorter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_read_is_one()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        var path = folder.Write("a.wav", Recordings.Wav(new short[16_000 * 60]));
        await using var reader = await new RecordingDecoder(Without).OpenAsync(path, Cancellation);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(new float[16_000 * 60], source.Token));
    }
}
