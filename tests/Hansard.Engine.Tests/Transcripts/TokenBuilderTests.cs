using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

public sealed class TokenBuilderTests
{
    [Theory]
    [InlineData("en", " Hello,| world.", "Hello|,| world|.")]
    [InlineData("en", " Don't| worry.", "Don't| worry|.")]
    [InlineData("en", " It| costs| $2|.50.", "It| costs| $2.50|.")]
    [InlineData("en", " 3,000| or| -5| or| 50%.", "3,000| or| -5| or| 50%|.")]
    [InlineData("en", " 23|andMe| and| .NET", "23andMe| and| .NET")]
    [InlineData("en", " The| U.S.| Army,| Dr.| Smith.", "The| U.S.| Army|,| Dr.| Smith|.")]
    [InlineData("en", " at| 9| a.m.", "at| 9| a.m.")]
    [InlineData("en", " well|-known", "well-known")]
    [InlineData("en", " \"Yes,\"| she| said| (twice).", "\"|Yes|,|\"| she| said| (|twice|)|.")]
    [InlineData("en", " the| dogs'| tails,| 'tis| so", "the| dogs'| tails|,| 'tis| so")]
    [InlineData("en", " 'these| words'| end", "'|these| words|'| end")]
    [InlineData("en", " wait—what?!", "Wait|—|what|?|!")]
    [InlineData("en", " Well...| I", "Well|...| I")]
    [InlineData("en", " one| -| two", "one| -| two")]
    [InlineData("es", " ¿Cómo| estás?| ¡Bien!", "¿|Cómo| estás|?| ¡|Bien|!")]
    [InlineData("fr", " l|'|eau| «| douce| »", "l'eau| «| douce| »")]
    [InlineData("ja", "こん|にちは。|元気|ですか？|「はい」", "こん|にちは|。|元気|ですか|？|「|はい|」")]
    [InlineData("zh", "你好|，|世界|3|.|5", "你好|，|世界|3|.|5")]
    [InlineData("th", "ก|ำ|ลัง| ไป", "กำ|ลัง| ไป")]
    public void Words_become_pieces_with_punctuation_apart(string language, string words, string expected)
        => Assert.Equal(expected.Split('|'), TokenBuilder.Build([Words.Of(language, words.Split('|'))]).Select(t => t.Text));

    [Theory]
    [InlineData("en", " one", "en", "two", "one two")]
    [InlineData("en", " one", "en", " two", "one two")]
    [InlineData("en", " one ", "en", " two", "one two")]
    [InlineData("en", " one", "en", ", two", "one, two")]
    [InlineData("ja", "一", "ja", "二", "一二")]
    [InlineData("ja", "一", "ja", " 二", "一二")]
    [InlineData("en", " one", "ja", "二", "one 二")]
    [InlineData("zh", "一。", "en", "two", "一。 two")]
    [InlineData("zh", "App", "zh", "Store", "App Store")]
    [InlineData("th", "หนึ่ง", "th", "สอง", "หนึ่ง สอง")]
    public void Windows_and_languages_meet_as_the_writing_wants_it(
        string first, string before, string second, string after, string expected)
    {
        var tokens = TokenBuilder.Build([Words.At(0, first, before), Words.At(1, second, after)]);

        Assert.Equal(expected, string.Concat(tokens.Select(t => t.Text)));
    }

    [Theory]
    [InlineData(" drop| it.", " then| go.", "Drop it. Then go.")]
    [InlineData(" ¿qué| es?", " élan.", "¿Qué es? Élan.")]
    [InlineData(" drop| it", " then| go.", "drop it then go.")]
    [InlineData(" Drop,", " then| go.", "Drop, then go.")]
    [InlineData(" Drop| it.", " then| go", "Drop it. then go")]
    [InlineData(" Drop| it.", " iPhones| ring.", "Drop it. iPhones ring.")]
    [InlineData(" Drop| it.", " npm| rings.", "Drop it. npm rings.")]
    [InlineData(" Drop| it.", " კი.", "Drop it. კი.")]
    public void A_window_of_sentences_begins_with_a_capital_where_one_has_ended(string first, string second, string expected)
    {
        var tokens = TokenBuilder.Build([Words.Of("en", first.Split('|')), Words.At(9, "en", second.Split('|'))], ["npm audit"]);

        Assert.Equal(expected, string.Concat(tokens.Select(t => t.Text)));
    }

    [Fact]
    public void A_language_that_changes_inside_a_window_begins_a_word()
    {
        var tokens = TokenBuilder.Build([[.. Words.At(0, "en", " hello"), .. Words.At(1, "ja", "世界")]]);

        Assert.Equal(["hello", " 世界"], tokens.Select(t => t.Text));
        Assert.Equal(["en", "ja"], tokens.Select(t => t.Language));
    }

    [Fact]
    public void Punctuation_stands_where_the_sound_ends()
    {
        var tokens = TokenBuilder.Build([Words.At(2, "es", " ¿Cómo?", " Bien.")]);

        Assert.Equal(
            [("¿", 2000, 2000), ("Cómo", 2000, 2400), ("?", 2400, 2400), (" Bien", 2400, 2800), (".", 2800, 2800)],
            tokens.Select(t => (t.Text, t.StartMs!.Value, t.EndMs!.Value)));
    }

    [Fact]
    public void A_word_of_two_pieces_has_the_time_and_the_mean_confidence_of_both()
    {
        RecognisedWord[] words = [new(" 23", Seconds(1), Seconds(2), 0.25, "en"), new("me", Seconds(2), Seconds(3), 0.75, "en")];

        var token = Assert.Single(TokenBuilder.Build([words]));

        Assert.Equal(("23me", 1000L, 3000L, 0.5), (token.Text, token.StartMs, token.EndMs, Math.Round(token.Confidence, 1)));
    }

    [Fact]
    public void What_else_was_heard_goes_with_the_word_and_not_with_its_marks_or_parts()
    {
        RecognisedWord whole = new(" “Baus,”", Seconds(1), Seconds(2), 0.4, "en") { Alternatives = ["boss"] };
        RecognisedWord parts = new(" one—two", Seconds(2), Seconds(3), 0.4, "en") { Alternatives = ["wonder"] };

        var tokens = TokenBuilder.Build([[whole, parts]]);

        Assert.Equal(["boss"], Assert.Single(tokens, token => token.Alternatives.Count > 0).Alternatives);
        Assert.Equal("Baus", tokens.Single(token => token.Alternatives.Count > 0).Text.Trim());
    }

    [Fact]
    public void Windows_appended_one_by_one_give_the_same_tokens()
    {
        var builder = new TokenBuilder();
        List<RecognisedWord>[] windows = [Words.At(0, "en", " a", " b."), Words.At(2, "en", "C", " d"), Words.At(4, "ja", "五")];

        var added = windows.SelectMany(window => builder.Append(window)).ToList();

        Assert.Equal(TokenBuilder.Build(windows), added);
    }

    [Fact]
    public void Speakers_are_kept_and_their_words_are_not_glued()
    {
        var tokens = TokenBuilder.Build([[.. Words.At(0, "en", " Yes.")
            .Select(w => w with { Speaker = "1" }), .. Words.At(1, "en", "No").Select(w => w with { Speaker = "2" })]]);

        Assert.Equal([("Yes", "1"), (".", "1"), (" No", "2")], tokens.Select(t => (t.Text, t.Speaker)));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
