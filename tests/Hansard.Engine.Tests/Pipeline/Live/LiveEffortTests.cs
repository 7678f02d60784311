using System.Threading.Channels;
using static Hansard.Engine.Tests.Pipeline.Live.LiveInputs;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>Final words alone, and sound that does not go on, with the real models.</summary>
public sealed class LiveEffortTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly LiveOptions English = new(new TranscriptionOptions { Language = "en" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_final_words_alone_each_passage_is_decoded_once_and_a_long_one_in_parts()
    {
        // Twice the same sentence, longer together than what is decoded at once; then a pause; then a short one.
        float[] sound = [
            .. Clip("en_LJ001-0001.wav"), .. Clip("en_LJ001-0001.wav"), .. new float[32_000], .. Clip("en_sb_spk1_snt2.wav"),
        ];
        var input = Channel.CreateUnbounded<LiveInput>();
        input.Writer.TryWrite(new LiveInput.Effort(FinalsOnly: true));
        foreach (var piece in sound.Chunk(1_600)) input.Writer.TryWrite(new LiveInput.Sound(piece));
        input.Writer.Complete();
        var results = await shared.Engine.TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), English, Cancellation)
            .ToListAsync(Cancellation);

        Assert.All(results, result => Assert.Empty(result.NonFinal));
        var passages = results.Where(result => result.Final.Count > 0).ToArray();
        Assert.InRange(passages.Length, 3, 5);
        Assert.Equal(2, results.FinalText().Split("printing in the only sense with which we are").Length - 1);
        Assert.EndsWith("drop the two when you add the figures", results.FinalText(), StringComparison.Ordinal);
        Assert.Equal(sound.Length / 16_000.0, results[^1].FinalTo.TotalSeconds, 0.04);
    }

    [Fact]
    public async Task With_all_effort_again_words_are_told_while_they_are_said()
    {
        var input = Channel.CreateUnbounded<LiveInput>();
        await using var results = shared.Engine
            .TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), English, Cancellation).GetAsyncEnumerator(Cancellation);
        input.Writer.TryWrite(new LiveInput.Effort(FinalsOnly: true));
        input.Say("en_sb_spk1_snt2.wav", pause: 32_000);
        var seen = await results.UntilAsync(result => result.Final.Count > 0, Cancellation);
        Assert.All(seen, result => Assert.Empty(result.NonFinal));

        input.Writer.TryWrite(new LiveInput.Effort(FinalsOnly: false));
        // Longer than the longest step, which a machine that does much besides comes to.
        for (var times = 0; times < 3; times++) input.Say("en_LJ001-0008.wav", pause: 0);
        await results.UntilAsync(result => result.NonFinal.Count > 0, Cancellation);
        // And less again, in the middle of a sentence.
        input.Writer.TryWrite(new LiveInput.Effort(FinalsOnly: true));
        input.Writer.Complete();
        seen = [];
        while (await results.MoveNextAsync()) seen.Add(results.Current);
        Assert.EndsWith("surpassed", seen.FinalText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sound_that_does_not_go_on_ends_an_utterance_once_where_somebody_asks(bool asks)
    {
        var input = Channel.CreateUnbounded<LiveInput>();
        var options = English with { Endpoints = asks ? new EndpointOptions() : null };
        await using var results = shared.Engine
            .TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), options, Cancellation).GetAsyncEnumerator(Cancellation);
        input.Say("en_sb_spk1_snt2.wav", pause: 0);
        input.Writer.TryWrite(new LiveInput.Pause());
        input.Writer.TryWrite(new LiveInput.Pause());
        input.Writer.TryWrite(new LiveInput.Finalize());
        var seen = await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation);
        Assert.Equal("drop the two when you add the figures", seen.FinalText());
        Assert.Equal(asks ? 1 : 0, seen.Count(result => result.Mark is LiveMark.Endpoint));
    }
}
