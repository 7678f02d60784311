using System.Numerics.Tensors;
using System.Text.Json;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>
/// Teacher forcing: the model as the engine runs it, whose activations are integers, and the same in floating point are given the same
/// words, and asked after each which token comes next.
/// </summary>
public sealed class TeacherForcingTests(RewrittenModel integers, FloatModel floating) : IClassFixture<RewrittenModel>,
    IClassFixture<FloatModel>
{
    private int _tokens;
    private int _same;

    [Fact]
    public void The_next_token_is_that_of_floating_point()
    {
        foreach (var clip in (string[])["en_test", "coffee_shop", "de_cheetah_de", "es_aeneas_es", "fr_cheetah_fr", "pt_test_pt"])
        {
            var golden = GoldenWhisper.Load(clip);
            Compare(golden.Mel, golden.Frames, golden.Json.GetProperty("language").GetString()!,
                golden.Decode("greedy_no_timestamps").GetProperty("text").GetString()!);
        }
        Assert.True(_tokens > 130, $"{_tokens} tokens.");
        Assert.True(_same >= 0.985 * _tokens, $"{_same} of {_tokens} tokens.");
    }

    [Fact(Explicit = true)]
    public void The_next_token_is_that_of_floating_point_in_all_open_recordings()
    {
        var folder = Path.Combine(Fixtures.SharedDirectory, "audio", "open");
        var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json"))).RootElement;
        foreach (var clip in manifest.EnumerateArray())
        {
            var path = Path.Combine(folder, clip.GetProperty("file").GetString()!);
            if (!path.EndsWith(".wav", StringComparison.Ordinal) || !clip.TryGetProperty("text", out var text)) continue;
            var samples = WavFile.Read(path);
            var frames = LogMelSpectrogram.WindowFrames(samples.Length, 4);
            Compare(integers.Whisper.Spectrogram.Compute(samples, frames), frames, clip.GetProperty("language").GetString()!,
                text.GetString()!);
        }
        TestContext.Current.SendDiagnosticMessage($"{_same} of {_tokens} tokens ({100.0 * _same / _tokens:F2} %).");
        Assert.True(_same >= 0.99 * _tokens, $"{_same} of {_tokens} tokens.");
    }

    private void Compare(float[] mel, int frames, string language, string text)
    {
        var prompt = Prompt.Build(integers.Whisper.Configuration, language, SpeechTask.Transcribe, timestamps: false);
        int[] tokens = [.. prompt, .. integers.Whisper.Tokenizer.Encode($" {text.Trim()}"), integers.Whisper.Configuration.EndOfText];
        var (found, expected) = (Next(integers.Whisper), Next(floating.Whisper));
        _tokens += expected.Length;
        _same += found.Zip(expected).Count(pair => pair.First == pair.Second);

        int[] Next(WhisperModel model)
        {
            using var window = model.Decoder.Project(model.Encoder.Encode(mel, frames));
            using var pass = model.Decoder.Force(window, tokens);
            var next = new int[tokens.Length - prompt.Count];
            for (var i = 0; i < next.Length; i++)
            {
                var logits = pass.After(prompt.Count - 1 + i).ByNumber(model.Configuration.VocabularySize);
                next[i] = TensorPrimitives.IndexOfMax<float>(logits);
            }
            return next;
        }
    }
}
