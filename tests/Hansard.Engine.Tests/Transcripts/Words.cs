using System.Text.Json;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

/// <summary>Recognised words and tokens for tests.</summary>
internal static class Words
{
    /// <summary>One word after another, each of 400 ms.</summary>
    public static List<RecognisedWord> Of(string language, params string[] texts) => At(0, language, texts);

    public static List<RecognisedWord> At(double seconds, string language, params string[] texts)
        => [.. texts.Select((text, i) => new RecognisedWord(
            text, TimeSpan.FromSeconds(seconds + 0.4 * i), TimeSpan.FromSeconds(seconds + 0.4 * (i + 1)), 0.9, language))];

    /// <summary>Words of a text: what a space begins.</summary>
    public static List<RecognisedWord> OfText(double seconds, string language, string text)
        => At(seconds, language, [.. text.Split(' ').Select(w => " " + w)]);

    public static Transcript Transcript(params List<RecognisedWord>[] windows)
    {
        var tokens = TokenBuilder.Build(windows);
        return new Transcript(
            tokens, TimeSpan.FromMilliseconds(tokens.Count == 0 ? 0 : tokens[^1].EndMs!.Value), windows.FirstOrDefault()?[0].Language);
    }

    /// <summary>The words that the reference program found in a recording.</summary>
    public static List<RecognisedWord> Golden(string name)
    {
        var golden = Fixtures.GoldenJson("whisper", $"{name}.json");
        return [.. golden.GetProperty("words").EnumerateArray().Select(w => new RecognisedWord(
            w.GetProperty("word").GetString()!, Seconds(w, "start"), Seconds(w, "end"), w.GetProperty("confidence").GetDouble(),
            name == "coffee_shop" ? "en" : name[..2]))];
    }

    public static string Write(this Transcript transcript, TranscriptFormat format, TranscriptWriterOptions? options = null)
    {
        using var output = new StringWriter();
        TranscriptWriter.Write(transcript, format, output, options);
        return output.ToString();
    }

    private static TimeSpan Seconds(JsonElement word, string name) => TimeSpan.FromSeconds(word.GetProperty(name).GetDouble());
}
