using Hansard.Bench.Scoring;

namespace Hansard.Bench.Tests.Scoring;

public sealed class TextNormaliserTests
{
    [Theory]
    [InlineData("en", "Mr. Smith owes $1,250 (about 5%) & more!", "mister smith owes one thousand two hundred fifty and more")]
    [InlineData("en", "It’s 42 – isn't it?", "it's forty two isn't it")]
    [InlineData("en", "[Music] OK, Dr. No", "okay doctor no")]
    [InlineData("es", "¿Cómo estás? 20 de septiembre", "cómo estás 20 de septiembre")]
    [InlineData("de", "Die Straße, groß", "die strasse gross")]
    [InlineData("zh", "砸自己的脚。", "砸 自 己 的 脚")]
    [InlineData("ja", "１０ 人", "1 0 人")]
    [InlineData("hi", "नमस्ते, दुनिया!", "नमस्ते दुनिया")]
    public void Case_punctuation_and_remarks_go_and_English_numbers_are_spelled_out(string language, string text, string expected)
        => Assert.Equal(expected.Split(' '), TextNormaliser.Normalise(text, language));
}
