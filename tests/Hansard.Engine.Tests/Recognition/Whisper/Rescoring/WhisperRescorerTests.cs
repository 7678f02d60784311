using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Compact;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Onnx;
using Hansard.Engine.Recognition.Whisper.Rescoring;

namespace Hansard.Engine.Tests.Recognition.Whisper.Rescoring;

/// <summary>Whisper tiny.en as a judge of what Whisper base may have heard.</summary>
public sealed class WhisperRescorerTests
{
    private const string Judge = "whisper-tiny.en";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static float[] Clip(string name) => WavFile.Read(Fixtures.PathOf("audio", "clips", name));

    [Fact]
    public void What_was_said_is_likelier_than_what_sounds_like_it()
    {
        using var rescorer = WhisperRescorer.Open(Path.Combine(Fixtures.Models, Judge));
        using var window = rescorer.Listen(Clip("en_LJ001-0008.wav"), "en");
        string[] texts = [" has never been surpassed.", " has never been surplus.", " has never bean surpassed.", " Thanks for watching!"];
        var judged = window.Judge(texts, Cancellation);
        Assert.All(judged, probability => Assert.InRange(probability, -20, 0));
        Assert.All(judged.Skip(1), probability => Assert.True(judged[0] > probability + 0.2, string.Join(' ', judged)));
        Assert.Equal(judged[0], window.Judge([texts[0]], Cancellation)[0], 0.25);
        Assert.Throws<OperationCanceledException>(() => window.Judge(texts, new CancellationToken(true)));

        // Longer than any text that the model could write.
        Assert.InRange(window.Judge([string.Concat(Enumerable.Repeat(" surpassed", 2000))], Cancellation)[0], -20, 0);
    }

    [Fact]
    public void Texts_judged_together_have_the_probabilities_that_the_decoder_gives_them_one_by_one()
    {
        using var model = WhisperModel.Open(Path.Combine(Fixtures.Models, Judge), null);
        Assert.IsType<CompactTextDecoder>(model.Decoder);
        using var plain = WhisperModel.Open(Path.Combine(Fixtures.Models, Judge), null, rewrite: false);
        Assert.IsType<OnnxTextDecoder>(plain.Decoder);
        var configuration = model.Configuration;
        var samples = Clip("en_test.wav");
        // The first two begin alike, one is the beginning of another, and one has nothing but its end.
        string[] texts =
            [" I went to the shop to get milk", " I went to the shop", " I went to the shop to get", "", " Nothing of the kind."];
        IReadOnlyList<int>[] tokens = [.. texts.Select(text => (int[])[.. model.Tokenizer.Encode(text), configuration.EndOfText])];
        var prompt = Prompt.Build(configuration, "en", SpeechTask.Transcribe, timestamps: false);
        using var heard = model.Encode(samples, 1200);
        using var heardPlainly = plain.Encode(samples, 1200);
        var together = model.Decoder.Score(heard, prompt, tokens, configuration.NoTimestamps, Cancellation);
        var alone = plain.Decoder.Score(heardPlainly, prompt, tokens, configuration.NoTimestamps, Cancellation);
        for (var i = 0; i < texts.Length; i++)
        {
            // Of a text that nobody would write, e to the −8 a token, both know less.
            var expected = alone[i] / tokens[i].Count;
            Assert.Equal(expected, together[i] / tokens[i].Count, Math.Max(0.25, 0.05 * Math.Abs(expected)));
        }

        // Without the one that shares no beginning, the others' is passed once.
        var three = model.Decoder.Score(heard, prompt, tokens[..3], configuration.NoTimestamps, Cancellation);
        for (var i = 0; i < three.Length; i++) Assert.Equal(together[i] / tokens[i].Count, three[i] / tokens[i].Count, 0.25);
    }

    [Fact]
    public void Of_the_hypotheses_of_a_window_the_one_is_taken_that_both_models_find_likely()
    {
        var models = ModelStore.Open(Fixtures.Models);
        var resolved = models.Resolve(null, ModelKind.Speech);
        var opinion = SpeechModelFamilies.OpinionOf(SpeechModelFamilies.JudgeOf(models, resolved)!, resolved);
        using var model = SpeechModelFamilies.Open(resolved, opinion);
        static RecognitionRequest Of(float[] samples) => new(samples, [new SpeechInterval(0, (double)samples.Length / 16_000)], "en");
        // The second of two channels, one sample after the other.
        var request = Of([.. Clip("en_stereo_join.wav").Index().Where(sample => sample.Index % 2 == 1).Select(sample => sample.Item)]);
        string Text(RecognitionRequest one) => model.Recognise([one], Cancellation)[0].Text.Trim();

        // The model itself makes one word of two.
        Assert.Contains(" greasy washwater ", Text(request), StringComparison.Ordinal);
        Assert.Contains(" greasy wash water ", Text(request with { SecondOpinion = true }), StringComparison.Ordinal);
        // The fastest way has a spare hypothesis too, without which the text says its end twice.
        Assert.Equal("10 of clubs", Text(Of(Clip("en_cards_001.wav")) with { BeamSize = 1 }));
        // In a language that the second model does not judge, it changes nothing.
        Assert.Equal(Text(request with { Language = "de" }), Text(request with { Language = "de", SecondOpinion = true }));
    }
}
