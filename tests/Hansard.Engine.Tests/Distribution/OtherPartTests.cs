using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Segmentation;

namespace Hansard.Engine.Tests.Distribution;

/// <summary>Parts whose languages, speakers and voices are told elsewhere, as bytes.</summary>
public sealed class OtherPartTests
{
    private static readonly short[] Window = [.. Enumerable.Range(0, SegmentationWindows.Samples).Select(i => (short)(i * 31))];

    [Theory]
    [InlineData(null)]
    [InlineData("en", "nl")]
    public void Speech_is_read_as_it_was_written(params string[]? among)
    {
        SpokenWindow[] windows = [new([0.5f, -1f], [new(0, 1 / 16e3), new(1 / 16e3, 0.1)]), SpokenWindow.Of([1 / 3f])];
        var read = Assert.IsType<LanguagePart>(Read(new LanguagePart("whisper-base", among, windows)));
        Assert.Equal(among, read.Among);
        Assert.Equal(windows.Select(window => window.Samples), read.Windows.Select(window => window.Samples));
        Assert.Equal(windows.Select(window => window.Parts), read.Windows.Select(window => window.Parts));
    }

    [Fact]
    public void Windows_and_pieces_are_read_as_they_were_written()
    {
        bool[] kept = [true, false, true];
        var window = Assert.Single(Assert.IsType<SpeakerPart>(
            Read(new SpeakerPart("m", WorkKind.Segmentation, [new SpeakerSound(Window, 1 / 3.0)]))).Sounds);
        Assert.Equal((1 / 3.0, null), (window.Gain, window.Kept));
        Assert.Equal(Window, window.Samples);
        var pieces = Assert.IsType<SpeakerPart>(Read(new SpeakerPart(
            "m", WorkKind.Voices, [new SpeakerSound(Window[..720], 2, kept), new SpeakerSound([], 2)])));
        Assert.Equal(WorkKind.Voices, pieces.Kind);
        Assert.Equal(kept, pieces.Sounds[0].Kept);
        Assert.Empty(pieces.Sounds[1].Samples);
    }

    [Fact]
    public void Results_are_read_as_they_were_written()
    {
        IReadOnlyList<LanguageProbability>[] languages = [[new("en", 0.1 + 0.2), new("de", 0)], []];
        var told = Assert.IsType<LanguageResult>(Read(new LanguageResult("sum", languages)));
        Assert.Equal("sum", told.Part);
        Assert.Equal(languages, told.Languages);
        float[][] outputs = [[1 / 3f, float.NegativeInfinity], []];
        Assert.Equal(outputs, Assert.IsType<SpeakerResult>(Read(new SpeakerResult("sum", outputs))).Outputs);
        Assert.Throws<InvalidDataException>(() => told.Of<SpeakerResult, float[]>("sum", 2, result => result.Outputs));
        Assert.Throws<InvalidDataException>(
            () => told.Of<LanguageResult, IReadOnlyList<LanguageProbability>>("sum", 3, result => result.Languages));
        Assert.Throws<InvalidDataException>(
            () => told.Of<LanguageResult, IReadOnlyList<LanguageProbability>>("other", 2, result => result.Languages));
    }

    [Fact]
    public void Sound_that_no_network_takes_is_refused()
    {
        Refuse(new SpeakerPart("m", WorkKind.Segmentation, [new SpeakerSound(Window[1..], 1)]), "another length");
        Refuse(new SpeakerPart("m", WorkKind.Voices, [new SpeakerSound(Window, double.NaN)]), "level");
        Refuse(new SpeakerPart("m", WorkKind.Voices, [new SpeakerSound(Window[..720], 1, [true, true])]), "frames");
        Refuse(new LanguagePart("m", null, [SpokenWindow.Of([float.NaN])]), "sound");
        Refuse(new LanguagePart("m", null, [SpokenWindow.Of([])]), "sound");
        foreach (var (start, end) in new (double, double)[] { (-0.1, 1), (1, 1), (double.NaN, 1), (0, double.NaN), (2.5, 3) })
            Refuse(new LanguagePart("m", null, [new SpokenWindow(new float[32_000], [new(start, end)])]), "outside of its window");
    }

    private static void Refuse(WorkPart part, string fault)
        => Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => Read(part)).Message, StringComparison.Ordinal);

    private static WorkPart Read(WorkPart part)
    {
        var read = WorkPart.ReadFrom(new MemoryStream(OtherEngine.Bytes(part.WriteTo)));
        Assert.Equal((part.Model, part.Kind, part.Length, part.Sha256), (read.Model, read.Kind, read.Length, read.Sha256));
        return read;
    }

    private static WorkResult Read(WorkResult result) => WorkResult.ReadFrom(new MemoryStream(OtherEngine.Bytes(result.WriteTo)));
}
