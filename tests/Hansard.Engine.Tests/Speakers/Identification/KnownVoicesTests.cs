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
    public async Task A_person_enrolled_from_the_end_of_a_speech_is_named_where_another_speaks_before_the_beginning_of_it()
    {
        var known = await KnownAsync();
        var speech = await JoinedClips.ReadAsync("en_jfk.flac");
        using var earlier = JoinedClips.Of([.. await JoinedClips.ReadAsync("en_test.wav"), .. new float[8000], .. speech[..Half]]);

        var transcript = await TranscribeAsync(earlier.Path, Diarized with { KnownVoices = known });

        // The reader is a stranger, and has the first number because the first words are his.
        Assert.Equal([("1", null), ("2", "Kennedy")], transcript.Speakers.Select(s => (s.Speaker, s.Name)));
        Assert.InRange(transcript.Speakers[1].Certainty!.Value, 0.9, 1);
        Assert.Equal("2", transcript.Tokens[^1].Speaker);
        Assert.All(transcript.Speakers, s => Assert.Null(s.Voice));
    }

    [SharedFact]
    public async Task A_person_is_named_in_another_recording()
    {
        var linda = new KnownVoice("Linda", [await EnrolAsync("en_LJ001-0001.wav")]);
        var transcript = await TranscribeAsync(
            Fixtures.SharedPathOf("audio", "open", "clips", "en_LJ001-0003.wav"),
            Diarized with { KnownVoices = [linda, .. await KnownAsync()] });
        Assert.Equal("Linda", transcript.Speakers.Single().Name);
    }

    [SharedFact]
    public async Task Strangers_in_a_coffee_shop_are_nobody()
    {
        KnownVoice[] known =
        [
            .. await KnownAsync(), new("Linda", [await EnrolAsync("en_LJ001-0001.wav")]), new("Reader", [await EnrolAsync("en_test.wav")]),
        ];
        var transcript = await TranscribeAsync(
            Fixtures.SharedPathOf("audio", "vendor", "coffee_shop.mp3"), Diarized with { KnownVoices = known });
        Assert.Equal([("1", null), ("2", null)], transcript.Speakers.Select(s => (s.Speaker, s.Name)));
    }

    [Fact]
    public async Task A_voice_that_a_transcript_keeps_knows_the_person_again()
    {
        var kept = await TranscribeAsync(Clip("en_LJ001-0001.wav"), Diarized with { KeepVoices = true });
        var voice = kept.Speakers.Single().Voice!;
        Assert.Equal((shared.Engine.SpeakerModelName, 192), (voice.Model, voice.Embedding.Length));
        Assert.InRange(voice.Speech.TotalSeconds, 7, 9.7);

        var again = await TranscribeAsync(Clip("en_LJ001-0001.wav"), Diarized with { KnownVoices = [new("Linda", [voice])] });
        Assert.Equal("Linda", again.Speakers.Single().Name);
    }

    [Fact]
    public async Task Channels_that_are_speakers_have_names_and_voices_too()
    {
        var speech = await JoinedClips.ReadAsync("en_jfk.flac");
        using var call = JoinedClips.Of(await JoinedClips.ReadAsync("en_test.wav"), speech[..Half]);
        var transcript = await TranscribeAsync(
            call.Path, Diarized with { Channels = ChannelHandling.Split, KnownVoices = await KnownAsync(), KeepVoices = true });
        Assert.Equal([null, "Kennedy"], transcript.Speakers.Select(s => s.Name).Order());
        Assert.All(transcript.Speakers, s => Assert.InRange(s.Voice!.Speech.TotalSeconds, 2.5, 6));
    }

    [Fact]
    public async Task Without_diarization_there_are_no_speakers_to_name()
    {
        var transcript = await TranscribeAsync(
            Clip("en_LJ001-0008.wav"), Diarized with { Diarize = false, KnownVoices = await KnownAsync(), KeepVoices = true });
        Assert.Empty(transcript.Speakers);
    }

    [Fact]
    public async Task People_of_one_name_are_refused_before_the_work()
    {
        var known = (await KnownAsync())[0];
        var options = Diarized with { KnownVoices = [known, known] };
        Assert.Throws<ArgumentException>(() => shared.Engine.Check(options));
        await Assert.ThrowsAsync<ArgumentException>(() => TranscribeAsync(Clip("en_jfk.flac"), options));
    }

    /// <summary>The sample at which the speech of 11 s is halved, between two words.</summary>
    private const int Half = 5 * 16_000;

    private async Task<KnownVoice[]> KnownAsync()
    {
        using var end = JoinedClips.Of((await JoinedClips.ReadAsync("en_jfk.flac"))[Half..]);
        return [new("Kennedy", [await shared.Engine.EnrolVoiceAsync(end.Path, cancellationToken: Cancellation)])];
    }

    private Task<VoiceProfile> EnrolAsync(string clip) => shared.Engine.EnrolVoiceAsync(Clip(clip), cancellationToken: Cancellation);

    private Task<Transcript> TranscribeAsync(string path, TranscriptionOptions options)
        => shared.Engine.TranscribeAsync(path, options, cancellationToken: Cancellation);

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);
}
