using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Recognition.Languages;

/// <summary>Recordings that change their language.</summary>
[Requires("ffmpeg")]
public sealed class SegmentLanguagesTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SharedFact]
    public Task Three_sentences_a_quarter_of_a_second_apart_are_each_in_their_language() => CheckTwoWayAsync(new TranscriptionOptions());

    [SharedFact]
    public Task Three_sentences_a_quarter_of_a_second_apart_are_each_in_their_language_with_hints()
        => CheckTwoWayAsync(new TranscriptionOptions { LanguageHints = ["en", "es"] });

    [SharedFact]
    public Task Three_sentences_a_quarter_of_a_second_apart_are_each_in_their_language_with_strict_hints()
        => CheckTwoWayAsync(new TranscriptionOptions { LanguageHints = ["en", "es"], LanguageHintsStrict = true });

    private async Task CheckTwoWayAsync(TranscriptionOptions options)
    {
        var recording = Fixtures.SharedPathOf("audio", "vendor", "two_way_translation.mp3");
        var transcript = await shared.Engine.TranscribeAsync(recording, options, cancellationToken: Cancellation);
        Assert.Equal(
            [("en", "hey how are you"), ("es", "hola yo soy bien cómo estás"), ("en", "i'm fine too")],
            Runs(transcript).Select(r => (r.Language, Plain(r.Text))));
    }

    private static List<(string Language, string Text)> Runs(Transcript transcript)
    {
        List<(string Language, string Text)> runs = [];
        foreach (var token in transcript.Tokens)
        {
            if (runs.Count == 0 || runs[^1].Language != token.Language) runs.Add((token.Language!, ""));
            runs[^1] = (token.Language!, runs[^1].Text + token.Text);
        }
        return runs;
    }

    private static string Plain(string text)
        => string.Join(
            ' ', new string([.. text.ToLowerInvariant().Where(c => char.IsLetter(c) || c is ' ' or '\'')]).Split(
                ' ', StringSplitOptions.RemoveEmptyEntries));
}
