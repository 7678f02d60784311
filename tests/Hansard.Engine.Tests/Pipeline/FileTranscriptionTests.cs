using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Whole recordings of some minutes, with the networks as they are in their files and as the engine runs them.</summary>
[Requires("ffmpeg")]
public sealed class FileTranscriptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Measured: 26, 29, 39 and 42 errors of 338 and 369 words. Three more are allowed, as single words hang on the last digits of a
    // processor.
    [SharedTheory]
    [InlineData("longform_en", false, 29)]
    [InlineData("longform_en", true, 32)]
    [InlineData("longform_mixed", false, 42)]
    [InlineData("longform_mixed", true, 45)]
    public async Task The_words_of_a_long_recording_are_recognised(string name, bool rewrite, int errors)
    {
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 2 });
        var model = WhisperModel.Open(Path.Combine(Fixtures.Models, "whisper-base"), 4, rewrite);
        await using var engine = TranscriptionEngine.Create(resources, "whisper-base", new WhisperSpeechModel(model));
        var transcript = await engine.TranscribeAsync(
            Fixtures.SharedPathOf("audio", "open", $"{name}.wav"), new TranscriptionOptions(), cancellationToken: Cancellation);

        var clips = Fixtures.Json(Fixtures.SharedPathOf("audio", "open", $"{name}.json")).GetProperty("clips").EnumerateArray();
        var reference = Words(string.Join(' ', clips.Select(c => c.GetProperty("text").GetString())));
        var distance = Distance(reference, Words(transcript.Text));
        Assert.True(distance <= errors, $"{distance} errors of {reference.Length} words: {transcript.Text}");
    }

    private static string[] Words(string text) => [.. text.ToLowerInvariant()
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(
            w => new string([.. w.Where(char.IsLetterOrDigit)])).Where(w => w.Length > 0)];

    private static int Distance(string[] expected, string[] found)
    {
        var row = Enumerable.Range(0, found.Length + 1).ToArray();
        for (var i = 1; i <= expected.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= found.Length; j++)
                (diagonal, row[j]) =
                    (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (expected[i - 1] == found[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
