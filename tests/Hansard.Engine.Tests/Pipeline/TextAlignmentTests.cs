using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>A corrected text against the sound, with the real model.</summary>
[Requires("ffmpeg")]
public sealed class TextAlignmentTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en_jfk.flac", "en")]
    [InlineData("en_test.wav", "en")]
    [InlineData("pt_test_pt.wav", "pt")]
    [InlineData("de_cheetah_de.wav", "de")]
    public async Task A_sentence_that_is_typed_again_is_found_where_it_is_said(string clip, string language)
    {
        var original = await shared.Engine.TranscribeAsync(
            Clip(clip), new TranscriptionOptions { Language = language }, cancellationToken: Cancellation);
        // The last token alone is kept: times and context must come from the sound.
        var corrected = new CorrectedTranscript(Estimated(original), [new ChangedTokens(0, original.Tokens.Count - 1)]);

        var aligned = await shared.Engine.AlignAsync(Clip(clip), corrected, cancellationToken: Cancellation);

        Assert.Equal(original.Tokens.Select(t => t.Text), aligned.Select(t => t.Text));
        Assert.Equal(aligned.Select(t => t.StartMs), aligned.Select(t => t.StartMs).Order());
        var (estimate, found) = (Error(original.Tokens, corrected.Tokens), Error(original.Tokens, aligned));
        TestContext.Current.SendDiagnosticMessage($"{clip}: mean error of word starts {estimate:0} ms estimated, {found:0} ms aligned");
        Assert.True(found < 60, $"{found:0} ms");
        Assert.True(found < estimate / 2, $"{found:0} ms, {estimate:0} ms estimated");
    }

    [Fact]
    public async Task Words_that_were_left_out_are_put_where_they_are_said_and_others_stay()
    {
        var original = await shared.Engine.TranscribeAsync(
            Clip("en_jfk.flac"), new TranscriptionOptions { Language = "en" }, cancellationToken: Cancellation);
        // As if "fellow Americans" had not been recognised.
        var first = original.Tokens.ToList().FindIndex(t => t.Text == " fellow");
        var without = original with { Tokens = [.. original.Tokens.Where((_, i) => i != first && i != first + 1)] };

        var corrected = TranscriptCorrection.Apply(without, [new CorrectedPassage(original.Text)]);
        var aligned = await shared.Engine.AlignAsync(Clip("en_jfk.flac"), corrected, cancellationToken: Cancellation);

        for (var i = 0; i < aligned.Count; i++)
        {
            var tolerance = i == first || i == first + 1 ? 120 : 0;
            Assert.InRange(Math.Abs(aligned[i].StartMs!.Value - original.Tokens[i].StartMs!.Value), 0, tolerance);
        }
    }

    [Fact]
    public async Task A_sentence_that_was_left_out_is_looked_for_in_all_of_the_pause()
    {
        var original = await shared.Engine.TranscribeAsync(
            Clip("en_jfk.flac"), new TranscriptionOptions { Language = "en" }, cancellationToken: Cancellation);
        var without = original with { Tokens = [original.Tokens[^1]] };

        var corrected = TranscriptCorrection.Apply(without, [new CorrectedPassage(original.Text)]);
        var aligned = await shared.Engine.AlignAsync(Clip("en_jfk.flac"), corrected, cancellationToken: Cancellation);

        var (estimate, found) = (Error(original.Tokens, corrected.Tokens), Error(original.Tokens, aligned));
        TestContext.Current.SendDiagnosticMessage($"Mean error of word starts {estimate:0} ms estimated, {found:0} ms aligned");
        Assert.InRange(found, 0, 60);
    }

    [Fact]
    public async Task When_the_time_is_up_estimates_stay()
    {
        var original = await shared.Engine.TranscribeAsync(
            Clip("en_jfk.flac"), new TranscriptionOptions { Language = "en" }, cancellationToken: Cancellation);
        var corrected = TranscriptCorrection.Apply(original, [new CorrectedPassage("Entirely different words, then")]);
        var options = new AlignmentOptions { MaximumTime = TimeSpan.FromTicks(1) };
        Assert.Equal(corrected.Tokens, await shared.Engine.AlignAsync(Clip("en_jfk.flac"), corrected, options, Cancellation));
    }

    // Shared out over the whole recording, as where a text is brought in without any time.
    private static TranscriptToken[] Estimated(Transcript original)
    {
        var (all, at) = (original.Tokens.Sum(t => t.Text.Length), 0);
        var tokens = original.Tokens.ToArray();
        for (var i = 0; i < tokens.Length - 1; i++)
        {
            var start = (long)original.Duration.TotalMilliseconds * at / all;
            at += tokens[i].Text.Length;
            tokens[i] = tokens[i] with { StartMs = start, EndMs = (long)original.Duration.TotalMilliseconds * at / all };
        }
        return tokens;
    }

    private static double Error(IReadOnlyList<TranscriptToken> original, IReadOnlyList<TranscriptToken> tokens) => original.Zip(tokens)
        .SkipLast(1).Where(pair => char.IsLetter(pair.First.Text[^1]))
        .Average(pair => Math.Abs(pair.First.StartMs!.Value - pair.Second.StartMs!.Value));

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);
}
