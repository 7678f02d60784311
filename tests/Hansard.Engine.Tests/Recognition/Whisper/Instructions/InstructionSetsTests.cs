using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Tests.Recognition.Whisper.Instructions;

/// <summary>Choosing instructions.</summary>
public sealed class InstructionSetsTests
{
    [Fact]
    public void The_fastest_of_the_processor_are_used_unless_others_are_named()
    {
        Assert.Equal(InstructionSets.Available[0], InstructionSets.Choose(null));
        Assert.Equal(InstructionSets.Available[0], InstructionSets.Choose(""));
        Assert.Equal(InstructionSet.Portable, InstructionSets.Choose("portable"));
        Assert.Equal(InstructionSet.Portable, InstructionSets.Choose("Portable"));
    }

    [Theory]
    [InlineData("sse9")]
    [InlineData("0")]
    public void A_name_that_is_none_is_refused_with_those_that_there_are(string name)
    {
        var message = Assert.Throws<InvalidDataException>(() => InstructionSets.Choose(name)).Message;
        Assert.Contains($"HANSARD_INSTRUCTIONS is '{name}'", message, StringComparison.Ordinal);
        Assert.Contains("portable", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instructions_of_another_processor_are_refused()
    {
        foreach (var set in Enum.GetValues<InstructionSet>().Except(InstructionSets.Available))
            Assert.Throws<InvalidDataException>(() => InstructionSets.Choose(InstructionSets.Name(set)));
    }
}
