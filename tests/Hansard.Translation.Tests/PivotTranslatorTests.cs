using Hansard.Engine.Matrices;
using System.Diagnostics;
using System.Runtime.Versioning;
using Hansard.Translation.Apertium;
using Hansard.Translation.Apertium.Rules;

namespace Hansard.Translation.Tests;

/// <summary>English and Spanish over Portuguese: a neural model and Apertium's rules.</summary>
[SupportedOSPlatform("linux")]
public sealed class PivotTranslatorTests
{
    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    // Questions: where they open, the accent, the subject behind the verb.
    [InlineData("What is your best seller here?", "¿Cuál es su producto más vendido aquí?")]
    [InlineData("Where were you yesterday?", "¿Dónde estaba ayer?")]
    [InlineData("It's very expensive, do you have anything cheaper?", "Es muy caro, ¿tiene alguna cosa más barata?")]
    [InlineData("I don't know where he is.", "No sé dónde está él.")]
    [InlineData("He sees you every day.", "Él lo ve todos los días.")]
    // Who is meant shows in the verb.
    [InlineData("You need to drink more water.", "Necesita beber más agua.")]
    // Articles before places, and what needs one.
    [InlineData("Here in Maine, yes.", "Aquí en Maine, sí.")]
    [InlineData("Experts warn that the drought may last.", "Los especialistas alertan que la sequía puede durar.")]
    // What is said often does not go through two models.
    [InlineData("Really?", "¿De verdad?")]
    [InlineData("I'm fine, too.", "Yo también estoy bien.")]
    [InlineData("YOU'RE WELCOME!", "¡DE NADA!")]
    public async Task English_becomes_Spanish(string english, string spanish)
        => Assert.Equal(spanish, await DefaultTranslators.TranslateWithApertiumAsync("en-es", english));

    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    [InlineData("¿Dónde estaba usted la noche del 14 de marzo?", "Where were you on the night of March 14?")]
    [InlineData("¿Firmó usted este documento?", "Did you sign this document?")]
    [InlineData("¿Cuál es su producto más vendido?", "What is your best-selling product?")]
    [InlineData("Me duele la cabeza.", "My head hurts.")]
    [InlineData("Gracias por venir.", "Thanks for coming.")]
    [InlineData("Estoy bien, gracias.", "I'm fine, thank you.")]
    public async Task Spanish_becomes_English(string spanish, string english)
        => Assert.Equal(english, await DefaultTranslators.TranslateWithApertiumAsync("es-en", spanish));

    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    [InlineData("en-es", "One billion dollars.", "Mil millones de dólares.")]
    [InlineData("en-es", "Two billion people live there.", "Dos mil millones de personas viven allá.")]
    [InlineData("en-es", "Three trillion dollars were lost.", "Tres billones de dólares fueron perdidos.")]
    [InlineData("en-es", "There are 7.9 billion people in the world.", "Hay 7,9 mil millones de personas en el mundo.")]
    [InlineData("en-es", "The population is 1,250,000.", "La población es de 1.250.000.")]
    [InlineData("en-es", "It costs 1,234.56 dollars.", "Cuesta 1.234,56 dólares.")]
    [InlineData("es-en", "Dos mil millones de personas viven allí.", "Two billion people live there.")]
    [InlineData("es-en", "La empresa vale mil millones de dólares.", "The company is worth a billion dollars.")]
    [InlineData("es-en", "Un billón de euros.", "A trillion euros.")]
    [InlineData("es-en", "La población es de 1.250.000 habitantes.", "The population is 1,250,000 inhabitants.")]
    [InlineData("pt-es", "Um bilhão de pessoas.", "Mil millones de personas.")]
    [InlineData("pt-es", "Um trilhão de euros.", "Un billón de euros.")]
    [InlineData("es-pt", "Tres billones de euros.", "Três trilhões de euros.")]
    [InlineData("es-pt", "Dos mil millones de euros.", "Dois bilhões de euros.")]
    public async Task Large_numbers_keep_their_size_and_get_the_language_s_separators(string pair, string source, string expected)
        => Assert.Equal(expected, await DefaultTranslators.TranslateWithApertiumAsync(pair, source));

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task A_large_number_with_a_fraction_keeps_its_size()
        => Assert.Equal(
            IntegerProduct.ReadsUnsigned ? "The debt is $31.4 trillion." : "The debt is 31.4 trillion dollars.",
            await DefaultTranslators.TranslateWithApertiumAsync("es-en", "La deuda es de 31,4 billones de dólares."));

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task Unknown_words_and_names_are_copied_without_marks()
    {
        Assert.Equal(
            "Zanzitek y Mr-X_2 trabajan aquí.",
            await DefaultTranslators.TranslateWithApertiumAsync("pt-es", "Zanzitek e Mr-X_2 trabalham aqui."));
        Assert.Contains(
            "me@example.com", await DefaultTranslators.TranslateWithApertiumAsync("en-es", "Write to me@example.com today."),
            StringComparison.Ordinal);
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task A_noun_that_stands_in_for_an_unknown_one_is_never_seen()
        => Assert.DoesNotContain(
            "zebra", await DefaultTranslators.TranslateWithApertiumAsync("pt-es", "O plimbo e a zebra estão no plambo."),
            StringComparison.Ordinal);

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task A_killed_second_half_is_started_again()
    {
        var pair = new LanguagePair("pt", "es");
        await using var rules = new ApertiumModel(
            ApertiumModes.Find(ApertiumModes.DefaultDirectory)[pair], pair, TimeSpan.FromSeconds(20), RewriteRules.Of(pair));
        var way = new PivotTranslator(DefaultTranslators.Of("en-pt"), new SentenceTranslator(rules));
        await TranslateAsync(way, "The house is white.");
        foreach (var filter in rules.Processes)
        {
            using (var process = Process.GetProcessById(filter.ProcessId!.Value)) process.Kill(entireProcessTree: true);
            Assert.Equal("La casa es blanca.", await TranslateAsync(way, "The house is white."));
        }
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task A_hung_second_half_fails_its_own_job_with_a_clear_message_and_the_next_one_works()
    {
        var modes = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            // A filter that copies what it is given, and hangs at one word.
            var filter = Path.Combine(modes.FullName, "filter");
            File.WriteAllText(filter, "#!/bin/bash\nwhile IFS= read -r -d '' text; do case \"$text\" in *branca*) sleep 60;; "
                + "*) printf '%s\\0' \"$text\";; esac; done\n");
            File.SetUnixFileMode(filter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(Path.Combine(modes.FullName, "pt-es.mode"), filter);
            await using var catalogue = TranslatorCatalogue.Open(
                new TranslationSettings
                {
                    ModelsDirectory = Fixtures.Models,
                    Threads = 1,
                    ApertiumModes = modes.FullName,
                    ApertiumTimeout = TimeSpan.FromSeconds(2),
                });
            var way = catalogue.Find(new("en", "es"))!;
            var error = await Assert.ThrowsAsync<TranslationException>(() => TranslateAsync(way, "The house is white."));
            Assert.Contains("Apertium pt-es did not answer within 2 seconds", error.Message, StringComparison.Ordinal);
            Assert.Equal("A casa é grande.", await TranslateAsync(way, "The house is big."));
        }
        finally
        {
            modes.Delete(recursive: true);
        }
    }

    private static async Task<string> TranslateAsync(ITranslator translator, string sentence)
        => (await translator.TranslateAsync([sentence], [], TestContext.Current.CancellationToken))[0].Text;
}
