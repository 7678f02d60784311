using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Tests.Speakers;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Real recordings, from file to voice.</summary>
[Requires("ffmpeg")]
public sealed class VoiceEnrolmentTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_voice_is_a_vector_of_length_1_with_the_name_of_its_encoder_and_the_length_of_its_speech()
    {
        var voice = await EnrolAsync(Clip("en_LJ001-0001.wav"));
        Assert.Equal("campplus", voice.Model);
        Assert.Equal(shared.Engine.SpeakerModelName, voice.Model);
        Assert.Equal(192, voice.Embedding.Length);
        Assert.Equal(1, TensorPrimitives.Norm(voice.Embedding.Span), 1e-4f);
        Assert.InRange(voice.Speech.TotalSeconds, 7, 9.7);
    }

    [Fact]
    public async Task A_stream_has_the_voice_of_its_file()
    {
        await using var stream = File.OpenRead(Clip("en_LJ001-0001.wav"));
        var voice = await shared.Engine.EnrolVoiceAsync(stream, cancellationToken: Cancellation);
        Assert.Equal((await EnrolAsync(Clip("en_LJ001-0001.wav"))).Embedding.ToArray(), voice.Embedding.ToArray());
    }

    [Fact]
    public async Task A_recording_of_two_people_is_refused_and_a_stretch_of_one_of_them_is_not()
    {
        using var two = await TwoPeopleAsync();
        var error = await Assert.ThrowsAsync<VoiceEnrolmentException>(() => EnrolAsync(two.Path));
        Assert.Equal(VoiceEnrolmentFailure.SeveralSpeakers, error.Reason);
        Assert.Contains("from and to", error.Message, StringComparison.Ordinal);

        var second = await EnrolAsync(two.Path, Between(10, 22));
        var alone = await EnrolAsync(Clip("en_jfk.flac"));
        Assert.InRange(TensorPrimitives.Dot(alone.Embedding.Span, second.Embedding.Span), 0.95f, 1.001f);
    }

    [Fact]
    public async Task Stretches_of_one_person_are_one_voice()
    {
        using var two = await TwoPeopleAsync();
        var whole = await EnrolAsync(two.Path, Between(10, 22));
        var parts = await EnrolAsync(two.Path, Between(16, 22), Between(10, 14));
        Assert.InRange(parts.Speech.TotalSeconds, 3, whole.Speech.TotalSeconds - 0.5);
        Assert.InRange(TensorPrimitives.Dot(whole.Embedding.Span, parts.Embedding.Span), 0.9f, 1.001f);
    }

    [Fact]
    public async Task Two_channels_that_are_two_people_are_two_voices()
    {
        using var call = JoinedClips.Of(await JoinedClips.ReadAsync("en_LJ001-0001.wav"), await JoinedClips.ReadAsync("en_jfk.flac"));
        var voice = await shared.Engine.EnrolVoiceAsync(call.Path, new VoiceEnrolmentOptions { Channel = 1 }, Cancellation);
        var alone = await EnrolAsync(Clip("en_jfk.flac"));
        Assert.InRange(TensorPrimitives.Dot(alone.Embedding.Span, voice.Embedding.Span), 0.95f, 1.001f);
    }

    [Fact]
    public async Task Too_little_speech_is_refused_with_how_much_there_is_and_should_be()
    {
        var error = await Assert.ThrowsAsync<VoiceEnrolmentException>(() => EnrolAsync(Clip("en_LJ001-0008.wav")));
        Assert.Equal(VoiceEnrolmentFailure.TooLittleSpeech, error.Reason);
        Assert.Matches(@"^The recording has 1\.\d s of speech, and a voice takes at least 3 s", error.Message);

        error = await Assert.ThrowsAsync<VoiceEnrolmentException>(() => EnrolAsync(Clip("en_jfk.flac"), Between(0, 1)));
        Assert.StartsWith("What is given of the recording has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_without_speech_is_refused()
    {
        using var silence = JoinedClips.Silence(seconds: 5);
        var error = await Assert.ThrowsAsync<VoiceEnrolmentException>(() => EnrolAsync(silence.Path));
        Assert.Equal(VoiceEnrolmentFailure.TooLittleSpeech, error.Reason);
        Assert.Contains("has 0 s of speech", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_is_listened_to_than_makes_a_voice()
    {
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        using var two = await TwoPeopleAsync();
        // The second person begins after ten seconds, when enough has been heard.
        var enrolment = new VoiceEnrolment(resources.Pipeline, new VoiceEnrolmentOptions(), TimeSpan.FromSeconds(5));
        var voice = await enrolment.RunAsync(two.Path, Cancellation);
        Assert.InRange(voice.Speech.TotalSeconds, 5, 9);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    public async Task A_stretch_that_is_none_is_refused(int start, int end)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => EnrolAsync(Clip("en_jfk.flac"), Between(start, end)));

    [Fact]
    public async Task What_is_no_recording_and_what_is_too_long_is_refused_as_for_a_transcript()
    {
        await Assert.ThrowsAsync<InvalidAudioException>(() => EnrolAsync(Fixtures.PathOf("audio", "hostile", "random.mp3")));
        await Assert.ThrowsAsync<FileNotFoundException>(() => EnrolAsync(Clip("nothing.wav")));
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => shared.Engine.EnrolVoiceAsync(
            Clip("en_jfk.flac"), new VoiceEnrolmentOptions { MaximumDuration = TimeSpan.FromSeconds(5) }, Cancellation));
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);
    }

    [Fact]
    public async Task Enrolment_is_cancelled()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shared.Engine.EnrolVoiceAsync(
            Clip("en_jfk.flac"), cancellationToken: new CancellationToken(canceled: true)));

    /// <summary>A woman for ten seconds, then a man for eleven.</summary>
    private static async Task<JoinedClips> TwoPeopleAsync()
    {
        var first = await JoinedClips.ReadAsync("en_LJ001-0001.wav");
        Array.Resize(ref first, 10 * AudioSpecification.SampleRate);
        return JoinedClips.Of([.. first, .. await JoinedClips.ReadAsync("en_jfk.flac")]);
    }

    private static TimeRange Between(double start, double end) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private Task<VoiceProfile> EnrolAsync(string path, params TimeRange[] ranges)
        => shared.Engine.EnrolVoiceAsync(path, new VoiceEnrolmentOptions { Ranges = ranges }, Cancellation);

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);
}
