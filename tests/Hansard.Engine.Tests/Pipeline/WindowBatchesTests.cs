using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Batches of windows: letters are windows, capital ones of a language in doubt.</summary>
public sealed class WindowBatchesTests
{
    [Theory]
    [InlineData("abcde", 2, "ab cd e")]
    [InlineData("abcde", 1, "a b c d e")]
    [InlineData("aBcdEFg", 2, "a B cd E F g")]
    [InlineData("abC", 3, "ab C")]
    [InlineData("A", 2, "A")]
    public void A_batch_is_full_or_before_a_doubt_or_the_last(string windows, int size, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Batches(windows, size)));
        // Cut between any two batches, both sides have the same ones.
        var all = expected.Split(' ');
        for (var cut = 0; cut <= all.Length; cut++)
        {
            var (before, after) = (string.Concat(all[..cut]), string.Concat(all[cut..]));
            Assert.Equal(all, Batches(before, size).Concat(Batches(after, size)));
        }
    }

    private static List<string> Batches(string windows, int size)
    {
        var batches = new WindowBatches(size);
        List<string> found = [];
        foreach (var letter in windows) found.AddRange(batches.Add(Window(letter)).Select(Name));
        if (batches.Finish() is { } last) found.Add(Name(last));
        return found;
    }

    private static string Name(IReadOnlyList<IdentifiedWindow> batch)
        => string.Concat(batch.Select(window => (char)window.Window.StartSample));

    private static IdentifiedWindow Window(char letter) => new(
        new SpeechWindow(letter, [], []),
        new LanguageDecision("en", char.IsUpper(letter) ? [new LanguageAlternative("de", 1)] : []));
}
