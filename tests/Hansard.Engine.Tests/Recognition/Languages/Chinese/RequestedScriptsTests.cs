using Hansard.Engine.Recognition.Languages.Chinese;

namespace Hansard.Engine.Tests.Recognition.Languages.Chinese;

public sealed class RequestedScriptsTests
{
    [Theory]
    [InlineData("zh-CN", ChineseScript.Simplified)]
    [InlineData("zh-SG", ChineseScript.Simplified)]
    [InlineData("zh-Hans", ChineseScript.Simplified)]
    [InlineData("ZH_hans_HK", ChineseScript.Simplified)]
    [InlineData("zh-Hant", ChineseScript.Traditional)]
    [InlineData("cmn-Hant", ChineseScript.Traditional)]
    [InlineData("zh-tw", ChineseScript.Taiwan)]
    [InlineData("zh_Hant_TW", ChineseScript.Taiwan)]
    [InlineData("zh-HK", ChineseScript.HongKong)]
    [InlineData("zh-Hant-MO", ChineseScript.HongKong)]
    public void The_tag_of_the_language_names_the_script(string tag, object script)
    {
        Assert.Equal(script, RequestedScripts.From(tag, []).Chinese);
        Assert.Equal(script, RequestedScripts.From(null, ["en", tag]).Chinese);
        Assert.Null(RequestedScripts.From(tag, []).Cantonese);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("zh-")]
    [InlineData("zh-US")]
    [InlineData("zh-Latn")]
    [InlineData("zh-TW-Hant")]
    [InlineData("en-TW")]
    [InlineData("ja-Hant")]
    [InlineData("")]
    public void Other_tags_name_none(string tag) => Assert.True(RequestedScripts.From(tag, []).IsEmpty);

    [Fact]
    public void A_plain_zh_beside_it_does_not_count_and_a_contradiction_cancels_itself()
    {
        Assert.Equal(ChineseScript.Taiwan, RequestedScripts.From(null, ["zh", "zh-TW", "zh-TW"]).Chinese);
        Assert.True(RequestedScripts.From(null, ["zh-TW", "zh-CN"]).IsEmpty);
        Assert.True(RequestedScripts.From(null, ["zh-Hans", "zh-Hant"]).IsEmpty);
    }

    [Fact]
    public void A_region_makes_the_traditional_script_more_exact()
    {
        Assert.Equal(ChineseScript.HongKong, RequestedScripts.From(null, ["zh-Hant", "zh-HK"]).Chinese);
        Assert.Equal(ChineseScript.Taiwan, RequestedScripts.From(null, ["zh-TW", "zh-HK"]).Chinese);
    }

    [Fact]
    public void Hints_have_no_meaning_beside_the_language() => Assert.True(RequestedScripts.From("zh", ["zh-TW"]).IsEmpty);

    [Fact]
    public void Cantonese_is_written_in_a_script_only_where_its_own_tag_names_one()
    {
        Assert.Equal(ChineseScript.HongKong, RequestedScripts.From(null, ["yue-HK", "zh-CN"]).Of("yue"));
        Assert.Equal(ChineseScript.Simplified, RequestedScripts.From(null, ["yue-HK", "zh-CN"]).Of("zh"));
        Assert.Null(RequestedScripts.From(null, ["zh-CN"]).Of("yue"));
        Assert.Null(RequestedScripts.From(null, ["zh-CN"]).Of("ja"));
        Assert.Null(RequestedScripts.From(null, ["zh-CN"]).Of(null));
    }
}
