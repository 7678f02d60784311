using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine;

/// <summary>Recording in, transcript out. Safe to call from many threads.</summary>
public sealed class TranscriptionEngine : IAsyncDisposable
{
    private TranscriptionEngine(EngineOptions options) => Options = options;

    /// <summary>What this engine was made of.</summary>
    public EngineOptions Options { get; }

    /// <summary>Loads the models.</summary>
    /// <exception cref="FileNotFoundException">A model is not there.</exception>
    /// <exception cref="InvalidDataException">A model's files do not have the checksums they should.</exception>
    public static TranscriptionEngine Create(EngineOptions options) => new(options);

    /// <summary>Transcribes a file.</summary>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    public Task<Transcript> TranscribeAsync(
        string path, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotImplementedException();

    /// <summary>Transcribes a stream, which is spooled to a temporary file first (containers need seeking).</summary>
    /// <exception cref="InvalidAudioException">The stream is not a recording that can be transcribed.</exception>
    public Task<Transcript> TranscribeAsync(
        Stream audio, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotImplementedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
