using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>
/// The default model with activations in floating point, and the weights of its files: the aim of both other forms of it.
/// </summary>
public sealed class FloatModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-float-");

    /// <summary>Writes its networks, and opens them.</summary>
    public FloatModel()
    {
        var source = Path.Combine(Fixtures.Models, "whisper-base");
        FloatNetworks.Write(Path.Combine(source, "onnx"), source, _folder);
        Whisper = WhisperModel.Open(_folder.FullName, 4, rewrite: false);
    }

    internal WhisperModel Whisper { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Whisper.Dispose();
        _folder.Delete(recursive: true);
    }
}
