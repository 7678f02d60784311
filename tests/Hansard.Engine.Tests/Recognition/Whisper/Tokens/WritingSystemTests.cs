using System.Text;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Tests.Recognition.Whisper.Tokens;

public sealed class WritingSystemTests
{
    [Theory]
    [InlineData(" the", "None")]
    [InlineData(" Übergrößen, naïve “quotes” – ♪ 5 €", "None")]
    [InlineData(" được", "None")]
    [InlineData(" это", "Cyrillic")]
    [InlineData(" και", "Greek")]
    [InlineData("我們", "Han")]
    [InlineData("。", "Han")]
    [InlineData("です", "Kana")]
    [InlineData("する人", "Kana, Han")]
    [InlineData(" 그리고", "Hangul")]
    [InlineData(" في", "Arabic")]
    [InlineData(" של", "Hebrew")]
    [InlineData("ที่", "Other")]
    [InlineData(" है", "Other")]
    [InlineData("", "None")]
    public void A_token_has_the_scripts_of_its_characters(string text, string scripts)
        => Assert.Equal(Enum.Parse<TokenScripts>(scripts), WritingSystem.OfToken(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_part_of_a_character_may_be_of_any_script()
        => Assert.Equal(TokenScripts.None, WritingSystem.OfToken(Encoding.UTF8.GetBytes("這").AsSpan(0, 2)));

    [Theory]
    [InlineData("de", "None")]
    [InlineData("uk", "Cyrillic")]
    [InlineData("ja", "Han, Kana")]
    [InlineData("xx", "All")]
    public void A_language_has_its_scripts(string language, string scripts)
        => Assert.Equal(Enum.Parse<TokenScripts>(scripts), WritingSystem.OfLanguage(language));

    [Fact]
    public void Every_language_of_the_model_is_known_and_can_write_its_own_name()
    {
        var languages = WhisperConfiguration.Load(Path.Combine(Fixtures.Models, "whisper-base")).Languages.Keys;
        Assert.Equal(99, languages.Count());
        Assert.All(languages, language => Assert.NotEqual(TokenScripts.All, WritingSystem.OfLanguage(language)));
        foreach (var name in Names.Split('/', '\n').Select(entry => entry.Split('=')))
        {
            var scripts = WritingSystem.OfToken(Encoding.UTF8.GetBytes(name[1]));
            Assert.Equal(TokenScripts.None, scripts & ~WritingSystem.OfLanguage(name[0]));
        }
    }

    /// <summary>Languages by their own names (Unicode CLDR).</summary>
    private const string Names = """
        am=አማርኛ/ar=العربية/as=অসমীয়া/az=azərbaycan/ba=башҡорт теле/be=беларуская/bg=български/bn=বাংলা/bo=བོད་སྐད་
        cs=čeština/el=Ελληνικά/fa=فارسی/gu=ગુજરાતી/ha=Hausa/haw=ʻŌlelo Hawaiʻi/he=עברית/hi=हिन्दी/hy=հայերեն
        is=íslenska/ja=日本語ひらがなカタカナ/ka=ქართული/kk=қазақ тілі/km=ខ្មែរ/kn=ಕನ್ನಡ/ko=한국어/lo=ລາວ/lt=lietuvių/mk=македонски
        ml=മലയാളം/mn=монгол/mr=मराठी/my=မြန်မာ/ne=नेपाली/pa=ਪੰਜਾਬੀ/ps=پښتو/ru=русский/sa=संस्कृत भाषा/sd=سنڌي/si=සිංහල
        sr=српски/ta=தமிழ்/te=తెలుగు/tg=тоҷикӣ/th=ไทย/tr=Türkçe/tt=татар/uk=українська/ur=اردو/uz=ўзбекча
        vi=Tiếng Việt/yi=ייִדיש/yo=Èdè Yorùbá/zh=中文
        """;
}
