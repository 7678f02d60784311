using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Tests.Speakers.Identification;

/// <summary>Real recordings: people enrolled from one, and known again in another.</summary>
[Requires("ffmpeg")]
public sealed class KnownVoicesTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly TranscriptionOptions Diarized = new() { Diarize = true, BeamSize = 1, Language = "en" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_enrolled_from_one_recording_is_named_in_another()
    {
        var linda = new KnownVoice("Linda", [await EnrolAsync("en_LJ001-0001.wav")]);
        var jack = new KnownVoice("Jack", [await EnrolAsync("en_jfk.flac")]);
        using var joined = await JoinedAsync("en_test.wav", "en_LJ001-0001.wav");

        var transcript = await TranscribeAsync(joined.Path, Diarized with { KnownVoices = [jack, linda] });

        Assert.Equal([null, "Linda"], transcript.Speakers.Select(s => s.Name));
        Assert.Equal(["1", "2"], transcript.Speakers.Select(s => s.Speaker));
        Assert.InRange(transcript.Speakers[1].Certainty!.Value, 0.9, 1);
        Assert.All(transcript.Speakers, s => Assert.Null(s.Voice));
    }

    private Task<VoiceProfile> EnrolAsync(string clip)
        => shared.Engine.EnrolVoiceAsync(Fixtures.PathOf("audio", "clips", clip), cancellationToken: Cancellation);

    private Task<Transcript> TranscribeAsync(string path, TranscriptionOptions options)
        => shared.Engine.TranscribeAsync(path, options, cancellationToken: Cancellation);

    private static async Task<JoinedClips> JoinedAsync(params string[] clips)
    {
        List<float> joined = [];
        foreach (var clip in clips) joined.AddRange([.. await JoinedClips.ReadAsync(clip), .. new float[8000]]);
        return JoinedClips.Of([.. joined]);
    }
}
