using Hansard.Engine;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Jobs;

/// <summary>Transcribes with the engine, in this process.</summary>
internal sealed class EngineTranscriber(EngineOptions options) : ITranscriber
{
    private readonly Lazy<TranscriptionEngine> _engine = new(() => TranscriptionEngine.Create(options));

    /// <inheritdoc />
    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.Run(() => _engine.Value, cancellationToken);

    /// <inheritdoc />
    public Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, TimeSpan maximumDuration, IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
        => _engine.Value.TranscribeAsync(path, new TranscriptionOptions(), progress, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _engine.IsValueCreated ? _engine.Value.DisposeAsync() : ValueTask.CompletedTask;
}
