using Hansard.Engine.Recognition.Languages.Chinese;

namespace Hansard.Engine.Tests.Recognition.Languages.Chinese;

public sealed class ChineseConverterTests
{
    [Theory]
    [InlineData("头发", "頭髮", "頭髮", "頭髮")]
    [InlineData("发展", "發展", "發展", "發展")]
    [InlineData("他的头发发黄了。", "他的頭髮發黃了。", "他的頭髮發黃了。", "他的頭髮發黃了。")]
    [InlineData("里面有八公里", "裏面有八公里", "裡面有八公里", "裏面有八公里")]
    [InlineData("台湾", "臺灣", "臺灣", "台灣")]
    [InlineData("为什么皇后后来说话？", "爲什麼皇后後來說話？", "為什麼皇后後來說話？", "為什麼皇后後來説話？")]
    [InlineData("干杯，乾隆，干部，干净", "乾杯，乾隆，幹部，乾淨", "乾杯，乾隆，幹部，乾淨", "乾杯，乾隆，幹部，乾淨")]
    public void Simplified_text_becomes_traditional_by_phrases(string text, string standard, string taiwan, string hongKong)
    {
        Assert.Equal(standard, Convert(ChineseScript.Traditional, text));
        Assert.Equal(taiwan, Convert(ChineseScript.Taiwan, text));
        Assert.Equal(hongKong, Convert(ChineseScript.HongKong, text));
        Assert.Equal(text, Convert(ChineseScript.Simplified, text));
    }

    [Theory]
    [InlineData("頭髮和發展", "头发和发展")]
    [InlineData("我看著他，覺得裡面的皇后很著名", "我看着他，觉得里面的皇后很著名")]
    [InlineData("乾隆皇帝乾杯", "乾隆皇帝干杯")]
    [InlineData("什么時候開始説話？", "什么时候开始说话？")]
    public void Traditional_text_of_any_region_becomes_simplified(string text, string simplified)
        => Assert.Equal(simplified, Convert(ChineseScript.Simplified, text));

    [Theory]
    [InlineData("萬里長城")]
    [InlineData("范先生說他是中文系的，一出門就看著皇后")]
    [InlineData("為什麼裡面沒有麵條？因為你吃了。")]
    public void Text_in_the_forms_of_taiwan_stays_as_it_is_there(string text) => Assert.Equal(text, Convert(ChineseScript.Taiwan, text));

    [Theory]
    [InlineData("為什麼看著裡面的人說話", "為什麼看着裏面的人説話")]
    [InlineData("萬里長城", "萬里長城")]
    public void Text_in_the_forms_of_taiwan_gets_those_of_hong_kong(string text, string hongKong)
        => Assert.Equal(hongKong, Convert(ChineseScript.HongKong, text));

    [Theory]
    [InlineData("我們今天来看头髮", "我們今天來看頭髮", "我们今天来看头发")]
    [InlineData("这個计劃怎么样", "這個計劃怎麼樣", "这个计划怎么样")]
    public void Text_in_both_scripts_comes_out_in_one(string text, string taiwan, string simplified)
    {
        Assert.Equal(taiwan, Convert(ChineseScript.Taiwan, text));
        Assert.Equal(simplified, Convert(ChineseScript.Simplified, text));
    }

    [Theory]
    [InlineData("软件和鼠标", "軟件和鼠標")]
    [InlineData("出租车", "出租車")]
    public void Words_stay_the_words_that_were_said(string text, string taiwan)
        => Assert.Equal(taiwan, Convert(ChineseScript.Taiwan, text));

    [Theory]
    [InlineData("")]
    [InlineData(" I have 3.5 GB, naïve 🙂 日本 한국어 かな！")]
    [InlineData("\ud840\ud83d")]
    public void What_both_scripts_share_and_other_writing_is_left_alone(string text)
    {
        foreach (var script in Enum.GetValues<ChineseScript>()) Assert.Equal(text, Convert(script, text));
    }

    [Fact]
    public void Chinese_among_other_writing_is_converted()
        => Assert.Equal(" 用iPhone 15拍的頭髮 OK嗎？", Convert(ChineseScript.Taiwan, " 用iPhone 15拍的头发 OK吗？"));

    [Fact]
    public void Characters_outside_of_the_basic_plane_are_converted_both_ways()
    {
        // 㛟 and 㒓 are in the basic plane; 𡞵, 𠉂, 𠁞 and 𠀾 are not.
        Assert.Equal("𡞵頭髮", Convert(ChineseScript.Traditional, "㛟头发"));
        Assert.Equal("㒓頭髮", Convert(ChineseScript.Traditional, "𠉂头发"));
        Assert.Equal("𠀾头发", Convert(ChineseScript.Simplified, "𠁞頭髮"));
    }

    [Fact]
    public void Pieces_keep_their_borders_where_phrases_and_surrogates_go_across_them()
    {
        Assert.Equal(
            ["頭", "髮", " OK", "發", "展", "", "𡞵，", "發"],
            new ChineseConverter(ChineseScript.Taiwan).Convert(["头", "发", " OK", "发", "展", "", "㛟，", "发"], []));
        // Two halves of a character, of two pieces.
        Assert.Equal(["\ud83d\ude42", "頭"], new ChineseConverter(ChineseScript.Taiwan).Convert(["\ud83d", "\ude42头"], []));
    }

    [Fact]
    public void Kept_texts_stay_as_they_are_across_the_borders_of_pieces_and_the_rest_does_not()
    {
        Assert.Equal(
            ["一個", "软", "件", "的頭", "髮", "軟", "體"],
            new ChineseConverter(ChineseScript.Taiwan).Convert(["一个", "软", "件", "的头", "发", "软", "体"], ["件", "软件", "", "abc"]));
        Assert.Equal(["软", "體"], new ChineseConverter(ChineseScript.Simplified).Convert(["軟", "體"], ["體"]));
    }

    /// <summary>
    /// OpenCC's own cases (1.4.1): of Simplified text to each Traditional script, and of text in either, not in both, to Simplified, but
    /// for the one that needs characters which few fonts have.
    /// </summary>
    [Fact]
    public void Cases_of_opencc_come_out_as_opencc_has_them() => Assert.All(
        Fixtures.GoldenJson("opencc", "cases.json").EnumerateArray(),
        c => Assert.Equal(
            c.GetProperty("written").GetString(),
            Convert(Enum.Parse<ChineseScript>(c.GetProperty("script").GetString()!), c.GetProperty("text").GetString()!)));

    private static string Convert(ChineseScript script, string text) => new ChineseConverter(script).Convert(text);
}
