using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper.Decoding;

public sealed class FallbackCriteriaTests
{
    [Theory]
    [InlineData("fine words and nothing else", -0.2, 3.0, (int)TextFault.None)]
    [InlineData("fine words and nothing else", -1.5, 3.0, (int)TextFault.Unlikely)]
    [InlineData("a text of seventy characters that nobody can say in a single second ok", -0.2, 1.0, (int)TextFault.TooFast)]
    public void A_text_is_judged_by_its_likelihood_and_its_speed(string text, double average, double seconds, int fault)
        => Assert.Equal((TextFault)fault, FallbackCriteria.Judge([1, 2, 3], text, average, seconds));

    [Fact]
    public void A_text_that_compresses_too_well_is_repetitive()
        => Assert.Equal(
            TextFault.Repetitive, FallbackCriteria.Judge([1, 2, 3], string.Concat(Enumerable.Repeat("so it goes on. ", 12)), -0.2, 60));

    [Theory]
    [InlineData("en_test")]
    [InlineData("coffee_shop")]
    public void The_compression_ratio_is_the_reference_ratio(string clip)
    {
        foreach (var decode in GoldenWhisper.Load(clip).Json.GetProperty("decodes").EnumerateObject())
        {
            var expected = decode.Value.GetProperty("compression_ratio").GetDouble();
            Assert.InRange(FallbackCriteria.CompressionRatio(decode.Value.GetProperty("text").GetString()!) / expected, 0.95, 1.05);
        }
    }
}
