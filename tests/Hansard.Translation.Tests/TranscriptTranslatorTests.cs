using Hansard.Engine.Transcripts;

namespace Hansard.Translation.Tests;

public sealed class TranscriptTranslatorTests
{
    private static readonly TranscriptToken[] Conversation =
    [
        .. Say("1", "en", "Good morning, Dr. Smith. How are you today?", isFirst: true),
        .. Say("2", "pt", "Estou bem, obrigado."),
        .. Say("1", "de", "Das ist gut."),
        .. Say("1", "en", "We sold 3.5 tons."),
    ];

    [Fact]
    public async Task Each_sentence_is_followed_by_its_translation()
    {
        var tokens = await TranslateAsync(Conversation, new TwoWayTranslation("en", "pt"));
        var runs = Runs(tokens);
        Assert.Equal(
            [
                ("1", "en", "original", "Good morning, Dr. Smith."), ("1", "pt", "translation", "Bom dia, Dr. Smith."),
                ("1", "en", "original", " How are you today?"), ("1", "pt", "translation", " Como você está hoje?"),
                ("2", "pt", "original", " Estou bem, obrigado."), ("2", "en", "translation", " I'm fine, thank you."),
                ("1", "de", "none", " Das ist gut."),
                ("1", "en", "original", " We sold 3.5 tons."), ("1", "pt", "translation", " Nós vendemos 3,5 toneladas."),
            ],
            runs);
    }

    [Fact]
    public async Task The_spoken_text_and_its_times_are_left_as_they_were()
    {
        var tokens = await TranslateAsync(Conversation, new TwoWayTranslation("en", "pt"));
        var spoken =
            tokens.Where(t => t.TranslationStatus is not TranslationStatus.Translation).Select(t => t with { TranslationStatus = null });
        Assert.Equal(Conversation, spoken);
    }

    [Fact]
    public async Task Translation_tokens_have_a_source_language_and_a_confidence_and_no_times()
    {
        var tokens = await TranslateAsync(Conversation, new OneWayTranslation("pt"));
        var translated = tokens.Where(t => t.TranslationStatus is TranslationStatus.Translation).ToList();
        Assert.NotEmpty(translated);
        Assert.All(translated, t =>
        {
            Assert.Equal("en", t.SourceLanguage);
            Assert.Equal("pt", t.Language);
            Assert.Null(t.StartMs);
            Assert.Null(t.EndMs);
            Assert.InRange(t.Confidence, 0.01, 1);
        });
        Assert.Contains(translated, t => t.Text == ".");
    }

    [Fact]
    public async Task One_way_leaves_the_target_language_alone_and_names_what_it_cannot_translate()
    {
        var (tokens, untranslated) = await new TranscriptTranslator(DefaultTranslators.Find)
            .TranslateAsync(Conversation, null, new OneWayTranslation("pt"), TestContext.Current.CancellationToken);
        Assert.All(
            tokens.Where(t => t.Language == "pt" && t.SourceLanguage is null),
            t => Assert.Equal(TranslationStatus.None, t.TranslationStatus));
        Assert.Equal(["de"], untranslated);
    }

    [Fact]
    public async Task Tokens_without_a_language_are_in_the_language_of_the_recording()
    {
        var tokens = Conversation[..6].Select(t => t with { Language = null }).ToArray();
        var (translated, _) = await new TranscriptTranslator(DefaultTranslators.Find)
            .TranslateAsync(tokens, "en", new OneWayTranslation("pt"), TestContext.Current.CancellationToken);
        Assert.All(translated.Where(t => t.TranslationStatus is TranslationStatus.Original), t => Assert.Equal("en", t.Language));
        Assert.Contains(translated, t => t.SourceLanguage == "en");
    }

    [Fact]
    public async Task Two_ways_terms_hold_in_both_directions()
    {
        TranscriptToken[] tokens =
            [.. Say("1", "en", "The patient had a stroke.", isFirst: true), .. Say("2", "pt", "O paciente teve um ictus.")];
        var runs = Runs(await TranslateAsync(tokens, new TwoWayTranslation("en", "pt") { Terms = [new("stroke", "ictus")] }));
        Assert.Contains(" ictus.", runs[1].Text, StringComparison.Ordinal);
        Assert.Contains(" stroke.", runs[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speech_without_punctuation_is_cut_at_a_pause()
    {
        var words = Enumerable.Range(0, 60).Select(i => new TranscriptToken
        {
            Text = i == 0 ? "yes" : " yes",
            StartMs = (i * 300) + (i >= 50 ? 3000 : 0),
            EndMs = (i * 300) + 200 + (i >= 50 ? 3000 : 0),
            Confidence = 1,
            Language = "en",
        }).ToArray();
        Assert.Equal(4, Runs(await TranslateAsync(words, new OneWayTranslation("pt"))).Count);
    }

    [Fact]
    public async Task An_empty_transcript_stays_empty()
        => Assert.Empty(await TranslateAsync([], new OneWayTranslation("pt")));

    [Fact]
    public async Task Several_translations_follow_a_sentence_and_each_can_be_had_as_if_it_was_alone()
    {
        TranscriptToken[] tokens =
            [.. Say("1", "en", "The patient had a stroke.", isFirst: true), .. Say("2", "pt", "Estou bem, obrigado.")];
        var pt = new OneWayTranslation("pt") { Terms = [new("stroke", "ictus")] };
        var both = await TranslateAsync(tokens, new SeveralTranslations([new OneWayTranslation("en"), pt]));
        Assert.Equal(["original", "translation", "original", "translation"], Runs(both).Select(run => run.Status));
        var transcript = new Transcript(both, TimeSpan.FromSeconds(10), "en");
        Assert.Equal(await TranslateAsync(tokens, pt), TranslatedInto.Select(transcript, "pt").Tokens);
        Assert.Equal(await TranslateAsync(tokens, new OneWayTranslation("en")), TranslatedInto.Select(transcript, "en").Tokens);
    }

    private static async Task<IReadOnlyList<TranscriptToken>> TranslateAsync(TranscriptToken[] tokens, TranslationOptions options)
        => (await new TranscriptTranslator(DefaultTranslators.Find)
            .TranslateAsync(tokens, null, options, TestContext.Current.CancellationToken)).Tokens;

    private static List<(string? Speaker, string? Language, string Status, string Text)> Runs(IReadOnlyList<TranscriptToken> tokens)
    {
        var runs = new List<(string? Speaker, string? Language, string Status, string Text)>();
        foreach (var token in tokens)
        {
            var status = token.TranslationStatus!.Value.ToString().ToLowerInvariant();
            if (runs.Count > 0 && runs[^1] is var last
                && (last.Speaker, last.Language, last.Status) == (token.Speaker, token.Language, status))
                runs[^1] = last with { Text = last.Text + token.Text };
            else
                runs.Add((token.Speaker, token.Language, status, token.Text));
        }

        return runs;
    }

    private static IEnumerable<TranscriptToken> Say(string speaker, string language, string text, bool isFirst = false)
    {
        var words = text.Split(' ').Select((word, i) => new RecognisedWord(
            (i == 0 && isFirst ? "" : " ") + word, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(i + 0.5), 0.9, language)
        { Speaker = speaker });
        // The builder drops a leading space of the first token; a conversation goes on.
        return TokenBuilder.Build([[.. words]]).Select((t, i) => i == 0 && !isFirst ? t with { Text = " " + t.Text } : t);
    }
}
