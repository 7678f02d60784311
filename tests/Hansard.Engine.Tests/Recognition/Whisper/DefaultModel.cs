using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>
/// The default model run exactly as its file says: a copy of the cross keys and values for every row, as the reference has.
/// </summary>
public sealed class DefaultModel : IDisposable
{
    internal WhisperModel Whisper { get; } = WhisperModel.Open(Path.Combine(Fixtures.Models, "whisper-base"), 4, rewrite: false);

    public void Dispose() => Whisper.Dispose();
}
