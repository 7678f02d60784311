using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Alignment;
using Hansard.Engine.Recognition.Networks;
using Hansard.Engine.Recognition.Review;

namespace Hansard.Engine.Tests.Recognition.Review;

/// <summary>Two sentences of one reader, of which the second is held against the recording again.</summary>
public sealed class SentenceReviewTests(DefaultModel model) : IClassFixture<DefaultModel>
{
    private const string First = " Drop the two when you add the figures.";
    private const string Second = " The child almost hurt the small dog.";
    private const int Pause = 8000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(" The child almost hurt the small fog.")]
    [InlineData(" The child almost heard a small dog.")]
    public void An_unlikely_word_that_was_not_said_is_mended_and_nothing_else_changes(string misheard)
    {
        using var window = model.Whisper.Encode(Samples);
        Assert.Equal(First + Second, Text(Review(window, Align(window, First + misheard))));
    }

    [Fact]
    public void A_word_that_was_said_stands_however_unlikely_it_seemed()
    {
        using var window = model.Whisper.Encode(Samples);
        Assert.Null(Review(window, [.. Align(window, First + Second).Select(w => w.Confidence == 1 ? w : w with { Confidence = 0.1 })]));
    }

    [Fact]
    public void What_another_text_has_that_is_less_likely_is_not_taken()
    {
        using var window = model.Whisper.Encode(Samples);
        Assert.Null(Review(window, [.. Align(window, First + Second).Select(w => w.Text == " two" ? w with { Confidence = 0.1 } : w)]));
    }

    [Fact]
    public void Words_that_are_likely_are_not_heard_again()
    {
        using var window = model.Whisper.Encode(Samples);
        Assert.Null(Review(window, [.. Align(window, First + " The child almost hurt the small fog.").Select(w => w with { Confidence = 0.9 })]));
    }

    [Fact]
    public void Cancellation_reaches_it()
    {
        using var window = model.Whisper.Encode(Samples);
        var words = Align(window, First + " The child almost hurt the small fog.");
        Assert.Throws<OperationCanceledException>(() => new SentenceReview(model.Whisper).Review(Request, window, words, new CancellationToken(canceled: true)));
    }

    private static float[] Samples { get; } = [.. Clip("en_sb_spk1_snt2.wav"), .. new float[Pause], .. Clip("en_sb_spk1_snt1.wav")];

    private static RecognitionRequest Request
    {
        get
        {
            var (pause, end) = (Clip("en_sb_spk1_snt2.wav").Length / 16000.0, Samples.Length / 16000.0);
            return new RecognitionRequest(Samples, [(0.3, pause - 0.2), (pause + 0.7, end - 0.2)], "en");
        }
    }

    private static float[] Clip(string name) => WavFile.Read(Fixtures.PathOf("audio", "clips", name));

    private IReadOnlyList<int>? Review(ICrossAttention window, IReadOnlyList<TimedWord> words) => new SentenceReview(model.Whisper).Review(Request, window, words, Cancellation);

    /// <summary>The first sentence is taken for certain, whatever the model thinks of it.</summary>
    private List<TimedWord> Align(ICrossAttention window, string text)
        => [.. new WordAligner(model.Whisper.Configuration, model.Whisper.Tokenizer, model.Whisper.Decoder)
            .Align(window, model.Whisper.Tokenizer.Encode(text), "en", Request.Seconds).Select((word, i) => i < First.Split(' ').Length - 1 ? word with { Confidence = 1 } : word)];

    private string? Text(IReadOnlyList<int>? tokens) => tokens is null ? null : model.Whisper.Tokenizer.Decode([.. tokens]);
}
