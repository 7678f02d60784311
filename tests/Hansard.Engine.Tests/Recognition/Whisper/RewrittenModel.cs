using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>The default model as the engine runs it.</summary>
public sealed class RewrittenModel : IDisposable
{
    internal WhisperModel Whisper { get; } = WhisperModel.Open(Path.Combine(Fixtures.Models, "whisper-base"), 4);

    public void Dispose() => Whisper.Dispose();
}
