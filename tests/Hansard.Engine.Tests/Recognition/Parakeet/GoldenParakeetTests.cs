using System.Runtime.InteropServices;
using System.Text.Json;
using Hansard.Engine.Recognition.Parakeet;

namespace Hansard.Engine.Tests.Recognition.Parakeet;

/// <summary>
/// What onnx-asr computes with random weights in the layout of the real models: features to 2e-3, encoder output and log probabilities to
/// 1e-3, tokens, frames, times and text exactly.
/// </summary>
public sealed class GoldenParakeetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_recording_of_the_repository_is_recognised_as_by_the_reference()
        => Check("de_cheetah_de", Fixtures.PathOf("audio", "clips", "de_cheetah_de.wav"), Fixtures.PathOf("golden", "parakeet"));

    [SharedTheory]
    [InlineData("en_LDC93S1", "open/clips")]
    [InlineData("dev00", "open/speakers")]
    public void A_recording_of_the_evaluation_data_is_recognised_as_by_the_reference(string name, string folder)
        => Check(name, Fixtures.SharedPathOf("audio", folder, $"{name}.wav"), Fixtures.SharedPathOf("golden", "parakeet"));

    private static void Check(string name, string recording, string goldenFolder)
    {
        using var model = ParakeetModel.Open(Fixtures.PathOf("models", "parakeet-random"));
        var golden = Fixtures.Json(Path.Combine(goldenFolder, "golden.json"))
            .EnumerateArray().Single(e => e.GetProperty("audio").GetString() == $"{name}.wav");
        var samples = Read(recording);
        Assert.Equal(golden.GetProperty("samples").GetInt32(), samples.Length);
        Assert.Equal(golden.GetProperty("feature_frames").GetInt32(), NemoLogMelSpectrogram.Counted(samples.Length));

        var features = Path.Combine(goldenFolder, $"{name}.features.npy");
        if (File.Exists(features)) Near(NumPyArray.Read(features), model.Spectrogram.Compute(samples), 2e-3);

        var encoded = model.Encode(samples);
        Assert.Equal(golden.GetProperty("encoder_frames").GetInt32(), encoded.Length);
        // The reference's array has the frame of padding too, which it does not decode.
        var all = NumPyArray.Read(Path.Combine(goldenFolder, $"{name}.encoder.npy"));
        Near(all[..(encoded.Length * encoded[0].Length)], [.. encoded.SelectMany(frame => frame)], 1e-3);

        var tokens = model.Decode(encoded, Cancellation);
        Assert.Equal(Integers(golden, "tokens"), tokens.Select(t => t.Id));
        Assert.Equal(Integers(golden, "frames"), tokens.Select(t => t.Frame));
        Assert.Equal(Numbers(golden, "times"), tokens.Select(t => Math.Round(t.Frame * model.FrameSeconds, 2)));
        Near([.. Numbers(golden, "logprobs").Select(p => (float)p)], [.. tokens.Select(t => (float)t.LogProbability)], 1e-3);
        Assert.Equal(golden.GetProperty("text").GetString(), model.Text(tokens));

        var words = model.Words(tokens, (double)samples.Length / 16_000);
        Assert.Equal(model.Text(tokens), string.Concat(words.Select(w => w.Text)).TrimStart(' '));
        Assert.All(words, w => Assert.InRange(w.End, w.Start, (double)samples.Length / 16_000));
        Assert.All(
            words.Zip(words.Skip(1)),
            pair => Assert.True(pair.First.End <= pair.Second.Start + 1e-9, $"'{pair.First.Text}' ends in '{pair.Second.Text}'"));
        Assert.All(words, w => Assert.InRange(w.Confidence, 0, 1));
    }

    /// <summary>The reference was given float samples as they are, which 16 bits would round.</summary>
    private static float[] Read(string recording)
    {
        const int FormatTag = 20, FloatFormat = 3;
        var bytes = File.ReadAllBytes(recording);
        if (BitConverter.ToInt16(bytes, FormatTag) != FloatFormat) return WavFile.Read(recording);
        var data = bytes.AsSpan().IndexOf("data"u8);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(data + 8, BitConverter.ToInt32(bytes, data + 4))).ToArray();
    }

    private static IEnumerable<int> Integers(JsonElement golden, string name)
        => golden.GetProperty(name).EnumerateArray().Select(e => e.GetInt32());

    private static IEnumerable<double> Numbers(JsonElement golden, string name)
        => golden.GetProperty(name).EnumerateArray().Select(e => e.GetDouble());

    private static void Near(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"at {i}: {actual[i]} instead of {expected[i]}");
    }
}
