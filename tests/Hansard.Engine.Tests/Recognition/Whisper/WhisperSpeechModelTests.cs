using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>A model of other dimensions and other special ids: nothing may assume the default model's.</summary>
public sealed class WhisperSpeechModelTests
{
    [Fact]
    public void A_model_with_128_mel_bands_and_other_ids_computes_what_the_reference_computes()
    {
        var golden = Fixtures.GoldenJson("whisper_random", "en_test.json");
        using var whisper = WhisperModel.Open(Fixtures.PathOf("models", "whisper-random"), paddingSeconds: null, rewrite: false);
        var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_test.wav"));
        Assert.Equal(3000, LogMelSpectrogram.WindowFrames(samples.Length, whisper.PaddingSeconds));

        var mel = whisper.Spectrogram.Compute(samples, 3000);
        var expected = Fixtures.GoldenFloats("whisper_random", "en_test.mel128.f32");
        for (var band = 0; band < 128; band++)
        {
            for (var t = 0; t < 600; t++) Assert.Equal(expected[(band * 600) + t], mel[(band * 3000) + t], 1e-4);
        }
        Assert.Equal(golden.GetProperty("mel").GetProperty("floor").GetDouble(), mel[^1], 1e-5);

        using var window = whisper.Decoder.Project(whisper.Encoder.Encode(mel, 3000));
        var prompt = Prompt.Build(whisper.Configuration, "en", SpeechTask.Transcribe, timestamps: false);
        Assert.Equal(GoldenWhisper.Ints(golden.GetProperty("prompt")), prompt);
        using var rows = whisper.Decoder.Start();
        rows.Step([], [], [new EnteringWindow(window, prompt)]);
        // Without suppression or end, as the golden data were made.
        foreach (var token in GoldenWhisper.Ints(golden.GetProperty("greedy")))
        {
            var logits = rows.Logits(0).ByNumber(whisper.Configuration.VocabularySize);
            Assert.Equal(token, System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(logits));
            rows.Step([0], [token], []);
        }
        foreach (var pair in golden.GetProperty("first_logits_top5").EnumerateArray())
        {
            using var first = whisper.Decoder.Start();
            first.Step([], [], [new EnteringWindow(window, prompt)]);
            Assert.Equal(pair[1].GetDouble(), first.Logits(0)[pair[0].GetInt32()], 0.1);
        }
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_model_folder_is_used_by_its_path_and_without_a_padding_value_its_windows_are_30_seconds()
    {
        await using var engine = TranscriptionEngine.Create(new EngineOptions
        {
            ModelsDirectory = Fixtures.Models,
            Model = Fixtures.PathOf("models", "whisper-random"),
            Threads = 1,
        });
        Assert.Contains("yue", engine.Languages);
        // Its weights are random: what matters is that the fallbacks end what never ends by itself.
        var transcript = await engine.TranscribeAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), new TranscriptionOptions { Language = "en", BeamSize = 2 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(transcript.Text.Length, 0, 25 * 30);
    }
}
