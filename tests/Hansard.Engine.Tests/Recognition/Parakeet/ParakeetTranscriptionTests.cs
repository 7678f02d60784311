using Hansard.Engine.Models;

namespace Hansard.Engine.Tests.Recognition.Parakeet;

/// <summary>
/// The second family behind the engine's front door: with random weights it recognises nothing, but everything around it works.
/// </summary>
public sealed class ParakeetTranscriptionTests
{
    private static readonly string Recording = Fixtures.PathOf("audio", "clips", "en_jfk.flac");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_folder_with_such_a_model_transcribes_with_times_and_speakers()
    {
        await using var engine = Open();
        Assert.Equal(("parakeet-random", "en"), (engine.ModelName, Assert.Single(engine.Languages)));
        await engine.WarmUpAsync(Cancellation);
        var transcript = await engine.TranscribeAsync(
            Recording, new TranscriptionOptions { Diarize = true }, cancellationToken: Cancellation);
        Assert.NotEmpty(transcript.Tokens);
        Assert.Equal(string.Concat(transcript.Tokens.Select(t => t.Text)).Trim(), transcript.Text.Trim());
        Assert.All(transcript.Tokens, token =>
        {
            Assert.InRange(token.StartMs!.Value, 0, token.EndMs!.Value);
            Assert.InRange(token.EndMs!.Value, 0, 11_100);
            Assert.InRange(token.Confidence, 0, 1);
            Assert.Equal(("en", "1"), (token.Language, token.Speaker));
        });
    }

    [Fact]
    public async Task What_it_cannot_do_is_told_before_the_work()
    {
        await using var engine = Open();
        Assert.Empty(engine.Translations);
        var french = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => engine.TranscribeAsync(Recording, new TranscriptionOptions { Language = "fr" }, cancellationToken: Cancellation));
        Assert.Contains("fr", french.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_names_the_family_and_languages_of_the_real_models()
    {
        var models = ModelStore.Open(Fixtures.Models).Catalogue.Models.Where(m => m.Family == "parakeet").ToList();
        Assert.Equal(["parakeet-tdt-0.6b-v3", "parakeet-tdt-0.6b-v2"], models.Select(m => m.Name));
        Assert.Equal([25, 1], models.Select(m => m.Languages!.Count));
        Assert.All(models, m => Assert.True(m.Untested));
    }

    private static TranscriptionEngine Open() => TranscriptionEngine.Create(new EngineOptions
    {
        ModelsDirectory = Fixtures.Models,
        Model = Fixtures.PathOf("models", "parakeet-random"),
        Threads = 1,
    });
}
