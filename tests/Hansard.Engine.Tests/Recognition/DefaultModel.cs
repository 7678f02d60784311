using Hansard.Engine.Recognition;

namespace Hansard.Engine.Tests.Recognition;

/// <summary>The default model, opened once for all tests of a collection.</summary>
public sealed class DefaultModel : IDisposable
{
    internal WhisperModel Whisper { get; } = WhisperModel.Open(Path.Combine(Fixtures.Models, "whisper-base"), 4);

    public void Dispose() => Whisper.Dispose();
}
