using System.Text.Json.Nodes;
using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Pipeline;

public sealed class SpeechModelFamiliesTests
{
    [Fact]
    public void Every_speech_model_of_the_catalogue_names_its_family()
    {
        var models = ModelStore.Open(Fixtures.Models).Catalogue.Models;
        Assert.All(models.Where(m => m.Kind is ModelKind.Speech or ModelKind.Rescorer),
            m => Assert.False(string.IsNullOrEmpty(m.Family)));
        Assert.All(models.Where(m => m.Kind is not (ModelKind.Speech or ModelKind.Rescorer)), m => Assert.Null(m.Family));
    }

    [Fact]
    public void A_folder_without_an_entry_is_a_Whisper_model()
    {
        var folder = Fixtures.PathOf("models", "whisper-random");
        using var model = SpeechModelFamilies.Open(ModelStore.Open(Fixtures.Models).Resolve(folder, ModelKind.Speech));
        Assert.IsType<WhisperSpeechModel>(model);
        Assert.Equal(30, model.MaximumSeconds);
        Assert.Contains("yue", model.Languages);
        Assert.DoesNotContain("en", Assert.IsAssignableFrom<IEnglishTranslation>(model).TranslatedLanguages);
    }

    [Fact]
    public void A_family_that_is_not_known_is_refused_by_its_name_and_with_those_that_are()
    {
        var entry = ModelStore.Open(Fixtures.Models).Catalogue.Find("whisper-base")! with { Name = "other", Family = "canary" };
        var error = Assert.Throws<InvalidDataException>(() => SpeechModelFamilies.Open(new ResolvedModel("other", Fixtures.Models, entry)));
        Assert.Contains("'other' is of the family 'canary'", error.Message, StringComparison.Ordinal);
        Assert.Contains("whisper", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whisper-random", "config.json", "vocab_size", "2147483647")]
    [InlineData("whisper-random", "config.json", "decoder_layers", "2147483647")]
    [InlineData("whisper-random", "config.json", "decoder_attention_heads", "0")]
    [InlineData("whisper-random", "config.json", "num_mel_bins", "-1")]
    [InlineData("parakeet-random", "config.json", "model_type", "5")]
    [InlineData("parakeet-random", "config.json", "features_size", "2147483647")]
    [InlineData("parakeet-random", "config.json", "subsampling_factor", "0")]
    public void A_configuration_that_lies_is_an_error_that_names_the_folder(string model, string file, string field, string value)
    {
        using var folder = CopyOf(model);
        var path = Path.Combine(folder.Path, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        Assert.Contains(folder.Path, Fault(folder.Path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_network_is_an_error_that_names_the_file()
    {
        using var folder = CopyOf("whisper-random");
        var path = Path.Combine(folder.Path, "onnx", "decoder_model_merged_int8.onnx");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. bytes[..3_000], .. bytes[5_001..]]);
        Assert.Contains(path, Fault(folder.Path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whisper-random", "config.json")]
    [InlineData("whisper-random", "generation_config.json")]
    [InlineData("whisper-random", "tokenizer.json")]
    [InlineData("whisper-random", "SHA256SUMS")]
    [InlineData("parakeet-random", "config.json")]
    [InlineData("parakeet-random", "vocab.txt")]
    public void A_text_without_an_end_is_an_error_that_names_it_and_does_not_fill_the_memory(string model, string file)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = CopyOf(model);
        var path = Path.Combine(folder.Path, file);
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains(path, Fault(folder.Path).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }

    private static Exception Fault(string folder)
    {
        var fault = Record.Exception(
            () => SpeechModelFamilies.Open(ModelStore.Open(Fixtures.Models).Resolve(folder, ModelKind.Speech)).Dispose());
        Assert.True(fault is InvalidDataException or FileNotFoundException, $"{fault}");
        return fault;
    }

    // Without its checksums, by which any change is found.
    private static TemporaryFolder CopyOf(string model)
    {
        var folder = new TemporaryFolder();
        var source = Fixtures.PathOf("models", model);
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == Sha256Sums.FileName) continue;
            var copy = Path.Combine(folder.Path, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return folder;
    }
}
