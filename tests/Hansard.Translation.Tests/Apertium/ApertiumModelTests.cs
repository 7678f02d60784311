using Hansard.Translation.Apertium;
using Hansard.Translation.Apertium.Rules;

namespace Hansard.Translation.Tests.Apertium;

public sealed class ApertiumModelTests
{
    private static readonly LanguagePair EnglishToSpanish = new("en", "es");
    private static readonly LanguagePair SpanishToEnglish = new("es", "en");

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task English_becomes_Spanish()
    {
        await using var model = Open(EnglishToSpanish);
        var translator = new SentenceTranslator(model);
        Assert.Equal("¿Está bien?", await TranslateAsync(translator, "Are you okay?"));
        Assert.Equal("Muchas gracias.", await TranslateAsync(translator, "Thank you very much."));
        Assert.Equal("Esto es una prueba.", await TranslateAsync(translator, "This is a test."));
        Assert.Equal(TranslationQuality.Basic, translator.Quality);
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task Billions_are_not_confused()
    {
        await using var english = Open(EnglishToSpanish);
        await using var spanish = Open(SpanishToEnglish);
        Assert.Equal("Mil millones de dólares.", await TranslateAsync(new SentenceTranslator(english), "One billion dollars."));
        Assert.StartsWith(
            "Dos mil millones de personas", await TranslateAsync(new SentenceTranslator(english), "Two billion people live there."),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Tres billones de dólares", await TranslateAsync(new SentenceTranslator(english), "Three trillion dollars were lost."),
            StringComparison.Ordinal);
        Assert.Equal("Two billion euros.", await TranslateAsync(new SentenceTranslator(spanish), "Dos mil millones de euros."));
        Assert.Equal("One trillion people.", await TranslateAsync(new SentenceTranslator(spanish), "Un billón de personas."));
        Assert.Contains(
            "1.234,56", await TranslateAsync(new SentenceTranslator(english), "He paid 1,234.56 dollars."), StringComparison.Ordinal);
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task Terms_and_addresses_are_kept()
    {
        await using var model = Open(EnglishToSpanish);
        var translation = await TranslateAsync(
            new SentenceTranslator(model), "Mr. Smith had a stroke at St John's, write to me@example.com.", new("Mr. Smith", "Sr. Smith"),
            new("St John's", "St John's"), new("stroke", "ictus"));
        foreach (var term in new[] { "Sr. Smith", "St John's", "ictus", "me@example.com" })
            Assert.Contains(term, translation, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task Characters_of_its_stream_format_are_text()
    {
        await using var model = Open(EnglishToSpanish);
        var translator = new SentenceTranslator(model);
        foreach (var text in new[] { "a [b] c.", "x^y$ z.", "{a} <b> /c/ \\d @e.", "[<STREAMCMD:FLUSH>]", "]" })
        {
            var translation = await TranslateAsync(translator, text);
            Assert.Equal(text.Count(c => "[]{}^$<>/\\@".Contains(c)), translation.Count(c => "[]{}^$<>/\\@".Contains(c)));
        }

        Assert.Equal("Esto es una prueba.", await TranslateAsync(translator, "This is a test."));
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task A_killed_translator_is_started_again()
    {
        await using var model = Open(EnglishToSpanish);
        var translator = new SentenceTranslator(model);
        await TranslateAsync(translator, "This is a test.");
        using (var process = System.Diagnostics.Process.GetProcessById(model.Processes.Single().ProcessId!.Value))
            process.Kill(entireProcessTree: true);
        Assert.Equal("Esto es una prueba.", await TranslateAsync(translator, "This is a test."));
    }

    [Fact]
    public async Task A_hung_translator_fails_its_own_job_with_a_clear_message_and_the_next_one_works()
    {
        // A filter that hangs at one word.
        var script = """while IFS= read -r -d '' text; do case "$text" in *hang*) sleep 60;; *) printf '%s\0' "$text";; esac; done""";
        await using var process = new FilterProcess(
            "Test", $"exec bash -c '{script.Replace("'", "'\\''", StringComparison.Ordinal)}'", TimeSpan.FromSeconds(2));
        Assert.Equal("one", await process.AskAsync("one", TestContext.Current.CancellationToken));
        var error = await Assert.ThrowsAsync<TranslationException>(() => process.AskAsync("hang", TestContext.Current.CancellationToken));
        Assert.Contains("did not answer within 2 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal("two", await process.AskAsync("two", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_translator_that_always_dies_fails_with_a_clear_message()
    {
        await using var process = new FilterProcess("Test", "exit 1", TimeSpan.FromSeconds(5));
        var error = await Assert.ThrowsAsync<TranslationException>(() => process.AskAsync("one", TestContext.Current.CancellationToken));
        Assert.Contains("ended twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_does_not_leave_half_an_answer_behind()
    {
        var script = """while IFS= read -r -d '' text; do sleep 1; printf '%s\0' "$text"; done""";
        await using var process = new FilterProcess(
            "Test", $"exec bash -c '{script.Replace("'", "'\\''", StringComparison.Ordinal)}'", TimeSpan.FromSeconds(10));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.AskAsync("one", soon.Token));
        Assert.Equal("two", await process.AskAsync("two", TestContext.Current.CancellationToken));
    }

    private static ApertiumModel Open(LanguagePair pair)
        => new(ApertiumModes.Find(ApertiumModes.DefaultDirectory)[pair], pair, TimeSpan.FromSeconds(20), RewriteRules.Of(pair));

    private static async Task<string> TranslateAsync(SentenceTranslator translator, string sentence, params TranslationTerm[] terms)
        => (await translator.TranslateAsync([sentence], terms, TestContext.Current.CancellationToken))[0].Text;
}
