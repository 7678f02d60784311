using Hansard.Engine.Recognition.Rescoring;

namespace Hansard.Engine.Tests.Recognition.Rescoring;

/// <summary>What is asked of a second model, and when.</summary>
public sealed class SecondOpinionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_loaded_for_texts_that_are_the_same()
    {
        var opened = 0;
        using var lengths = new Lengths();
        using (var opinion = Opinion(lengths, () => opened++))
        {
            using var window = opinion.On(new float[16], "en");
            Assert.Equal([0, 0], window.Of(["one", "one"], Cancellation));
            Assert.Equal([0], window.Of(["one"], Cancellation));
        }
        Assert.Equal((0, false), (opened, lengths.IsDisposed));
    }

    [Fact]
    public void A_window_is_listened_to_once_and_a_text_is_judged_once()
    {
        var opened = 0;
        using var lengths = new Lengths();
        using (var opinion = Opinion(lengths, () => opened++))
        {
            using (var window = opinion.On(new float[16], "en"))
            {
                Assert.Equal([-3 * SecondOpinion.Weight, -5 * SecondOpinion.Weight], window.Of(["one", "three"], Cancellation));
                Assert.Equal(
                    [-5 * SecondOpinion.Weight, -4 * SecondOpinion.Weight, -4 * SecondOpinion.Weight],
                    window.Of(["three", "four", "four"], Cancellation));
            }
            Assert.Equal((1, 1, 1), (opened, lengths.Heard, lengths.WindowsDisposed));
            Assert.Equal(["one", "three", "four"], lengths.Judged);
            using var another = opinion.On(new float[16], "en");
            another.Of(["one", "three"], Cancellation);
            Assert.Equal((1, 2), (opened, lengths.Heard));
            Assert.False(lengths.IsDisposed);
        }
        Assert.True(lengths.IsDisposed);
    }

    [Fact]
    public void Only_its_languages_are_judged()
    {
        using var lengths = new Lengths();
        using var opinion = Opinion(lengths, () => { });
        Assert.True(opinion.Covers("en"));
        Assert.False(opinion.Covers("pt"));
    }

    private static SecondOpinion Opinion(Lengths lengths, Action opened) => new("lengths", ["en"], () =>
    {
        opened();
        return lengths;
    });

    /// <summary>The longer a text, the less likely.</summary>
    private sealed class Lengths : IRescorer, IJudgedWindow
    {
        public int Heard { get; private set; }

        public int WindowsDisposed { get; private set; }

        public bool IsDisposed { get; private set; }

        public List<string> Judged { get; } = [];

        public IJudgedWindow Listen(ReadOnlySpan<float> samples, string language)
        {
            Heard++;
            return this;
        }

        public IReadOnlyList<double> Judge(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            Judged.AddRange(texts);
            return [.. texts.Select(text => (double)-text.Length)];
        }

        public void Dispose()
        {
            // The window of this object ends before the object does.
            if (WindowsDisposed < Heard) WindowsDisposed++;
            else IsDisposed = true;
        }
    }
}
