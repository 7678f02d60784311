using FsCheck;
using FsCheck.Fluent;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

/// <summary>What holds whatever the recogniser says.</summary>
public sealed class TokenBuilderPropertyTests
{
    private static readonly string[] Languages = ["en", "es", "ja", "zh", "th", "de"];
    private static readonly string[] Fragments =
        [
            " ", "a", " Word", "é", ".", ",", "...", "—", "'", "\"", "¿", "(", ")", "$", "2", "50", "%", "日", "本", "。", "「", "」", "ก", "ำ",
            "-", "😀", "\u0301", "\n", "\ud800", "&", "<", "-->", "…"
        ];

    private static readonly Gen<RecognisedWord> Word =
        from parts in Gen.Elements(Fragments).ListOf(4)
        from odd in ArbMap.Default.GeneratorFor<string>()
        from useOdd in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from start in Gen.Choose(0, 100_000)
        from length in Gen.Choose(0, 9_000)
        from confidence in Gen.Elements(0.0, 0.5, 1.0, 1.0000001, -0.1, double.NaN)
        from language in Gen.Elements(Languages)
        from speaker in Gen.Elements<string?>(null, "1", "2")
        select new RecognisedWord(
            useOdd ? odd ?? "" : string.Concat(parts), TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(start + length),
            confidence, language)
        {
            Speaker = speaker,
        };

    private static readonly Gen<IReadOnlyList<RecognisedWord>[]> Windows =
        Word.ListOf().Select(list => (IReadOnlyList<RecognisedWord>)[.. list]).ListOf().Select(list => list.ToArray());

    [Fact]
    public void Tokens_keep_every_promise_of_the_contract() => Check(tokens =>
    {
        Assert.All(tokens, t => Assert.NotEqual("", t.Text.Trim()));
        Assert.All(tokens, t => Assert.InRange(t.Confidence, 0, 1));
        Assert.All(tokens, t => Assert.True(t.EndMs >= t.StartMs));
        Assert.All(
            tokens, t => Assert.True(
                t.Text.EnumerateRunes().All(r => r.Value is ' ' || !(System.Text.Rune.IsControl(r) || System.Text.Rune.IsWhiteSpace(r)))));
        foreach (var own in tokens.GroupBy(t => t.Speaker))
            Assert.Equal(own.Select(t => t.StartMs), own.Select(t => t.StartMs).Order());

        var text = string.Concat(tokens.Select(t => t.Text));
        Assert.Equal(text, new Transcript([.. tokens], TimeSpan.Zero, null).Text);
        Assert.Equal(text.Trim(), text);
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
    });

    // A sentence begins with a capital.
    [Fact]
    public void No_character_of_a_word_is_lost() => Prop.ForAll(Windows.ToArbitrary(), windows =>
    {
        var said = string.Concat(windows.SelectMany(w => w).Select(w => w.Text).SelectMany(t => t.EnumerateRunes()).Where(IsKept));
        var written = string.Concat(TokenBuilder.Build(windows).SelectMany(t => t.Text.EnumerateRunes()).Where(r => r.Value is not ' '));
        Assert.Equal(said, written, ignoreCase: true);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Subtitles_keep_every_limit() => Check(tokens =>
    {
        var cues = new SubtitleComposer(new SubtitleOptions(), SubtitleText.SrtLabel).Compose(tokens);

        Assert.Equal(Letters(string.Concat(tokens.Select(t => t.Text))), Letters(string.Concat(cues.SelectMany(c => c.Lines))));
        foreach (var cue in cues)
        {
            Assert.InRange(cue.Lines.Count, 1, 2);
            Assert.True(cue.End > cue.Start && cue.End - cue.Start <= TimeSpan.FromSeconds(7));
            var label = cue is { BeginsTurn: true, Speaker: { } speaker } ? SubtitleText.SrtLabel(speaker) : "";
            Assert.All(cue.Lines, (line, i) => Assert.InRange(Script.Cells(i == 0 ? label + line : line), 0, 42));
            Assert.All(cue.Lines, line => Assert.Equal(line.Trim(), line));
            Assert.All(cue.Lines, Assert.NotEmpty);
        }

        // Two speakers may speak at once.
        foreach (var own in cues.GroupBy(c => c.Speaker))
            Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    });

    private static void Check(Action<IReadOnlyList<TranscriptToken>> property)
        => Prop.ForAll(Windows.ToArbitrary(), windows => property(TokenBuilder.Build(windows)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool IsKept(System.Text.Rune rune)
        => !System.Text.Rune.IsWhiteSpace(rune) && !System.Text.Rune.IsControl(rune) && rune != System.Text.Rune.ReplacementChar;

    private static string Letters(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
