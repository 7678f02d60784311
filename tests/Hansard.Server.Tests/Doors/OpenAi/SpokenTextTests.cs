using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Doors;
using Hansard.Server.Doors.OpenAi;
using Hansard.Server.Jobs;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Words, segments and translations of a transcript in OpenAI's forms.</summary>
public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("He| said|,| \"|Don|'|t|!|\"| —| Well|-|known|.", "He said Don't Well-known")]
    [InlineData("你|好|。|再|见", "你 好 再 见")]
    [InlineData("3|.|5| kg", "3.5 kg")]
    [InlineData("…", "")]
    public void Words_have_no_punctuation_around_them(string pieces, string words)
        => Assert.Equal(words, string.Join(' ', SpokenWords.Of(Tokens(pieces)).Select(word => word.Word)));

    [Fact]
    public void A_word_lasts_from_its_first_piece_to_its_last()
    {
        var word = SpokenWords.Of(Tokens("Well| un|believ|able|.| Yes"))[1];
        Assert.Equal(("unbelievable", 0.1, 0.39), (word.Word, word.Start, word.End));
    }

    [Fact]
    public void Segments_are_sentences_of_one_speaker_and_are_the_text_together()
    {
        var tokens = Tokens("One|.| Two| three|.| Four").Select((token, i) => token with { Speaker = i < 3 ? "1" : "2" }).ToList();
        var segments = SpokenSegment.Of(tokens).ToList();
        Assert.Equal(["One.", " Two", " three.", " Four"], segments.Select(segment => segment.Text));
        Assert.Equal(["1", "1", "2", "2"], segments.Select(segment => segment.Speaker));
    }

    [Fact]
    public void Speech_without_an_end_of_a_sentence_is_divided_all_the_same()
    {
        var tokens = Enumerable.Range(0, 1000).Select(i => Token($" word{i}", i * 100)).ToList();
        var segments = SpokenSegment.Of(tokens).ToList();
        Assert.True(segments.Count >= 3);
        Assert.All(segments, segment => Assert.InRange(segment.End - segment.Start, 0, 30.1));
    }

    [Fact]
    public void Known_speakers_have_their_names_and_the_others_letters()
    {
        var tokens = Tokens("A|.| B|.| C|.").Select((token, i) => token with { Speaker = $"{(i / 2) + 1}" }).ToList();
        var transcript = new Transcript(tokens, TimeSpan.FromSeconds(1), "en")
        {
            Speakers = [new("1", null, null, null), new("2", "Anna", 0.9, null), new("3", null, null, null)],
        };
        var answer = new AudioAnswer(Request(AudioTask.Transcribe, AudioFormat.DiarizedJson), transcript);
        Assert.Equal(["A", "Anna", "B"], answer.SpeakerSegments().Select(segment => segment.Speaker));
    }

    [Fact]
    public void A_translation_is_told_with_the_times_of_what_it_translates()
    {
        TranscriptToken[] tokens =
        [
            Token("Olá", 0) with { Language = "pt", TranslationStatus = TranslationStatus.Original },
            Token(".", 900) with { Language = "pt", TranslationStatus = TranslationStatus.Original },
            Translated("Hello"),
            Translated("."),
            Token(" Yes", 2000) with { Language = "en", TranslationStatus = TranslationStatus.None },
        ];
        var answer = new AudioAnswer(
            Request(AudioTask.Translate, AudioFormat.VerboseJson), new Transcript(tokens, TimeSpan.FromSeconds(3), "pt"));
        Assert.Equal("Hello. Yes", answer.Text);
        var json = JsonDocument.Parse(answer.Write()).RootElement;
        Assert.Equal(("translate", "english"), (json.String("task"), json.String("language")));
        var first = json.GetProperty("segments")[0];
        Assert.Equal((0, 0.99), (first.GetProperty("start").GetDouble(), first.GetProperty("end").GetDouble()));
    }

    [Fact]
    public void What_cannot_be_translated_at_all_is_an_error_that_names_the_language()
    {
        TranscriptToken[] tokens = [Token("Hallo", 0) with { Language = "de", TranslationStatus = TranslationStatus.None }];
        var error = Assert.Throws<ApiException>(() => new AudioAnswer(
            Request(AudioTask.Translate, AudioFormat.Json), new Transcript(tokens, TimeSpan.FromSeconds(3), "de")));
        Assert.Equal(400, error.StatusCode);
        Assert.Contains("German", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_has_an_empty_text_in_every_format()
    {
        foreach (var format in AudioFormat.All)
        {
            var text = new AudioAnswer(Request(AudioTask.Transcribe, format), new Transcript([], TimeSpan.FromSeconds(3), null)).Write();
            if (AudioFormat.IsJson(format)) Assert.Equal("", JsonDocument.Parse(text).RootElement.String("text"));
            else Assert.Equal(format == AudioFormat.Vtt ? "WEBVTT" : "", text.Trim());
        }
    }

    private static AudioRequest Request(AudioTask task, string format) => new()
    {
        Task = task,
        Model = "whisper-1",
        Format = format,
        HasSegments = true,
        Transcription = new TranscriptionRequest(),
    };

    private static List<TranscriptToken> Tokens(string pieces) => [.. pieces.Split('|').Select((text, i) => Token(text, i * 100))];

    private static TranscriptToken Token(string text, long start)
        => new() { Text = text, StartMs = start, EndMs = start + 90, Confidence = 0.9 };

    private static TranscriptToken Translated(string text) => new()
    {
        Text = text,
        Confidence = 0.9,
        Language = "en",
        SourceLanguage = "pt",
        TranslationStatus = TranslationStatus.Translation,
    };
}
