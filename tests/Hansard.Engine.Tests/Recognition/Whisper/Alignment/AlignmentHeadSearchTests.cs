using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Checkpoints;
using Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Alignment;

/// <summary>Models whose generation_config.json names no alignment heads.</summary>
public sealed class AlignmentHeadSearchTests
{
    private const string Heads = "alignment_heads";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The words of the search itself are other ones. Of tiny.en the heads that are found are nearer
    // to reference times than those that OpenAI names (docs/benchmarks.md, Alignment heads).
    [Theory]
    [InlineData("whisper-base", 0.05)]
    [InlineData("whisper-tiny.en", 0.18)]
    public void Words_are_where_they_are_with_the_heads_that_the_model_names(string name, double seconds)
    {
        using var folder = WithoutHeads(name);
        using var given = new WhisperSpeechModel(WhisperModel.Open(Path.Combine(Fixtures.Models, name), 4));
        using var found = new WhisperSpeechModel(WhisperModel.Open(folder.Path, 4));
        List<double> differences = [];
        foreach (var clip in new[] { "en_LJ001-0001.wav", "en_test.wav", "en_sb_spk1_snt1.wav", "en_sb_spk1_snt2.wav" })
        {
            var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", clip));
            var (expected, words) = (Words(given, samples), Words(found, samples));
            Assert.Equal(expected.Select(w => w.Text), words.Select(w => w.Text));
            differences.AddRange(expected.Zip(words).SelectMany(
                p => new[] { Math.Abs(p.First.Start - p.Second.Start), Math.Abs(p.First.End - p.Second.End) }));
        }
        Assert.True(differences.Average() < seconds, $"{differences.Average():F3}");
    }

    [Fact]
    public void Heads_are_found_once()
    {
        using var folder = WithoutHeads("whisper-tiny.en");
        using (var model = WhisperModel.Open(folder.Path, 4)) Assert.Equal(6, model.Configuration.AlignmentHeads.Count);
        var made = Directory.GetFiles(folder[ConversionCache.FolderName], $"{Heads}.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(made, "[[0,1]]");
        using (var model = WhisperModel.Open(folder.Path, 4))
            Assert.Equal([new AlignmentHead(0, 1)], model.Configuration.AlignmentHeads);
    }

    [Fact]
    public void A_model_that_listens_to_nothing_has_all_heads_of_its_upper_layers()
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny);
        folder.Change("generation_config.json", g => g.Remove(Heads));
        using var model = WhisperModel.Open(folder.Path, null);
        Assert.Equal([new AlignmentHead(1, 0), new AlignmentHead(1, 1)], model.Configuration.AlignmentHeads);
    }

    private static CheckpointFolder WithoutHeads(string model)
    {
        var folder = new CheckpointFolder();
        folder.CopyConfiguration(Path.Combine(Fixtures.Models, model));
        folder.Change("generation_config.json", g => g.Remove(Heads));
        Directory.CreateDirectory(folder["onnx"]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixtures.Models, model, "onnx")))
            File.CreateSymbolicLink(folder[Path.Combine("onnx", Path.GetFileName(file))], file);
        return folder;
    }

    private static List<AlignedWord> Words(WhisperSpeechModel model, float[] samples) =>
    [
        .. model.Recognise([new RecognitionRequest(samples, [new SpeechInterval(0, samples.Length / 16000.0)], "en")], Cancellation)
            .SelectMany(w => w.Words),
    ];
}
