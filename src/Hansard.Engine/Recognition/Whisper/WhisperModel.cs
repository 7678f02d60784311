using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Checkpoints;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Known;
using Hansard.Engine.Recognition.Whisper.Compact;
using Hansard.Engine.Recognition.Whisper.Int8;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Onnx;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>A Whisper model of any size: its configuration, tokenizer and networks. Thread-safe.</summary>
internal sealed class WhisperModel : IDisposable
{
    private WhisperModel(string folder, double? paddingSeconds, bool rewrite)
    {
        PaddingSeconds = paddingSeconds;
        Configuration = WhisperConfiguration.Load(folder);
        Spectrogram = new LogMelSpectrogram(Configuration.MelBands);
        var networks = NetworkFiles.Of(folder);
        // Side by side: whoever waits for the first words waits for the longest of them.
        var tokenizer = Task.Run(() => WhisperTokenizer.Load(folder));
        var encoder = Task.Run(() => OpenEncoder(networks.Encoder, Configuration, rewrite));
        var order = tokenizer.ContinueWith(
            task => VocabularyOrder.ByScript(task.GetAwaiter().GetResult(), Configuration.EndOfText, Configuration.VocabularySize),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var decoder = Configuration.AlignmentHeads.Count > 0
            ? Task.Run(() => OpenDecoder(networks.Decoder, Configuration, rewrite, order))
            : null;
        try
        {
            (Tokenizer, Encoder) = (tokenizer.GetAwaiter().GetResult(), encoder.GetAwaiter().GetResult());
            if (decoder is null)
            {
                var found = FoundHeads.ReadOrFind(networks.Cache(), () => FindHeads(networks, rewrite, order));
                Configuration = Configuration with { AlignmentHeads = found };
            }
            Decoder = decoder is null ? OpenDecoder(networks.Decoder, Configuration, rewrite, order) : decoder.GetAwaiter().GetResult();
        }
        catch
        {
            Discard(encoder);
            if (decoder is not null) Discard(decoder);
            throw;
        }

        static void Discard<T>(Task<T> opened)
            where T : IDisposable
            => opened.ContinueWith(
                task => task.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Dimensions and special ids.</summary>
    public WhisperConfiguration Configuration { get; }

    /// <summary>Text to tokens and back.</summary>
    public WhisperTokenizer Tokenizer { get; }

    /// <summary>Samples to features.</summary>
    public LogMelSpectrogram Spectrogram { get; }

    /// <summary>Features to vectors.</summary>
    public IAudioEncoder Encoder { get; }

    /// <summary>Vectors to tokens.</summary>
    public ITextDecoder Decoder { get; }

    /// <summary>Silence after the audio of a window; null pads to the 30 s that every Whisper was trained on.</summary>
    public double? PaddingSeconds { get; }

    /// <summary>Longest audio of a window: 30 s less the padding.</summary>
    public double MaximumSeconds => 30 - (PaddingSeconds ?? 0);

    /// <summary>Opens a folder; weights that are no networks of ONNX are converted when that has not been done yet.</summary>
    /// <param name="folder">With config.json, tokenizer.json, and weights in one of the forms of <see cref="WeightsForm"/>.</param>
    /// <param name="paddingSeconds">The catalogue's value for this model, or null.</param>
    /// <param name="rewrite">False runs the networks exactly as they are in their files.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static WhisperModel Open(string folder, double? paddingSeconds, bool rewrite = true) => new(folder, paddingSeconds, rewrite);

    /// <summary>Encodes a window, with the padding that the model wants after it unless another is named.</summary>
    /// <param name="samples">16 kHz mono, at most <see cref="MaximumSeconds"/>.</param>
    /// <param name="frames">Frames of 10 ms, padding included; null for the model's own padding.</param>
    public ICrossAttention Encode(ReadOnlySpan<float> samples, int? frames = null)
    {
        var length = frames ?? LogMelSpectrogram.WindowFrames(samples.Length, PaddingSeconds);
        float[] mel;
        using (EngineMeter.Stage("mel")) mel = Spectrogram.Compute(samples, length);
        using var stage = EngineMeter.Stage("encoder");
        return Decoder.Project(Encoder.Encode(mel, length));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
    }

    private static IAudioEncoder OpenEncoder(string path, WhisperConfiguration configuration, bool rewrite)
        => rewrite && IntegerAudioEncoder.Open(path, configuration) is { } integers ? integers : OnnxAudioEncoder.Open(path);

    private AlignmentHead[] FindHeads(NetworkFiles networks, bool rewrite, Task<VocabularyOrder> order)
    {
        var all = Configuration with { AlignmentHeads = Configuration.AllHeads };
        using var decoder = OpenDecoder(networks.Decoder, all, rewrite, order);
        var samples = KnownSpeech.Samples();
        var frames = LogMelSpectrogram.WindowFrames(samples.Length, PaddingSeconds);
        using var window = decoder.Project(Encoder.Encode(Spectrogram.Compute(samples, frames), frames));
        var found = AlignmentHeadSearch.Find(all, Tokenizer, decoder, window);
        // openai/whisper, model.py: without a list, every head of the upper half of the layers.
        return found.Length > 0 ? found : [.. all.AlignmentHeads.Where(h => h.Layer >= Configuration.DecoderLayers / 2)];
    }

    private static ITextDecoder OpenDecoder(string path, WhisperConfiguration configuration, bool rewrite, Task<VocabularyOrder> order)
        => rewrite && CompactTextDecoder.Open(path, configuration, order) is { } compact
            ? compact
            : OnnxTextDecoder.Open(path, configuration);
}
