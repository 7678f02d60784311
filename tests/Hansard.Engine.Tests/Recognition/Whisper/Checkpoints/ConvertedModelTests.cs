using System.Diagnostics;
using System.Numerics.Tensors;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>The models of the repository in other forms hear what they hear.</summary>
public sealed class ConvertedModelTests
{
    private static readonly string[] Clips = ["en_LJ001-0001.wav", "en_test.wav"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Measured: none of the 43 words of both clips is another. One is allowed, as single words hang on the last digits of a processor.
    [Theory]
    [InlineData("whisper-base", "F32", 1)]
    [InlineData("whisper-tiny.en", "F32", 1)]
    [InlineData("whisper-tiny.en", "F16", 1)]
    [InlineData("whisper-tiny.en", "BF16", 2)]
    public void A_model_in_safetensors_recognises_the_same_words(string model, string type, int shards)
    {
        using var folder = CheckpointFolder.Safetensors(model, type, shards);
        Assert.InRange(OtherWords(model, folder.Path), 0, 1);
    }

    [Theory]
    [InlineData("whisper-tiny.en", "int8")]
    [InlineData("whisper-tiny.en", "int16")]
    [InlineData("whisper-tiny.en", "float16")]
    public void A_folder_of_CTranslate2_recognises_the_same_words(string model, string quantisation)
    {
        using var folder = CheckpointFolder.CTranslate2(model, quantisation);
        Assert.InRange(OtherWords(model, folder.Path), 0, 1);
    }

    [Fact]
    public void The_configuration_of_CTranslate2_and_of_Hugging_Face_are_the_same_to_the_engine()
    {
        using var folder = CheckpointFolder.CTranslate2("whisper-tiny.en", "int8");
        var (expected, found) = (
            WhisperConfiguration.Load(Path.Combine(Fixtures.Models, "whisper-tiny.en")), WhisperConfiguration.Load(folder.Path));
        Assert.Equivalent(expected, found, strict: true);
    }

    [Fact]
    public void A_model_is_converted_once()
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny);
        WhisperModel.Open(folder.Path, null).Dispose();
        var made = Directory.GetFiles(folder[ConversionCache.FolderName], "*", SearchOption.AllDirectories);
        var written = made.Select(File.GetLastWriteTimeUtc).ToArray();
        WhisperModel.Open(folder.Path, null).Dispose();
        Assert.Equal(made, Directory.GetFiles(folder[ConversionCache.FolderName], "*", SearchOption.AllDirectories));
        Assert.Equal(written, made.Select(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task Several_that_convert_a_model_at_once_all_open_it()
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny);
        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => WhisperModel.Open(folder.Path, null).Dispose(), Cancellation)));
        Assert.Single(Directory.GetDirectories(folder[ConversionCache.FolderName]));
    }

    [Fact]
    public void Other_weights_are_converted_again_and_what_was_made_of_the_old_ones_goes()
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny);
        WhisperModel.Open(folder.Path, null).Dispose();
        var old = Directory.GetDirectories(folder[ConversionCache.FolderName]).Single();
        File.SetLastWriteTimeUtc(folder["model.safetensors"], DateTime.UtcNow.AddMinutes(1));
        WhisperModel.Open(folder.Path, null).Dispose();
        Assert.NotEqual(old, Directory.GetDirectories(folder[ConversionCache.FolderName]).Single());
    }

    // Sizes unlike those of the models of the repository: fewer layers in the decoder than in the encoder (distil-whisper has
    // 2, turbo 4), 128 bands, a matrix of its own for the output, tokens behind the times.
    [Theory]
    [InlineData(2, 80, false, 0)]
    [InlineData(4, 128, false, 1)]
    [InlineData(2, 128, true, 3)]
    public void A_model_of_other_sizes_computes_the_same_in_both_forms_of_the_decoder(int layers, int bands, bool own, int added)
    {
        using var folder = CheckpointFolder.Random(
            RandomWeights.Tiny with { DecoderLayers = layers, MelBands = bands, HasOwnProjection = own, AddedTokens = added });
        using var fast = WhisperModel.Open(folder.Path, null);
        using var plain = WhisperModel.Open(folder.Path, null, rewrite: false);
        Assert.NotEqual(fast.Decoder.GetType(), plain.Decoder.GetType());
        var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"));
        using var first = fast.Encode(samples);
        using var second = plain.Encode(samples);
        Assert.Equal(fast.Configuration.VocabularySize, first.StartLogits.Length);
        // Keys and values are in int8 in one, and in floating point in the other.
        Assert.InRange(TensorPrimitives.CosineSimilarity<float>(first.StartLogits, second.StartLogits), 0.995f, 1.001f);
    }

    // distil-large-v3, large-v3-turbo and large-v3: 0.75, 0.8 and 1.5 thousand million numbers.
    [Theory(Explicit = true)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(32)]
    public void A_model_of_the_largest_size_is_converted_and_opened(int layers)
    {
        using var folder = CheckpointFolder.Random(new RandomWeights
        {
            Width = 1280,
            Heads = 20,
            Inner = 5120,
            EncoderLayers = 32,
            DecoderLayers = layers,
            MelBands = 128,
        });
        var watch = Stopwatch.StartNew();
        WhisperModel.Open(folder.Path, null).Dispose();
        var (first, before) = (watch.Elapsed, Environment.WorkingSet);
        watch.Restart();
        using var model = WhisperModel.Open(folder.Path, null);
        var cache = new DirectoryInfo(folder[ConversionCache.FolderName]);
        TestContext.Current.SendDiagnosticMessage(
            $"{layers} layers: first {first.TotalSeconds:F1} s, then {watch.Elapsed.TotalSeconds:F1} s and "
            + $"{(Environment.WorkingSet - before) >> 20} MB, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB, cache "
            + $"{cache.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) >> 20} MB");
        using var window = model.Encode(WavFile.Read(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav")));
        Assert.Equal(model.Configuration.VocabularySize, window.StartLogits.Length);
        Assert.True(float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(window.StartLogits)));
    }

    private static int OtherWords(string model, string folder)
    {
        using var reference = new WhisperSpeechModel(WhisperModel.Open(Path.Combine(Fixtures.Models, model), Padding));
        using var converted = new WhisperSpeechModel(WhisperModel.Open(folder, Padding));
        return Clips.Sum(clip =>
        {
            var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", clip));
            var (expected, found) = (Words(reference, samples), Words(converted, samples));
            return expected.Zip(found).Count(p => p.First != p.Second)
                + Math.Abs(expected.Length - found.Length);
        });
    }

    private const double Padding = 4;

    private static string[] Words(WhisperSpeechModel model, float[] samples) =>
    [
        .. model.Recognise([new RecognitionRequest(samples, [new SpeechInterval(0, samples.Length / 16000.0)], "en")], Cancellation)
            .SelectMany(w => w.Words).Select(w => w.Text.Trim()),
    ];
}
