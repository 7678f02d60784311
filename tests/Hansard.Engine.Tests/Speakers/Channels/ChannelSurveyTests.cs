using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Speakers.Channels;

namespace Hansard.Engine.Tests.Speakers.Channels;

/// <summary>When channels are speakers, and what becomes of them.</summary>
[Requires("ffmpeg")]
public sealed class ChannelSurveyTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly TranscriptionOptions Diarized = new() { Diarize = true, Language = "en", BeamSize = 1 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_voices_at_once_on_two_channels_are_two_speakers()
    {
        var path = Fixtures.PathOf("audio", "clips", "en_stereo_join.wav");
        var transcript = await shared.Engine.TranscribeAsync(path, Diarized, cancellationToken: Cancellation);
        Assert.Equal(["1", "2"], transcript.Tokens.Select(t => t.Speaker).Distinct());
        Assert.Contains("air is pure", transcript.Text, StringComparison.Ordinal);
        Assert.Contains("dark suit", transcript.Text, StringComparison.Ordinal);
        Assert.Equal(transcript.Text, string.Concat(transcript.Tokens.Select(t => t.Text)));
    }

    [Fact]
    public async Task A_call_is_split_and_its_sentences_stand_in_the_order_in_which_they_begin()
    {
        using var call = await CallAsync();
        var transcript = await shared.Engine.TranscribeAsync(call.Path, Diarized, cancellationToken: Cancellation);
        Assert.Equal(["1", "2", "1"], Runs(transcript.Tokens.Select(t => t.Speaker!)));
        Assert.Equal(["1", "2", "1"], Runs(transcript.Turns.Select(t => t.Speaker)));
    }

    [Fact]
    public async Task A_call_may_be_mixed_and_other_recordings_split_on_demand()
    {
        using var call = await CallAsync();
        var decoder = new RecordingDecoder(new FfmpegOptions());
        var choice = new ChannelChoice(decoder, Speech.VoiceActivity.Model);
        Assert.Equal([0, 1], await DecideAsync(call.Path, Diarized));
        Assert.Equal([null], await DecideAsync(call.Path, Diarized with { Channels = ChannelHandling.Mix }));
        Assert.Equal([null], await DecideAsync(call.Path, Diarized with { SpeakerCount = 3 }));
        Assert.Equal([null], await DecideAsync(call.Path, new TranscriptionOptions()));

        using var room = await RoomAsync(delay: 20, second: 0.7f);
        Assert.Equal([null], await DecideAsync(room.Path, Diarized));
        Assert.Equal([0, 1], await DecideAsync(room.Path, Diarized with { Channels = ChannelHandling.Split }));
        Assert.Equal(
            [null], await DecideAsync(
                Fixtures.PathOf("audio", "clips", "en_test.wav"), Diarized with { Channels = ChannelHandling.Split }));

        async Task<IReadOnlyList<int?>> DecideAsync(string path, TranscriptionOptions options)
        {
            await using var whole = await decoder.OpenAsync(path, Cancellation);
            return await choice.DecideAsync(path, whole, null, options, Cancellation);
        }
    }

    [Theory]
    [InlineData(0, 1f)]
    [InlineData(0, 0.3f)]
    [InlineData(60, 0.7f)]
    [InlineData(120, 0.5f)]
    public async Task A_room_heard_by_two_microphones_is_not_taken_for_a_call(int delay, float second)
    {
        using var room = await RoomAsync(delay, second);
        Assert.False(await SurveyAsync(room.Path));
    }

    [Fact]
    public async Task A_voice_beside_a_silent_or_a_noisy_channel_is_not_a_call()
    {
        var voice = await JoinedClips.ReadAsync("en_test.wav");
        var random = new Random(1);
        foreach (var level in new[] { 0f, 0.001f, 0.02f })
        {
            using var recording = JoinedClips.Of(voice, [.. voice.Select(_ => level * ((2 * random.NextSingle()) - 1))]);
            Assert.False(await SurveyAsync(recording.Path));
        }
    }

    [Fact]
    public async Task A_call_with_leakage_is_still_a_call()
    {
        using var call = await CallAsync(leakage: 0.1f);
        Assert.True(await SurveyAsync(call.Path));
    }

    private static async Task<bool> SurveyAsync(string path)
    {
        var decoder = new RecordingDecoder(new FfmpegOptions());
        await using var first = await decoder.OpenAsync(path, new SoundSelection(Channel: 0), Cancellation);
        await using var second = await decoder.OpenAsync(path, new SoundSelection(Channel: 1), Cancellation);
        return await new ChannelSurvey(Speech.VoiceActivity.Model).AreApartAsync(first, second, Cancellation);
    }

    // One speaks, the other answers, the first again.
    private static async Task<JoinedClips> CallAsync(float leakage = 0)
    {
        var (one, other) = (await JoinedClips.ReadAsync("en_sb_spk1_snt1.wav"), await JoinedClips.ReadAsync("en_test.wav"));
        var again = await JoinedClips.ReadAsync("en_sb_spk1_snt2.wav");
        float[] first = [.. one, .. new float[other.Length], .. again];
        float[] second = [.. new float[one.Length], .. other, .. new float[again.Length]];
        return JoinedClips.Of([.. first.Zip(second, (a, b) => a + (leakage * b))], [.. second.Zip(first, (a, b) => a + (leakage * b))]);
    }

    // The same sound on both channels, on the second a little later and quieter, with some noise of each microphone's own.
    private static async Task<JoinedClips> RoomAsync(int delay, float second)
    {
        float[] voices = [.. await JoinedClips.ReadAsync("en_sb_spk1_snt1.wav"), .. await JoinedClips.ReadAsync("en_test.wav")];
        var random = new Random(1);
        return JoinedClips.Of(
            [.. voices.Select(v => v + (0.002f * random.NextSingle()))],
            [.. new float[delay], .. voices.Select(v => (second * v) + (0.002f * random.NextSingle()))]);
    }

    private static List<string> Runs(IEnumerable<string> speakers)
        => speakers.Aggregate(new List<string>(), (runs, s) =>
        {
            if (runs.Count == 0 || runs[^1] != s) runs.Add(s);
            return runs;
        });
}
