using Hansard.Engine;

namespace Hansard.Server.Models;

/// <summary>The use of a loaded model, which stays loaded until this is disposed of.</summary>
/// <param name="engine">Not owned.</param>
/// <param name="release">Run once.</param>
internal sealed class ModelLease(TranscriptionEngine engine, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Transcribes with the model.</summary>
    public TranscriptionEngine Engine => engine;

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
