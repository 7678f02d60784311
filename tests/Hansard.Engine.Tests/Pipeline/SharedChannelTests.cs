using Hansard.Engine.Tests.Speakers;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Calls whose channels stand for one person each, or are shared.</summary>
[Requires("ffmpeg")]
public sealed class SharedChannelTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_people_who_share_a_channel_are_two()
    {
        // One end: a man, and then a woman; between them the other end speaks.
        var (man, woman) = (await JoinedClips.ReadAsync("en_test.wav"), await JoinedClips.ReadAsync("en_LJ001-0001.wav"));
        var other = await JoinedClips.ReadAsync("en_jfk.flac");
        using var call = JoinedClips.Of(
            [.. man, .. new float[other.Length], .. woman], [.. new float[man.Length], .. other, .. new float[woman.Length]]);
        var transcript = await TranscribeAsync(call.Path, new());
        Assert.Equal(["1", "2", "3"], transcript.Speakers.Select(s => s.Speaker));
        Assert.Equal("1", SpeakerOf(transcript, "apostle"));
        Assert.Equal("2", SpeakerOf(transcript, "country"));
        Assert.Equal("3", SpeakerOf(transcript, "Printing"));

        var two = await TranscribeAsync(call.Path, new() { MaximumSpeakers = 2 });
        Assert.Equal(["1", "2"], two.Speakers.Select(s => s.Speaker));
        Assert.Equal("1", SpeakerOf(two, "Printing"));
    }

    [Fact]
    public async Task One_person_on_a_channel_is_one_though_the_other_end_is_heard_on_it()
    {
        var (one, other) = (await JoinedClips.ReadAsync("en_LJ001-0001.wav"), await JoinedClips.ReadAsync("en_jfk.flac"));
        float[] first = [.. one, .. new float[other.Length]];
        float[] second = [.. new float[one.Length], .. other];
        using var call = JoinedClips.Of([.. first.Zip(second, (a, b) => a + (0.1f * b))], [.. second.Zip(first, (a, b) => a + (0.1f * b))]);
        var transcript = await TranscribeAsync(call.Path, new());
        Assert.Equal(2, transcript.Speakers.Count);
    }

    private static string? SpeakerOf(Transcript transcript, string word)
        => transcript.Tokens.First(t => t.Text.Contains(word, StringComparison.OrdinalIgnoreCase)).Speaker;

    private Task<Transcript> TranscribeAsync(string path, TranscriptionOptions options) => shared.Engine.TranscribeAsync(
        path, options with { Diarize = true, Channels = ChannelHandling.Split }, cancellationToken: Cancellation);
}
