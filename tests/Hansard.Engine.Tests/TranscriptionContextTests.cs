using System.Text.Json;

namespace Hansard.Engine.Tests;

/// <summary>Terms are found where they are said and never put in where they are not.</summary>
public sealed class TranscriptionContextTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SharedFact]
    public async Task Every_term_of_the_vendors_recordings_is_written_as_given()
    {
        Assert.Equal(
            "Acetylcarnitine is a molecule and Zestoretic is a medication.",
            await TextAsync(
                Vendor("acetylcarnitine_zestoretic.flac"), new TranscriptionContext { Terms = ["Acetylcarnitine", "Zestoretic"] }));
        Assert.Equal(
            "I was watching videos on YouTube about the company 23andMe.",
            await TextAsync(Vendor("youtube_23andme.flac"), new TranscriptionContext { Terms = ["YouTube", "23andMe"] }));
        Assert.StartsWith(
            "Speechology is ",
            await TextAsync(Vendor("speechology.flac"), new TranscriptionContext { Terms = ["Speechology"] }), StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task The_vendors_healthcare_context_changes_nothing_in_a_coffee_shop()
    {
        var request = Fixtures.Json(Fixtures.SharedPathOf("api", "vendor_requests.json")).GetProperty("none").GetProperty("context");
        var context = new TranscriptionContext
        {
            General = [.. request.GetProperty("general").EnumerateArray().Select(g => new ContextFact(Text(g, "key"), Text(g, "value")))],
            Text = Text(request, "text"),
            Terms = [.. request.GetProperty("terms").EnumerateArray().Select(t => t.GetString()!)],
        };
        Assert.Equal(await TextAsync(Vendor("coffee_shop.mp3"), null), await TextAsync(Vendor("coffee_shop.mp3"), context));
    }

    [SharedFact]
    public async Task A_name_in_the_text_of_a_context_is_recognised_where_it_was_mistaken()
    {
        Assert.DoesNotContain("Zestoretic", await TextAsync(Vendor("acetylcarnitine_zestoretic.flac"), null), StringComparison.Ordinal);
        Assert.Contains(
            "Zestoretic is a medication.",
            await TextAsync(
                Vendor("acetylcarnitine_zestoretic.flac"),
                new TranscriptionContext { Text = "The patient was put on Zestoretic by her physician, and feels well." }),
            StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task A_name_in_the_text_that_is_an_ordinary_word_as_well_stays_as_it_is_recognised()
    {
        var context = new TranscriptionContext { Text = "It is sold by Molecule and by Medication." };
        Assert.Contains(
            "is a molecule and", await TextAsync(Vendor("acetylcarnitine_zestoretic.flac"), context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en_test.wav", "Celebrex", "Zyrtec", "Xanax", "Prilosec", "Amoxicillin Clavulanate Potassium")]
    [InlineData("en_jfk.flac", "Armenians", "Askew", "Cantrell", "Yorick")]
    [InlineData("en_sb_spk1_snt2.wav", "Dropbox", "Attila", "Figaro")]
    [Requires("ffmpeg")]
    public async Task Terms_that_are_not_said_change_nothing(string clip, params string[] terms)
        => Assert.Equal(await TextAsync(Clip(clip), null), await TextAsync(Clip(clip), new TranscriptionContext { Terms = terms }));

    [Theory]
    [InlineData("shaun.flac", "Shaun", "I ask Shaun to open the window.")]
    [InlineData("shaun.flac", "Joan", "I ask Sean to open the window.")]
    [InlineData("carry.flac", "Carrie", "Please carry the box upstairs.")]
    [InlineData("carry.flac", "Carry", "Please carry the box upstairs.")]
    [Requires("ffmpeg")]
    public async Task A_name_that_sounds_like_another_is_written_as_given_and_one_that_sounds_like_a_word_is_not(
        string clip, string term, string text)
        => Assert.Equal(text, await TextAsync(Fixtures.PathOf("terms", clip), new TranscriptionContext { Terms = [term] }));

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_term_that_was_recognised_is_written_as_given_and_keeps_its_time()
    {
        var options = new TranscriptionOptions { Context = new TranscriptionContext { Terms = ["APOSTLE", "Quilter"] } };
        var with = await shared.Engine.TranscribeAsync(Clip("en_test.wav"), options, cancellationToken: Cancellation);
        var without = await shared.Engine.TranscribeAsync(Clip("en_test.wav"), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.Contains(" APOSTLE ", with.Text, StringComparison.Ordinal);
        Assert.Equal(without.Text, with.Text, ignoreCase: true);
        Assert.Equal(without.Tokens.Select(t => (t.StartMs, t.EndMs)), with.Tokens.Select(t => (t.StartMs, t.EndMs)));
    }

    private async Task<string> TextAsync(string path, TranscriptionContext? context)
        => (await shared.Engine.TranscribeAsync(
            path, new TranscriptionOptions { Context = context }, cancellationToken: Cancellation)).Text;

    private static string Vendor(string name) => Fixtures.SharedPathOf("audio", "vendor", name);

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
