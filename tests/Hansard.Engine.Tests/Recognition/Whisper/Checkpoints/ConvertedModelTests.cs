using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>The models of the repository in other forms: the same words.</summary>
public sealed class ConvertedModelTests
{
    [Theory]
    [InlineData("whisper-base")]
    [InlineData("whisper-tiny.en")]
    public void Opens(string name)
    {
        using var folder = CheckpointFolder.Safetensors(name, "F32");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using (WhisperModel.Open(folder.Path, null)) Console.Error.WriteLine($"{name} {watch.Elapsed}");
        watch.Restart();
        using (WhisperModel.Open(folder.Path, null)) Console.Error.WriteLine($"{name} {watch.Elapsed}");
    }
}
