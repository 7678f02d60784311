namespace Hansard.Engine.Tests.Transcription;

/// <summary>The same recording gives the same transcript, whatever else is transcribed at the time.</summary>
[Requires("ffmpeg")]
public sealed class CompanyTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly string[] Clips = ["en_test.wav", "en_LJ001-0001.wav", "en_jfk.flac", "pt_test_pt.wav", "en_sb_spk1_snt1.wav"];

    [Fact]
    public async Task Tokens_times_and_confidences_are_the_same_alone_and_beside_others()
    {
        List<string> alone = [];
        foreach (var clip in Clips) alone.Add(await JsonAsync(clip));
        Assert.Equal(alone, await Task.WhenAll(Clips.Select(JsonAsync)));
    }

    private async Task<string> JsonAsync(string clip)
    {
        var transcript = await shared.Engine.TranscribeAsync(
            Fixtures.PathOf("audio", "clips", clip), new TranscriptionOptions(), cancellationToken: TestContext.Current.CancellationToken);
        return System.Text.Json.JsonSerializer.Serialize(transcript.Tokens);
    }
}
