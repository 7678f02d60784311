using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>Configurations as other models than those of the repository have them.</summary>
public sealed class WhisperConfigurationTests
{
    // As models were saved before Transformers had generation_config.json.
    [Theory]
    [InlineData("whisper-base")]
    [InlineData("whisper-tiny.en")]
    public void Without_a_generation_configuration_the_special_tokens_tell_all_but_the_alignment_heads(string model)
    {
        using var folder = new CheckpointFolder();
        folder.CopyConfiguration(Path.Combine(Fixtures.Models, model));
        var expected = WhisperConfiguration.Load(folder.Path);
        File.Delete(folder["generation_config.json"]);
        var found = WhisperConfiguration.Load(folder.Path);
        Assert.Equivalent(expected with { AlignmentHeads = [], Suppressed = found.Suppressed }, found, strict: true);
    }

    [Fact]
    public void Tokens_that_were_added_behind_the_times_are_never_predicted()
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny with { AddedTokens = 2 });
        var configuration = WhisperConfiguration.Load(folder.Path);
        Assert.Equal([51866, 51867], configuration.Suppressed.Where(id => id > configuration.FirstTimestamp));
    }

    [Theory]
    [InlineData("[[25, 2], [31, 8]]")]
    [InlineData("[[0, 9]]")]
    [InlineData("[[-1, 0]]")]
    public void Alignment_heads_that_the_model_has_not_got_count_as_none(string heads)
    {
        using var folder = CheckpointFolder.Random(RandomWeights.Tiny);
        folder.Change("generation_config.json", g => g["alignment_heads"] = JsonNode.Parse(heads));
        Assert.Empty(WhisperConfiguration.Load(folder.Path).AlignmentHeads);
    }
}
