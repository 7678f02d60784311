using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Tests.Recognition;

namespace Hansard.Engine.Tests.Speakers.Segmentation;

public sealed class IntegerMemoryTests
{
    [Fact]
    public void Integers_give_nearly_every_output_the_class_of_floating_point()
    {
        var folder = Path.Combine(Fixtures.Models, "pyannote-segmentation-3.0");
        using var exact = SegmentationModel.Load(folder);
        using var integers = SegmentationModel.Load(folder, integers: true);
        var window = new float[SegmentationWindows.Samples];
        var clip = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_cards_001.wav"));
        clip.AsSpan(0, Math.Min(clip.Length, window.Length)).CopyTo(window);

        var (expected, found) = (Classes(exact.Run(window)), Classes(integers.Run(window)));

        Assert.NotEqual(exact.Run(window), integers.Run(window));
        Assert.InRange(expected.Zip(found).Count(pair => pair.First != pair.Second), 0, expected.Length / 100);
    }

    private static int[] Classes(float[] outputs)
        => [.. outputs.Chunk(Powerset.Classes).Select(output => Array.IndexOf(output, output.Max()))];
}
