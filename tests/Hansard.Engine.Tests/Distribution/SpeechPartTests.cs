using Hansard.Engine.Distribution;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Distribution;

/// <summary>Parts of recordings and their words as bytes.</summary>
public sealed class SpeechPartTests
{
    private static readonly SpeechPart Part = new(
        new SpeechPartSettings("whisper-base", 5, PredictTimestamps: false, KeepAlternatives: true, new TranscriptionContext
        {
            General = [new ContextFact("topic", "boats")],
            Terms = ["Zestoretic", "Überlingen"],
        })
        {
            Rescorer = "whisper-tiny.en",
        },
        [
            Window(16_000, 800, new LanguageDecision("en", [])),
            Window(20_000, 400, new LanguageDecision("pt", [new LanguageAlternative("es", 0.1 + 0.2)])),
            Window(30_000, 10, new LanguageDecision(null, [])),
        ]);

    [Fact]
    public void A_part_is_read_as_it_was_written()
    {
        var bytes = OtherEngine.Bytes(Part.WriteTo);
        var read = Assert.IsType<SpeechPart>(WorkPart.ReadFrom(new MemoryStream(bytes)));
        Assert.Equal(bytes, OtherEngine.Bytes(read.WriteTo));
        Assert.Equal(Part.Sha256, read.Sha256);
        Assert.Equal(64, read.Sha256.Length);
        Assert.Equal(("whisper-base", TimeSpan.FromTicks(756_250)), (read.Model, read.Length));
        Assert.Equal(Part.Windows[1].Window.Samples, read.Windows[1].Window.Samples);
        Assert.Equal(Part.Windows[0].Window.Regions, read.Windows[0].Window.Regions);
        Assert.Equal(Part.Windows[1].Decision.Alternatives, read.Windows[1].Decision.Alternatives);
        Assert.Null(read.Windows[2].Decision.Language);
        Assert.Equal(["Zestoretic", "Überlingen"], read.Settings.Context!.Terms);
        Assert.Null(read.Settings.Context.Text);
        Assert.Equal(("whisper-tiny.en", true), (read.Settings.Rescorer, read.Settings.ToOptions().SecondOpinion));
    }

    [Fact]
    public void Words_are_read_as_they_were_written()
    {
        var word = new RecognisedWord(" olá", TimeSpan.FromTicks(12_345_678), TimeSpan.FromTicks(12_345_679), 0.1 + 0.2, "pt")
        {
            Alternatives = ["ola", "alá"],
        };
        RecognisedSpeech[] windows = [new(16_000, 16_800, [word]), new(20_000, 20_400, [])];
        var words = new RecognisedPart(Part.Sha256, windows);
        var read = Assert.IsType<RecognisedPart>(WorkResult.ReadFrom(new MemoryStream(OtherEngine.Bytes(words.WriteTo))));
        Assert.Equal(Part.Sha256, read.Part);
        Assert.Equal([(16_000, 16_800), (20_000, 20_400)], read.Windows.Select(window => (window.StartSample, window.EndSample)));
        var only = Assert.Single(read.Windows.SelectMany(window => window.Words));
        Assert.Equal(word, only with { Alternatives = word.Alternatives });
        Assert.Equal(word.Alternatives, only.Alternatives);
    }

    [Fact]
    public void Damaged_bytes_are_refused_wherever_they_are()
    {
        var words = new RecognisedPart(
            Part.Sha256, [new RecognisedSpeech(0, 9, [new RecognisedWord(" a", TimeSpan.Zero, TimeSpan.Zero, 1, null)])]);
        RefuseDamage(OtherEngine.Bytes(Part.WriteTo), stream => WorkPart.ReadFrom(stream));
        RefuseDamage(OtherEngine.Bytes(words.WriteTo), stream => WorkResult.ReadFrom(stream));
    }

    [Fact]
    public void A_length_that_is_not_there_takes_no_memory()
    {
        // The first length is that of the model's name, after the header.
        var bytes = OtherEngine.Bytes(Part.WriteTo);
        bytes[12] = bytes[13] = bytes[14] = 0xFF;
        bytes[15] = 0x7F;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => WorkPart.ReadFrom(new MemoryStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void RefuseDamage(byte[] bytes, Action<Stream> read)
    {
        for (var at = 0; at < bytes.Length; at += at < 400 ? 1 : 97)
        {
            foreach (var flip in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = [.. bytes];
                damaged[at] ^= flip;
                Assert.Throws<InvalidDataException>(() => read(new MemoryStream(damaged)));
            }
            Assert.Throws<InvalidDataException>(() => read(new MemoryStream(bytes[..at])));
        }
    }

    private static IdentifiedWindow Window(long start, int length, LanguageDecision decision) => new(
        new SpeechWindow(
            start, [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))],
            [new SpeechRegion(start, start + length / 2), new SpeechRegion(start + length / 2 + 1, start + length)]),
        decision);
}
