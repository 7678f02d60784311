using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Engine.Tests.Transcripts.Renderings;

/// <summary>Tokens of renderings: their times, speakers and translations, and nothing of what is not shown.</summary>
public sealed class TranscriptRenderingTests
{
    private static readonly RenderingOptions Redacted = new() { Redact = RenderingOptions.AllKinds };
    private static readonly RenderingOptions Clean = new() { Style = TranscriptStyle.Clean };

    [Fact]
    public void Words_that_stay_keep_their_times_and_the_text_is_that_of_the_tokens()
    {
        var said = Words.Transcript(Words.OfText(0, "en", "Um, the the car is, you know, red."));
        var clean = TranscriptRendering.Of(said, Clean);
        Assert.Equal("The car is red.", clean.Text);
        Assert.Equal([("The", 800L, 1200L), (" car", 1200, 1600), (" is", 1600, 2000), (" red", 2800, 3200), (".", 3200, 3200)],
            clean.Tokens.Select(token => (token.Text, token.StartMs!.Value, token.EndMs!.Value)));
        Assert.Equal("Um, the the car is, you know, red.", said.Text);
    }

    [Fact]
    public void A_label_has_the_time_of_all_that_it_stands_for()
    {
        var said = Words.Transcript(Words.OfText(0, "en", "Call five five five oh one two three now."));
        var label = Assert.Single(TranscriptRendering.Of(said, Redacted).Tokens, token => token.Text == " [PHONE]");
        Assert.Equal((400L, 3200L), (label.StartMs, label.EndMs));
    }

    [Theory]
    [InlineData(TranscriptFormat.Txt)]
    [InlineData(TranscriptFormat.Md)]
    [InlineData(TranscriptFormat.Json)]
    [InlineData(TranscriptFormat.Srt)]
    [InlineData(TranscriptFormat.Vtt)]
    [InlineData(TranscriptFormat.Ass)]
    [InlineData(TranscriptFormat.Csv)]
    public void No_format_and_no_field_holds_what_is_redacted(TranscriptFormat format)
    {
        var said = WithAlternatives(Words.Transcript(Words.OfText(0, "en", "My number is 212 555 0147. Write to ann.lee@example.com.")));
        var options = new TranscriptWriterOptions { Rendering = Redacted };
        var written = said.Write(format, options);
        Assert.Contains("PHONE", written, StringComparison.Ordinal);
        Assert.Contains("EMAIL", written, StringComparison.Ordinal);
        foreach (var secret in new[] { "212", "555", "0147", "ann", "lee", "example" })
            Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase);
        Assert.All(TranscriptRendering.Of(said, Redacted).Tokens, token => Assert.Empty(token.Alternatives));
    }

    [Fact]
    public void A_number_that_is_said_by_turns_is_found_behind_the_others_word()
    {
        TranscriptToken[] tokens =
        [
            .. Spoken("1", "My", " number", " is", " five", " five", " five", "."), .. Spoken("2", " Uh", "."),
            .. Spoken("1", " Oh", " one", " two", " three", "."),
        ];
        Assert.Equal("My number is [PHONE].", Transcript(TranscriptRendering.Of(tokens, Redacted, "en")));
    }

    [Fact]
    public void A_translation_shows_no_more_than_what_it_translates()
    {
        TranscriptToken[] tokens =
        [
            .. Sentence("en", "Call 212 555 0147 now."), .. Translation("es", " Llame al 212 555 0147 ahora."),
            .. Sentence("en", " It is cold."), .. Translation("es", " Hace frío."),
            .. Sentence("en", " My email is ann at example dot com."), .. Translation("ja", "私のメールはann example comです。"),
        ];
        var texts = TranscriptRendering.Of(tokens, Redacted).Select(token => token.Text).ToList();
        var text = string.Concat(texts);
        Assert.Contains("Hace frío", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0147", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split('[').Length - 1);
    }

    [Fact]
    public void Only_the_kinds_that_are_named_go()
        => Assert.Equal(
            "Call 212 555 0147 or [EMAIL].",
            TranscriptRendering.Of(
                Words.Transcript(Words.OfText(0, "en", "Call 212 555 0147 or ann@example.com.")),
                new RenderingOptions { Redact = [SensitiveKind.Email] }).Text);

    [Fact]
    public void A_number_that_may_go_on_is_held_back()
        => Assert.Equal(
            "I am here.",
            TranscriptRendering.Of(
                Words.Transcript(Words.OfText(0, "en", "I am here. My number is 212 555")), Redacted with { IsPartial = true }).Text);

    [Fact]
    public void The_language_of_tokens_that_tell_none_is_judged_by_their_words()
    {
        var german = Words.Transcript(Words.OfText(
            0, "de", "Äh, ich weiß, es ist um um sieben Uhr, und die Nummer ist null drei null eins zwei drei vier."));
        var unknown = german with { Language = null, Tokens = [.. german.Tokens.Select(token => token with { Language = null })] };
        Assert.Equal(
            "Ich weiß, es ist um um sieben Uhr, und die Nummer ist [PHONE].",
            TranscriptRendering.Of(unknown, Redacted with { Style = TranscriptStyle.Clean }).Text);
    }

    [Fact]
    public void Clean_redacted_text_stays_as_it_is_when_it_is_rendered_again()
    {
        var options = Redacted with { Style = TranscriptStyle.Clean };
        var once = TranscriptRendering.Of(Words.Transcript(Words.OfText(0, "en", "Um, call 212 555 0147, the the bank.")), options);
        Assert.Equal("Call [PHONE], the bank.", once.Text);
        Assert.Equal(once.Tokens, TranscriptRendering.Of(once, options).Tokens);
    }

    [Fact]
    public void A_word_of_several_tokens_goes_as_a_whole_and_a_token_of_several_words_in_part()
    {
        TranscriptToken[] tokens = [.. Spoken(null, "Um", "m", ",", " so um I", " went", " there", ".")];
        var clean = TranscriptRendering.Of(tokens, Clean, "en");
        Assert.Equal(["So I", " went", " there", "."], clean.Select(token => token.Text));
    }

    private static string Transcript(IReadOnlyList<TranscriptToken> tokens) => new Transcript(tokens, TimeSpan.Zero, null).Text;

    private static Transcript WithAlternatives(Transcript transcript)
        => transcript with { Tokens = [.. transcript.Tokens.Select(token => token with { Alternatives = ["ann", "0147"] })] };

    private static IEnumerable<TranscriptToken> Spoken(string? speaker, params string[] texts)
        => texts.Select(text => new TranscriptToken { Text = text, StartMs = 0, EndMs = 0, Confidence = 1, Speaker = speaker });

    private static IEnumerable<TranscriptToken> Sentence(string language, string text)
        => Words.Transcript(Words.OfText(0, language, text.TrimStart())).Tokens.Select((token, i) => token with
        {
            Text = i == 0 && text[0] == ' ' ? $" {token.Text}" : token.Text,
            TranslationStatus = TranslationStatus.Original,
            Language = language,
        });

    private static IEnumerable<TranscriptToken> Translation(string language, string text)
        => [new() { Text = text, Confidence = 1, Language = language, TranslationStatus = TranslationStatus.Translation }];
}
