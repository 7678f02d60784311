using System.Diagnostics;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Tests.Audio.Ffmpeg;

/// <summary>A recording in every container and codec that Debian's ffmpeg writes and that recordings come in.</summary>
[Requires("ffmpeg")]
public sealed class DecodedFormatsTests
{
    private const double Seconds = 1.783;

    /// <summary>Samples that encoders put before and after, to fill their frames: up to 0.13 s.</summary>
    private const double Padding = 0.13;

    private static readonly string Clip = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    [Theory]
    [InlineData("ac3", "-ar 48000 -c:a ac3")]
    [InlineData("ac3", "-ar 44100 -c:a ac3 -b:a 96k")]
    [InlineData("eac3", "-ar 48000 -c:a eac3")]
    [InlineData("dts", "-ar 48000 -strict -2 -c:a dca")]
    [InlineData("latm", "-c:a aac")]
    [InlineData("loas", "-c:a aac -f latm")]
    [InlineData("gsm", "-ar 8000 -c:a libgsm")]
    [InlineData("mlp", "-ar 48000 -strict -2 -c:a mlp")]
    [InlineData("thd", "-ar 48000 -strict -2 -c:a truehd")]
    [InlineData("rm", "-ar 8000 -c:a real_144")]
    [InlineData("sox", "")]
    [InlineData("mp2", "-ar 48000")]
    [InlineData("aac", "-c:a aac")]
    [InlineData("wav", "-ar 8000 -c:a libgsm_ms")]
    [InlineData("wav", "-c:a adpcm_ima_wav")]
    [InlineData("wav", "-c:a adpcm_ms")]
    [InlineData("wav", "-c:a adpcm_yamaha")]
    [InlineData("wav", "-c:a g722 -ar 16000")]
    [InlineData("wav", "-c:a g726 -ar 8000")]
    [InlineData("wav", "-c:a g723_1 -ar 8000 -b:a 6300")]
    [InlineData("wav", "-c:a wmav2")]
    [InlineData("wav", "-c:a dca -ar 48000 -strict -2")]
    [InlineData("wav", "-rf64 always")]
    [InlineData("w64", "")]
    [InlineData("caf", "-c:a pcm_s16be")]
    [InlineData("caf", "-c:a alac")]
    [InlineData("caf", "-c:a libopus")]
    [InlineData("ogg", "-c:a libopus")]
    [InlineData("webm", "-c:a libopus")]
    [InlineData("mkv", "-c:a libopus")]
    [InlineData("mp4", "-c:a libopus")]
    [InlineData("ts", "-c:a libopus")]
    [InlineData("ts", "-c:a aac -mpegts_flags latm")]
    [InlineData("ts", "-c:a s302m -strict -2 -ar 48000 -ac 2")]
    [InlineData("m2ts", "-c:a pcm_bluray -ar 48000")]
    [InlineData("vob", "-c:a ac3 -ar 48000")]
    [InlineData("vob", "-c:a pcm_dvd -ar 48000")]
    [InlineData("mkv", "-c:a truehd -strict -2 -ar 48000")]
    [InlineData("mkv", "-c:a flac")]
    [InlineData("mov", "-c:a adpcm_ima_qt")]
    [InlineData("avi", "-c:a adpcm_ima_wav")]
    [InlineData("flv", "-c:a adpcm_swf -ar 22050")]
    [InlineData("flv", "-c:a nellymoser -ar 22050")]
    [InlineData("au", "")]
    [InlineData("voc", "")]
    [InlineData("wv", "-c:a wavpack")]
    [InlineData("tta", "")]
    [InlineData("spx", "-c:a libspeex -ar 16000")]
    [InlineData("wma", "-c:a wmav2")]
    [InlineData("aiff", "-c:a pcm_mulaw")]
    [InlineData("aiff", "-c:a pcm_alaw")]
    [InlineData("aiff", "-c:a pcm_s16le")]
    [InlineData("aiff", "-c:a pcm_f32be")]
    [InlineData("aiff", "-c:a pcm_f64be")]
    [InlineData("aiff", "-c:a adpcm_ima_qt")]
    [InlineData("nut", "-c:a aac")]
    [InlineData("sf", "-f ircam")]
    [InlineData("wtv", "-c:a mp2 -ar 48000")]
    [InlineData("dv", "-f lavfi -i color=size=720x576:rate=25:duration=1.8 -c:v dvvideo -pix_fmt yuv420p -ar 48000 -ac 2")]
    public async Task What_ffmpeg_writes_is_decoded_in_its_length(string extension, string options)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, $"call.{extension}");
        await WriteAsync(path, options);
        // Recognised by its content.
        var nameless = Path.Combine(folder.Path, "call");
        File.Move(path, nameless);

        var samples = await Recordings.ReadAllAsync(nameless);

        Assert.InRange(samples.Length / (double)AudioSpecification.SampleRate, Seconds - 0.03, Seconds + Padding);
        // Speech, at the level that all recordings are brought to, and no noise of a wrong decoder.
        Assert.InRange(Math.Sqrt(samples.Average(sample => (double)sample * sample)), 0.02, 0.3);
    }

    [Fact]
    public async Task One_bit_samples_are_decoded()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("call", DsfFile.Write(await Recordings.ReadAllAsync(Clip)));

        var samples = await Recordings.ReadAllAsync(path);

        Assert.InRange(samples.Length / (double)AudioSpecification.SampleRate, Seconds - 0.03, Seconds + Padding);
        Assert.InRange(Math.Sqrt(samples.Average(sample => (double)sample * sample)), 0.02, 0.3);
    }

    private static async Task WriteAsync(string path, string options)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-i", Clip,
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), path,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
    }
}
