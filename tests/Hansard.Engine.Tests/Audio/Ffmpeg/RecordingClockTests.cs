using Hansard.Engine.Audio;

namespace Hansard.Engine.Tests.Audio.Ffmpeg;

/// <summary>Samples lie where the container says, as far as its clock means something.</summary>
[Requires("ffmpeg")]
public sealed class RecordingClockTests
{
    private const string Film = "color=size=32x32:rate=25:duration=6";

    private static readonly string Clip = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("late.mkv", "pcm_s16le", "libx264")]
    [InlineData("late.webm", "libopus", "libvpx")]
    [InlineData("late.mp4", "aac", "libx264")]
    [InlineData("late.mov", "pcm_s16le", "mpeg4")]
    [InlineData("late.ts", "mp2", "mpeg2video")]
    [InlineData("late.ts", "aac", "libx264")]
    [InlineData("late.mpg", "mp2", "mpeg2video")]
    [InlineData("late.flv", "aac", "libx264")]
    [InlineData("late.wmv", "wmav2", "wmv2")]
    public async Task Sound_that_begins_after_the_film_begins_late(string name, string codec, string film)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        await Recordings.FfmpegAsync(
            "-f", "lavfi", "-i", Film, "-itsoffset", "3", "-i", Clip, "-map", "0:v", "-map", "1:a",
            "-ar", codec == "libopus" ? "48000" : "44100", "-c:v", film, "-c:a", codec, path);
        var samples = await Recordings.ReadAllAsync(path);
        Assert.Equal(4.784, samples.Length / 16000.0, 0.15);
        Assert.Equal(3 + Onset(await Recordings.ReadAllAsync(Clip)), Onset(samples), 0.06);
    }

    [Theory]
    [InlineData("late.ts", "aac", "mpeg2video")]
    [InlineData("late.mpg", "mp2", "mpeg2video")]
    [InlineData("late.nut", "aac", "mpeg4")]
    public async Task Sound_that_begins_long_after_the_film_is_found(string name, string codec, string film)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        await Recordings.FfmpegAsync(
            "-f", "lavfi", "-i", "color=size=64x64:rate=25:duration=15", "-itsoffset", "12", "-i", Clip, "-map", "0:v", "-map", "1:a",
            "-ar", "44100", "-c:v", film, "-c:a", codec, path);
        Assert.Equal(12 + Onset(await Recordings.ReadAllAsync(Clip)), Onset(await Recordings.ReadAllAsync(path)), 0.1);
    }

    [Theory]
    [InlineData("gap.mkv", "pcm_s16le")]
    [InlineData("gap.mka", "libopus")]
    [InlineData("gap.mp4", "aac")]
    [InlineData("gap.ts", "mp2")]
    public async Task Missing_packets_are_silence(string name, string codec)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        // Packets of the whole are dropped, as a network does.
        var whole = Path.Combine(folder.Path, "whole.mkv");
        await Recordings.FfmpegAsync("-stream_loop", "3", "-i", Clip, "-ar", "48000", "-c:a", codec, whole);
        var holed = Path.Combine(folder.Path, "holed.mkv");
        await Recordings.FfmpegAsync("-i", whole, "-c", "copy", "-bsf:a", "noise=drop=gte(pts*tb\\,2)*lt(pts*tb\\,4)", holed);
        await Recordings.FfmpegAsync("-i", holed, "-c", "copy", path);
        var (heard, expected) = (await Recordings.ReadAllAsync(path), await Recordings.ReadAllAsync(whole));
        Assert.Equal(expected.Length / 16000.0, heard.Length / 16000.0, 0.1);
        Assert.InRange(heard[(int)(2.2 * 16000)..(int)(3.8 * 16000)].Max(), 0, 0.001f);
        Assert.Equal(Onset(expected[(5 * 16000)..]), Onset(heard[(5 * 16000)..]), 0.06);
    }

    [Fact]
    public async Task Joined_files_of_formats_without_a_clock_are_heard_one_after_the_other()
    {
        using var folder = new TemporaryFolder();
        foreach (var (extension, rates) in new[] { ("mp3", new[] { 44100, 22050 }), ("ogg", [48000, 48000]), ("aac", [16000, 16000]) })
        {
            List<byte> joined = [];
            foreach (var rate in rates)
            {
                var part = Path.Combine(folder.Path, $"part{rate}.{extension}");
                await Recordings.FfmpegAsync("-y", "-i", Clip, "-ar", $"{rate}", part);
                joined.AddRange(await File.ReadAllBytesAsync(part, Cancellation));
            }
            var samples = await Recordings.ReadAllAsync(folder.Write($"joined.{extension}", [.. joined]));
            Assert.Equal(2 * 1.784, samples.Length / 16000.0, 0.25);
            Assert.Equal(1.784, Onset(samples[(int)(1.784 * 16000 - 800)..]) + 1.734 - Onset(await Recordings.ReadAllAsync(Clip)), 0.2);
        }
    }

    [Fact]
    public async Task A_clock_that_jumps_by_days_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "jump.mkv");
        await Recordings.FfmpegAsync("-i", Clip, "-af", "asetpts=PTS+if(gte(T\\,1)\\,20*3600/TB\\,0)", "-c:a", "pcm_s16le", path);
        Assert.Equal(1.784, (await Recordings.ReadAllAsync(path)).Length / 16000.0, 0.1);
    }

    [Fact]
    public async Task A_clock_that_goes_back_drops_nothing()
    {
        using var folder = new TemporaryFolder();
        var (one, list) = (Path.Combine(folder.Path, "one.ts"), Path.Combine(folder.Path, "joined.ts"));
        await Recordings.FfmpegAsync("-stream_loop", "4", "-i", Clip, "-c:a", "mp2", one);
        var bytes = await File.ReadAllBytesAsync(one, Cancellation);
        await File.WriteAllBytesAsync(list, [.. bytes, .. bytes], Cancellation);
        var (whole, joined) = (await Recordings.ReadAllAsync(one), await Recordings.ReadAllAsync(list));
        Assert.Equal(2 * whole.Length / 16000.0, joined.Length / 16000.0, 0.3);
    }

    /// <summary>Seconds until something is heard.</summary>
    private static double Onset(float[] samples)
        => Array.FindIndex(samples, s => Math.Abs(s) > 0.02f) / (double)AudioSpecification.SampleRate;
}
