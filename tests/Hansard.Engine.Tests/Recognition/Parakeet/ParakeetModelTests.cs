using Hansard.Engine.Recognition.Parakeet;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Recognition.Parakeet;

public sealed class ParakeetModelTests
{
    private static readonly string Source = Fixtures.PathOf("models", "parakeet-random");

    [Theory]
    [InlineData(0), InlineData(1), InlineData(159), InlineData(320)]
    public void A_recording_of_almost_nothing_does_not_fail(int samples)
    {
        using var model = ParakeetModel.Open(Source);
        var tokens = model.Decode(model.Encode(new float[samples]), TestContext.Current.CancellationToken);
        Assert.All(model.Words(tokens, samples / 16_000.0), word => Assert.InRange(word.End, 0, 0.02));
    }

    [Fact]
    public void Cancelling_stops_the_decoder()
    {
        using var model = ParakeetModel.Open(Source);
        Assert.ThrowsAny<OperationCanceledException>(() => model.Decode(model.Encode(new float[16_000]), new CancellationToken(true)));
    }

    [Theory]
    [InlineData("vocab.txt", "a 0\nb 2\n", "is not a vocabulary")]
    [InlineData("vocab.txt", "a 0\nb 1\n", "no piece '<blk>'")]
    [InlineData("config.json", """{"model_type": "nemo-conformer-ctc"}""", "only 'nemo-conformer-tdt'")]
    [InlineData("config.json", "not JSON", "is not the configuration")]
    [InlineData("encoder-model.onnx", "not a network", "cannot be loaded")]
    public void A_damaged_model_is_one_clear_sentence(string file, string content, string message)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(Source)) File.Copy(path, Path.Combine(folder.Path, Path.GetFileName(path)));
        File.WriteAllText(Path.Combine(folder.Path, file), content);
        Assert.Contains(
            message, Assert.Throws<InvalidDataException>(() => ParakeetModel.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "config.json", Assert.Throws<FileNotFoundException>(() => ParakeetModel.Open(folder.Path)).Message, StringComparison.Ordinal);
    }
}
