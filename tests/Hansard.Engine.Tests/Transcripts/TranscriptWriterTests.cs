using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Tests.Transcripts;

public sealed class TranscriptWriterTests
{
    private static readonly List<RecognisedWord> FirstSpeaker =
        [.. Words.OfText(0, "en", "Is 1 < 2 & 3?").Select(w => w with { Speaker = "1" })];
    private static readonly List<RecognisedWord> SecondSpeaker = [.. Words.OfText(3, "en", "Yes.").Select(w => w with { Speaker = "2" })];

    [Fact]
    public void Known_people_have_their_names_in_every_format_that_is_read_by_people_and_never_their_voice()
    {
        var voice = new VoiceProfile("campplus", new float[] { 1 }, TimeSpan.FromSeconds(9));
        var transcript = Words.Transcript(FirstSpeaker, SecondSpeaker) with
        {
            Speakers = [new TranscriptSpeaker("1", "Anna <A>", 0.9876, voice), new TranscriptSpeaker("2", null, null, voice)],
        };
        Assert.Equal("Anna <A>: Is 1 < 2 & 3?\n\nSpeaker 2: Yes.\n", transcript.Write(TranscriptFormat.Txt));
        Assert.Contains("\nAnna <A>: Is 1 < 2 & 3?\n", transcript.Write(TranscriptFormat.Srt));
        Assert.Contains("\n<v Anna &lt;A&gt;>Is 1 &lt; 2", transcript.Write(TranscriptFormat.Vtt));
        var json = transcript.Write(TranscriptFormat.Json);
        Assert.Contains("""  "speakers": [{"speaker":"1","name":"Anna <A>","certainty":0.988}, {"speaker":"2"}],""", json);
        Assert.DoesNotContain("campplus", json);
        Assert.DoesNotContain("speakers", Words.Transcript(FirstSpeaker).Write(TranscriptFormat.Json));
    }

    [Fact]
    public void Text_begins_a_paragraph_after_a_long_pause_and_wraps_nothing()
    {
        var transcript = Words.Transcript(Words.OfText(0, "en", "One sentence. Another one."), Words.OfText(8, "en", "After a pause."));

        Assert.Equal("One sentence. Another one.\n\nAfter a pause.\n", transcript.Write(TranscriptFormat.Txt));
    }

    [Fact]
    public void Text_begins_a_paragraph_with_another_language()
        => Assert.Equal(
            "Hello.\n\n你好。\n", Words.Transcript(Words.OfText(0, "en", "Hello."), Words.At(0.5, "zh", "你好。")).Write(TranscriptFormat.Txt));

    [Fact]
    public void Text_names_speakers()
        => Assert.Equal(
            "Speaker 1: Is 1 < 2 & 3?\n\nSpeaker 2: Yes.\n", Words.Transcript(FirstSpeaker, SecondSpeaker).Write(TranscriptFormat.Txt));

    [Fact]
    public void Vtt_has_voices_and_escapes()
        => Assert.Equal(
            "WEBVTT\n\n00:00:00.000 --> 00:00:02.400\n<v Speaker 1>Is 1 &lt; 2 &amp; 3?\n\n00:00:03.000 --> "
                + "00:00:04.000\n<v Speaker 2>Yes.\n",
            Words.Transcript(FirstSpeaker, SecondSpeaker).Write(TranscriptFormat.Vtt));

    [Fact]
    public void Srt_is_numbered_and_names_who_begins_to_speak()
        => Assert.Equal(
            "1\n00:00:00,000 --> 00:00:02,400\nSpeaker 1: Is 1 < 2 & 3?\n\n2\n00:00:03,000 --> 00:00:04,000\nSpeaker 2: Yes.\n",
            Words.Transcript(FirstSpeaker, SecondSpeaker).Write(TranscriptFormat.Srt));

    [Fact]
    public void A_recording_without_speech_is_a_valid_document_in_every_format()
    {
        var transcript = new Transcript([], TimeSpan.FromSeconds(3), null);

        Assert.Equal("", transcript.Write(TranscriptFormat.Txt));
        Assert.Equal("", transcript.Write(TranscriptFormat.Srt));
        Assert.Equal("WEBVTT\n", transcript.Write(TranscriptFormat.Vtt));
        Assert.Equal(
            """{"text":"","duration_ms":3000,"language":null,"tokens":[]}""" + "\n",
            transcript.Write(TranscriptFormat.Json, new TranscriptWriterOptions { SingleLineJson = true }));
    }

