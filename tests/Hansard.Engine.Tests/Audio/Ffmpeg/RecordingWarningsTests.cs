using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Engine.Tests.Audio.Ffmpeg;

/// <summary>What is said of recordings that lack something.</summary>
[Requires("ffmpeg")]
public sealed class RecordingWarningsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("m4a", "-movflags", "+faststart")]
    public async Task A_file_of_which_half_is_missing_is_said_to_be_cut_off_and_a_whole_one_is_not(
        string extension, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var whole = Path.Combine(folder.Path, $"whole.{extension}");
        await Recordings.FfmpegAsync(["-stream_loop", "9", "-i", Clip, .. arguments, whole]);
        Assert.Empty(await WarningsAsync(whole));

        var bytes = await File.ReadAllBytesAsync(whole, Cancellation);
        var warning = Assert.Single(await WarningsAsync(folder.Write($"half.{extension}", bytes[..(bytes.Length / 2)])));
        Assert.StartsWith("The recording is cut off: ", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stream.ogg", "-c:a", "libopus", "-output_ts_offset", "3600")]
    [InlineData("stream.wma", "-c:a", "wmav2", "-output_ts_offset", "10")]
    public async Task A_recording_whose_clock_does_not_begin_at_zero_is_whole(string name, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        await Recordings.FfmpegAsync(["-stream_loop", "2", "-i", Clip, .. arguments, path]);
        Assert.Empty(await WarningsAsync(path));
    }

    [Fact]
    public async Task A_file_with_broken_frames_is_said_to_be_damaged()
    {
        using var folder = new TemporaryFolder();
        var whole = Path.Combine(folder.Path, "whole.flac");
        await Recordings.FfmpegAsync(["-stream_loop", "9", "-i", Clip, whole]);
        var bytes = await File.ReadAllBytesAsync(whole, Cancellation);
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, 2000));
        var warning = Assert.Single(await WarningsAsync(folder.Write("broken.flac", bytes)));
        Assert.StartsWith("The recording is damaged: ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_film_whose_sound_ends_before_its_picture_is_not_cut_off()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "film.mp4");
        await Recordings.FfmpegAsync(["-i", Clip, "-f", "lavfi", "-i", "color=size=16x16:rate=5:duration=30", path]);
        Assert.Empty(await WarningsAsync(path));
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0x7FFF_FFFF)]
    [InlineData(0x7FFF_F024)]
    [InlineData(0u)]
    public async Task A_size_that_a_program_wrote_which_could_not_know_it_is_no_damage(uint size)
    {
        using var folder = new TemporaryFolder();
        var bytes = await File.ReadAllBytesAsync(Clip, Cancellation);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), size);
        Assert.Empty(await WarningsAsync(folder.Write("piped.wav", bytes)));
    }

    private static string Clip => Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    private static async Task<IReadOnlyList<string>> WarningsAsync(string path)
    {
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, Cancellation);
        Assert.Empty(reader.Warnings);
        await Recordings.ReadAllAsync(reader);
        return reader.Warnings;
    }
}
