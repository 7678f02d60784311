using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Tests.Transcripts.Corrections;

public sealed class WordReplacementTests
{
    [Theory]
    [InlineData("I use comfy you I, daily.", "I use ComfyUI, daily.", "comfy you I>ComfyUI")]
    [InlineData("We write see sharp and see plus plus.", "We write C# and C++.", "see sharp>C#|see plus plus>C++")]
    [InlineData("“Smyth” came.", "“Smith” came!", "Smyth>Smith")]
    [InlineData("Dr. Smyth and Mrs. Smyth", "Dr. Smith and Mrs. Smith", "Smyth>Smith|Smyth>Smith")]
    [InlineData("one so he said", "one. So he said", "")]
    [InlineData("one two", "one and two", "")]
    [InlineData("one and two", "one two", "")]
    [InlineData("a b c d e f", "all of it is quite another sentence", "")]
    [InlineData("", "", "")]
    public void Words_that_were_written_in_place_of_others_are_found(string before, string after, string expected)
        => Assert.Equal(
            expected, string.Join('|', WordReplacement.Between(before, after).Select(one => $"{one.Heard}>{one.Written}")));
}