    [Fact]
    public void Json_alone_tells_of_warnings()
    {
        var transcript = new Transcript([], TimeSpan.FromSeconds(3), null) { Warnings = ["It is cut off.", "It is “damaged”."] };

        Assert.Equal("", transcript.Write(TranscriptFormat.Txt));
        Assert.Equal("", transcript.Write(TranscriptFormat.Srt));
        Assert.Equal(
            """{"text":"","duration_ms":3000,"language":null,"warnings":["It is cut off.","It is “damaged”."],"tokens":[]}""" + "\n",
            transcript.Write(TranscriptFormat.Json, new TranscriptWriterOptions { SingleLineJson = true }));
    }

    [Fact]
    public void Json_has_the_tokens_of_the_api_and_letters_as_they_are()
    {
        var json = Words.Transcript(Words.Of("es", " ¿Señor", " \"😀\"?")).Write(TranscriptFormat.Json);

        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(["text", "duration_ms", "language", "tokens"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("¿Señor \"😀\"?", root.GetProperty("text").GetString());
        Assert.Equal(
            root.GetProperty("text").GetString(),
            string.Concat(root.GetProperty("tokens").EnumerateArray().Select(t => t.GetProperty("text").GetString())));
        Assert.Equal(
            ["text", "start_ms", "end_ms", "confidence", "language"], root.GetProperty("tokens")[0].EnumerateObject().Select(p => p.Name));
        Assert.Contains("¿Señor", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_in_one_line_is_the_same_document()
    {
        var transcript = Words.Transcript(FirstSpeaker, SecondSpeaker);

        var line = transcript.Write(TranscriptFormat.Json, new TranscriptWriterOptions { SingleLineJson = true });

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(line).RootElement, JsonDocument.Parse(transcript.Write(TranscriptFormat.Json)).RootElement));
    }

    [Fact]
    public void A_translation_stands_under_its_paragraph_unless_it_is_all_that_is_wanted()
    {
        var transcript = Translated();

        Assert.Equal(
            "Good morning.\n[es] Buenos días.\n\nHola.\n\nHow are you?\n[es] ¿Cómo estás?\n", transcript.Write(TranscriptFormat.Txt));
        Assert.Equal(
            "Buenos días. Hola.\n\n¿Cómo estás?\n",
            transcript.Write(TranscriptFormat.Txt, new TranscriptWriterOptions { TranslatedOnly = true }));
    }

    [Fact]
    public void A_translated_subtitle_has_the_time_of_what_it_translates()
    {
        var options = new TranscriptWriterOptions
        {
            TranslatedOnly = true,
            Subtitles = new SubtitleOptions { MaximumPause = TimeSpan.FromSeconds(0.5) },
        };

        Assert.Equal(
            "1\n00:00:01,000 --> 00:00:02,000\nBuenos días.\n\n2\n00:00:03,000 --> 00:00:04,000\nHola.\n\n3\n00:00:05,000 --> "
                + "00:00:07,000\n¿Cómo estás?\n",
            Translated().Write(TranscriptFormat.Srt, options));
    }

    private static Transcript Translated() => new(
        [
            Original("Good", 1000, 1400), Original(" morning", 1400, 2000), Original(".", 2000, 2000),
            Translation("Buenos"), Translation(" días"), Translation("."),
            Untranslated(" Hola", 3000, 3500), Untranslated(".", 3500, 3500),
            Original(" How", 5000, 5500), Original(" are", 5500, 6000), Original(" you", 6000, 7000), Original("?", 7000, 7000),
            Translation("¿"), Translation("Cómo"), Translation(" estás"), Translation("?"),
        ],
        TimeSpan.FromSeconds(8), "en");

    private static TranscriptToken Original(string text, long start, long end)
        => new()
        {
            Text = text,
            StartMs = start,
            EndMs = end,
            Confidence = 1,
            Language = "en",
            TranslationStatus = TranslationStatus.Original,
        };

    private static TranscriptToken Untranslated(string text, long start, long end)
        => Original(text, start, end) with { Language = "es", TranslationStatus = TranslationStatus.None };

    private static TranscriptToken Translation(string text)
        => new() { Text = text, Confidence = 1, Language = "es", TranslationStatus = TranslationStatus.Translation };

    [Fact]
    public void Rttm_has_a_line_for_every_turn_and_no_white_space_in_the_name()
    {
        var transcript = new Transcript([], TimeSpan.FromSeconds(9), null)
        {
            Turns = [
                new(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1.5), "1"),
                new(TimeSpan.FromSeconds(3600), TimeSpan.FromSeconds(3601), "2")
            ],
        };
        Assert.Equal(
            "SPEAKER my_call 1 0.250 1.250 <NA> <NA> 1 <NA> <NA>\nSPEAKER my_call 1 3600.000 1.000 <NA> <NA> 2 <NA> <NA>\n",
            transcript.Write(TranscriptFormat.Rttm, new TranscriptWriterOptions { Recording = "my call" }));
    }
}
