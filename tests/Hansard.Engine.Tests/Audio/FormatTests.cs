using System.Numerics.Tensors;

namespace Hansard.Engine.Tests.Audio;

public sealed class FormatTests
{
    public static TheoryData<string, double> Files()
    {
        var data = new TheoryData<string, double>();
        foreach (var entry in Fixtures.Json(Fixtures.PathOf("audio", "formats", "manifest.json")).EnumerateArray())
            data.Add(entry.GetProperty("file").GetString()!, entry.GetProperty("decoded_s").GetDouble());
        return data;
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Every_container_and_codec_gives_the_same_recording(string file, double seconds)
    {
        var samples = await Recordings.ReadAllAsync(Fixtures.PathOf("audio", "formats", file));
        Assert.Equal(seconds, samples.Length / 16000.0, 0.01);

        var original = await Recordings.ReadAllAsync(Fixtures.PathOf("audio", "formats", "test_pcm16.wav"));
        Assert.InRange(BestCorrelation(Loudness(original), Loudness(samples)), 0.95, 1.001);
    }

    [Theory, MemberData(nameof(Files))]
    public async Task A_name_says_nothing_about_the_content(string file, double seconds)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("recording.m3u8", await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", file), TestContext.Current.CancellationToken));
        Assert.Equal(seconds, (await Recordings.ReadAllAsync(path)).Length / 16000.0, 0.01);
    }

    [Fact]
    public async Task Sixteen_bit_samples_pass_through_bit_by_bit()
    {
        var path = Fixtures.PathOf("audio", "clips", "en_test.wav");
        var golden = Fixtures.GoldenJson("vad", "en_test.json").GetProperty("audio");
        var samples = await Recordings.ReadAllAsync(path);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(Array.ConvertAll(samples, s => (short)(s * 32768))).ToArray();
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
