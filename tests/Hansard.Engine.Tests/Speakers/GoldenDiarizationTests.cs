using System.Numerics.Tensors;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>The stages up to the voices, held against what the reference computes.</summary>
public sealed class GoldenDiarizationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SharedTheory]
    [InlineData("dev00", 2e-3)]
    [InlineData("sample", 2e-3)]
    // The reference decodes MP3 to more than 16 bits, which near-silence shows.
    [InlineData("coffee_shop", 0.5)]
    public async Task The_filter_bank_is_that_of_the_reference(string name, double tolerance)
    {
        using var recording = await DiarizationParts.ReadAsync(DiarizationParts.PathOf(name));
        Assert.Equal(DiarizationParts.Golden(name).GetProperty("samples").GetInt64(), recording.Samples);
        var expected = DiarizationParts.Golden(name, "features");
        var features = PieceVoices.Features(PieceVoices.Sound(recording, new FrameRange(100, 300)));
        Assert.Equal(expected.Length, features.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], features[i], tolerance);
    }

    [SharedTheory]
    [InlineData("dev00")]
    [InlineData("sample")]
    [InlineData("coffee_shop")]
    public async Task The_segmentation_of_a_window_is_that_of_the_reference(string name)
    {
        using var recording = await DiarizationParts.ReadAsync(DiarizationParts.PathOf(name));
        var expected = DiarizationParts.Golden(name, "segmentation");
        var found = OwnNetworks.Segment(DiarizationParts.Models.Segmentation, recording.Read(0, SegmentationWindows.Samples));
        Assert.Equal(expected.Length, found.Length);
        // Log probabilities of what is all but impossible are left out of account.
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(Math.Exp(expected[i]), Math.Exp(found[i]), name == "coffee_shop" ? 1e-2 : 1e-3);
    }

    [SharedTheory]
    [InlineData("dev00")]
    [InlineData("sample")]
    [InlineData("coffee_shop")]
    public async Task Windows_are_put_together_as_by_the_reference(string name)
    {
        using var recording = await DiarizationParts.ReadAsync(DiarizationParts.PathOf(name));
        Assert.Equal(DiarizationParts.Golden(name).GetProperty("windows").GetInt32(), RecordingSegmenter.Starts(recording.Samples).Count());
        var activity = Stitched(recording);
        var (speech, count) = (DiarizationParts.Golden(name, "speech"), DiarizationParts.Golden(name, "count"));
        var (speechError, countError) = (0f, 0f);
        for (var t = 0; t < speech.Length; t++)
        {
            speechError = Math.Max(speechError, Math.Abs(speech[t] - activity.Speech[t]));
            countError += Math.Abs(count[t] - activity.Count.Span[t]);
        }
        Assert.InRange(speechError, 0, 0.01f);
        // The likeliest of two classes that are equally likely may change.
        Assert.InRange(countError / speech.Length, 0, 0.003f);
    }

    [SharedTheory]
    [InlineData("dev00")]
    [InlineData("sample")]
    [InlineData("coffee_shop")]
    public async Task Voices_of_the_references_pieces_are_nearly_those_of_the_reference_in_floating_point(string name)
    {
        using var recording = await DiarizationParts.ReadAsync(DiarizationParts.PathOf(name));
        FrameRange[] pieces = [.. DiarizationParts.Golden(name)
            .GetProperty("pieces").EnumerateArray().Take(12).Select(p => new FrameRange(p[0].GetInt32(), p[1].GetInt32()))];
        var voices = new PieceVoices(DiarizationParts.Networks, recording, Stitched(recording).Count).Embed(
            pieces, () => { }, Cancellation);
        var expected = DiarizationParts.Golden(name, "voices").Chunk(192).ToArray();
        for (var i = 0; i < pieces.Length; i++) Assert.InRange(TensorPrimitives.Dot<float>(expected[i], voices[i]), 0.99f, 1.0001f);
    }

    // All windows, also those of silence, which the reference does not leave out.
    private static StitchedActivity Stitched(VoiceRecording recording)
    {
        var activity = new StitchedActivity(recording.Frames);
        foreach (var start in RecordingSegmenter.Starts(recording.Samples))
        {
            var held = (int)Math.Min(SegmentationWindows.Samples, recording.Samples - start);
            var window = recording.Read(start, SegmentationWindows.Samples);
            var values = OwnNetworks.Segment(DiarizationParts.Models.Segmentation, window);
            activity.Add(start, values, SegmentationWindows.OutputsOf(held, values.Length / Powerset.Classes));
        }
        activity.Complete();
        return activity;
    }
}
