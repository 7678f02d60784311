using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Tests.Recognition.Sounds;

public sealed class PronunciationTests
{
    [Theory]
    [InlineData("Carrie", "carry")]
    [InlineData("Kerry", "Carry")]
    [InlineData("Catherine", "Katherine")]
    [InlineData("Shaun", "Sean")]
    [InlineData("Meier", "Meyer")]
    [InlineData("GPT-4", "G P T four")]
    [InlineData("SQL", "s q l")]
    [InlineData("Flickr", "flicker")]
    [InlineData("Tumblr", "tumbler")]
    [InlineData("PyTorch", "pie torch")]
    [InlineData("OpenAI", "open a i")]
    [InlineData("GitHub", "git hub")]
    [InlineData("iPhone 15", "I phone fifteen")]
    public void English_names_are_read_like_the_words_that_they_are_taken_for(string name, string words)
        => Assert.Equal(0, Distance(name, words, "en"));

    [Theory]
    [InlineData("es", "Jiménez", "Giménez")]
    [InlineData("es", "Vázquez", "Básques")]
    [InlineData("pt", "Souza", "Sousa")]
    [InlineData("pt", "Luiz", "Luis")]
    [InlineData("de", "Meier", "Mayer")]
    [InlineData("de", "Schmidt", "Schmitt")]
    [InlineData("fr", "Mathieu", "Matieu")]
    [InlineData("fr", "Renaud", "Reneau")]
    [InlineData("it", "Ghino", "Chino")]
    [InlineData("ja", "ひかる", "ヒカル")]
    [InlineData("ja", "ユウコ", "ゆうこ")]
    [InlineData("ko", "재희", "제희")]
    public void Names_of_other_languages_are_read_by_rules(string language, string name, string other)
        => Assert.InRange(Distance(name, other, language), 0, 0.26);

    [Theory]
    [InlineData("zh", "张伟", "章伟")]
    [InlineData("zh", "李雷", "李磊")]
    [InlineData("zh", "陳靜", "陈婧")]
    [InlineData("zh", "曾荣", "增容")]
    [InlineData("zh", "吕思远", "旅思远")]
    [InlineData("ja", "伊藤", "伊東")]
    [InlineData("ja", "斎藤", "さいとう")]
    [InlineData("ja", "佐藤さん", "サトウさん")]
    [InlineData("ja", "高橋", "たかはし")]
    [InlineData("ja", "鈴木", "スズキ")]
    public void Names_of_characters_that_have_a_reading_in_common_are_read_alike(string language, string name, string other)
        => Assert.Equal(0, Distance(name, other, language));

    [Theory]
    [InlineData("zh", "张伟", "王伟")]
    [InlineData("zh", "上海", "香海")]
    [InlineData("zh", "自民", "知民")]
    [InlineData("ja", "伊藤", "佐藤")]
    [InlineData("ja", "田中", "山中")]
    public void Names_of_characters_that_have_none_are_read_otherwise(string language, string name, string other)
        => Assert.True(Distance(name, other, language) > 0.2);

    [Theory]
    [InlineData("zh", "北京", "bEjiN")]
    [InlineData("zh", "重庆", "juNciN", "cuNciN")]
    [InlineData("zh", "思远", "sIyuen")]
    [InlineData("ja", "東京", "tokyo", "toke")]
    public void Readings_of_characters_are_combined(string language, string text, params string[] sounds)
        => Assert.All(sounds, s => Assert.Contains(s, Pronunciation.Of(text, language)));

    [Fact]
    public void Names_that_sound_otherwise_are_far()
    {
        Assert.True(Distance("Carrie", "Barry", "en") > 0.4);
        Assert.True(Distance("Shaun", "John", "en") > 0.2);
        Assert.True(Distance("ComfyUI", "comfortable", "en") > Distance("ComfyUI", "confu i", "en"));
    }

    [Fact]
    public void Nothing_is_read_in_a_language_without_rules()
    {
        Assert.False(Pronunciation.Knows("yue"));
        Assert.Empty(Pronunciation.Of("北京", "yue"));
    }

    [Fact]
    public void Words_of_the_dictionary_are_known_whatever_their_case()
    {
        Assert.True(Pronunciation.IsEnglishWord("Carry"));
        Assert.True(Pronunciation.IsEnglishWord("a"));
        Assert.True(Pronunciation.IsEnglishWord("zywicki"));
        Assert.False(Pronunciation.IsEnglishWord("confu"));
    }

    private static double Distance(string a, string b, string language) => Pronunciation.Of(a, language)
        .Min(x => Pronunciation.Of(b, language).Min(y => SoundDistance.Of(x, y)));
}
