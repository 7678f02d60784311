using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Engine.Tests.Audio.Containers;

[Requires("ffmpeg")]
public sealed class ContainerSnifferTests
{
    private static readonly Lazy<Task<float[]>> Original = new(() => Recordings.ReadAllAsync(
        Fixtures.PathOf("audio", "formats", "test_pcm16.wav")));

    public static TheoryData<string, double> Files()
    {
        var data = new TheoryData<string, double>();
        foreach (var entry in Fixtures.Json(Fixtures.PathOf("audio", "formats", "manifest.json")).EnumerateArray())
            data.Add(entry.GetProperty("file").GetString()!, entry.GetProperty("decoded_s").GetDouble());
        return data;
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Every_container_and_codec_gives_the_same_recording_whatever_its_name(string file, double seconds)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "recording.m3u8",
            await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", file), TestContext.Current.CancellationToken));
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, TestContext.Current.CancellationToken);
        var samples = await Recordings.ReadAllAsync(reader);
        Assert.Empty(reader.Warnings);
        Assert.Equal(seconds, samples.Length / 16000.0, 0.01);
        Assert.InRange(BestCorrelation(Loudness(await Original.Value), Loudness(samples)), 0.95, 1.001);
    }

    [Theory]
    [InlineData("caf", "pcm_s16be")]
    [InlineData("w64", "pcm_s16le")]
    [InlineData("wav", "pcm_s16le", "-rf64", "always")]
    [InlineData("wav", "adpcm_ms")]
    [InlineData("au", "pcm_s16be")]
    [InlineData("voc", "pcm_u8")]
    [InlineData("wv", "wavpack")]
    [InlineData("tta", "tta")]
    [InlineData("aiff", "pcm_s16le")]
    [InlineData("avi", "mp2")]
    [InlineData("flv", "mp3", "-ar", "44100")]
    [InlineData("mpegts", "aac")]
    [InlineData("mpeg", "mp2")]
    [InlineData("mp2", "mp2")]
    [InlineData("mp3", "libmp3lame", "-id3v2_version", "0", "-write_xing", "0")]
    [InlineData("mp3", "libmp3lame", "-ar", "11025")]
    [InlineData("matroska", "ac3")]
    [InlineData("matroska", "alac")]
    [InlineData("mov", "pcm_s24le", "-movflags", "+faststart")]
    [InlineData("ipod", "alac")]
    [InlineData("3gp", "aac")]
    [InlineData("mp4", "aac", "-movflags", "+frag_keyframe+empty_moov")]
    [InlineData("ogg", "flac")]
    [InlineData("asf", "wmav1")]
    public async Task What_ffmpeg_writes_is_recognised(string format, string codec, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "recording.txt");
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-i", Fixtures.PathOf("audio", "formats", "test_pcm16.wav"),
            "-c:a", codec, "-ar", codec is "adpcm_ms" or "voc" ? "16000" : "32000", .. more, "-f", format, path,
        ];
        using var process = System.Diagnostics.Process.Start("ffmpeg", arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(5.855, (await Recordings.ReadAllAsync(path)).Length / 16000.0, 0.15);
    }

    [Fact]
    public async Task Sixteen_bit_samples_pass_through_bit_by_bit()
    {
        var path = Fixtures.PathOf("audio", "clips", "en_test.wav");
        var golden = Fixtures.GoldenJson("vad", "en_test.json").GetProperty("audio");
        var samples = await Recordings.ReadAllAsync(path);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(Array.ConvertAll(
            samples, s => (short)(s * 32768))).ToArray();
        Assert.Equal(golden.GetProperty("samples").GetInt32(), samples.Length);
        Assert.Equal(
            golden.GetProperty("pcm_s16le_sha256").GetString(),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    /// <summary>The root of the energy of every 10 ms: codecs for speech keep that, not the wave.</summary>
    private static float[] Loudness(float[] samples) => [.. samples.Chunk(160).Select(chunk => TensorPrimitives.Norm<float>(chunk))];

    /// <summary>Codecs delay the sound by up to 0.1 s.</summary>
    private static float BestCorrelation(float[] a, float[] b) => Enumerable.Range(-10, 21).Max(shift =>
    {
        var (from, to) = (Math.Max(0, shift), Math.Max(0, -shift));
        var length = Math.Min(a.Length - from, b.Length - to);
        return TensorPrimitives.CosineSimilarity<float>(a.AsSpan(from, length), b.AsSpan(to, length));
    });
}
