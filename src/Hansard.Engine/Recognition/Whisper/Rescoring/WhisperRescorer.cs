using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Rescoring;

/// <summary>A Whisper model that judges texts: made to say each, it tells how likely it thinks that.</summary>
/// <param name="model">Owned from here on.</param>
internal sealed class WhisperRescorer(WhisperModel model) : IRescorer
{
    /// <summary>
    /// Frames of 10 ms that it hears at least, longer windows with 4 s of silence: with the 30 s of training it judges no better, and
    /// with 4 s of silence after every window worse (docs/benchmarks.md, Speed).
    /// </summary>
    private const int LeastFrames = 2000;

    /// <summary>Seconds of silence after a longer window.</summary>
    private const double Padding = 4;

    /// <summary>Opens a folder in the Hugging Face layout.</summary>
    /// <param name="folder">With config.json, generation_config.json, tokenizer.json and onnx/.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static WhisperRescorer Open(string folder)
    {
        var rescorer = new WhisperRescorer(WhisperModel.Open(folder, Padding));
        // Loading leaves garbage behind, and nobody else will let go of it: the engine has long been made.
        UnusedMemory.Release();
        return rescorer;
    }

    /// <inheritdoc />
    public IJudgedWindow Listen(ReadOnlySpan<float> samples, string language)
    {
        // A window of the other model may be as long as the 30 s of training, and then has no padding.
        var frames = Math.Max(LeastFrames, LogMelSpectrogram.WindowFrames(samples.Length, Padding));
        float[] mel;
        using (EngineMeter.Stage("mel")) mel = model.Spectrogram.Compute(samples, frames);
        using var stage = EngineMeter.Stage("rescorer");
        var prompt = Prompt.Build(model.Configuration, language, SpeechTask.Transcribe, timestamps: false);
        return new Window(model, model.Decoder.Project(model.Encoder.Encode(mel, frames)), prompt);
    }

    /// <inheritdoc />
    public void Dispose() => model.Dispose();

    private sealed class Window(WhisperModel model, ICrossAttention heard, IReadOnlyList<int> prompt) : IJudgedWindow
    {
        public IReadOnlyList<double> Judge(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            using var stage = EngineMeter.Stage("rescorer");
            var configuration = model.Configuration;
            // A text of more tokens than there are positions is judged by its beginning.
            var most = configuration.MaximumTokens - prompt.Count - 1;
            int[][] tokens = [.. texts.Select(text => (int[])[.. model.Tokenizer.Encode(text).Take(most), configuration.EndOfText])];
            var sums = model.Decoder.Score(heard, prompt, tokens, configuration.NoTimestamps, cancellationToken);
            return [.. sums.Select((sum, i) => sum / tokens[i].Length)];
        }

        public void Dispose() => heard.Dispose();
    }
}
