using Hansard.Engine.Recognition.Whisper.Instructions;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe;

/// <summary>The instructions that the environment names.</summary>
[Requires("ffmpeg")]
public sealed class InstructionsTests
{
    [Fact]
    public async Task All_instructions_of_the_processor_give_the_same_text_and_times()
    {
        var results = new List<(InstructionSet Set, string Output)>();
        foreach (var set in InstructionSets.Available)
        {
            var result = await RunWithAsync(
                InstructionSets.EnvironmentVariable, InstructionSets.Name(set), "transcribe", Clip("en_LJ001-0008.wav"), "-l", "en",
                "--format", set == InstructionSet.Portable ? "txt" : "json");
            Assert.Equal((0, ""), (result.Code, result.Error));
            results.Add((set, result.Output));
        }

        // With the same rounding nothing differs, not even a confidence.
        Assert.Single(results.Where(r => r.Set != InstructionSet.Portable).Select(r => r.Output).DefaultIfEmpty("").Distinct());
        Assert.Equal("Has never been surpassed.", results[^1].Output.Trim(), ignoreCase: true);
    }

    [Fact]
    public async Task Instructions_that_there_are_not_are_refused_in_one_sentence()
    {
        var result = await RunWithAsync(InstructionSets.EnvironmentVariable, "sse9", "transcribe", Clip("en_LJ001-0008.wav"));
        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.StartsWith("hansard: HANSARD_INSTRUCTIONS is 'sse9'", result.Error, StringComparison.Ordinal);
    }
}
