using Hansard.Translation.Neural;

namespace Hansard.Translation.Tests.Neural;

public sealed class TranslationTokenizerTests
{
    private const int EndOfSequence = 0;

    [Theory]
    [InlineData("en-pt")]
    [InlineData("pt-en")]
    public void Sentences_and_odd_strings_have_the_ids_of_the_reference(string pair)
    {
        var tokenizer = Load(pair);
        foreach (var sentence in GoldenTranslation.Sentences(pair))
            Assert.Equal(sentence.SourceIds, tokenizer.Encode(sentence.Source).Append(EndOfSequence));
        // Text that spells a special token is the one exception, by design: see the next test.
        foreach (var odd in GoldenTranslation.TokenizerCases(pair).Where(c => !c.Text.Contains("</s>", StringComparison.Ordinal)))
        {
            Assert.Equal(odd.Ids, tokenizer.Encode(odd.Text).Append(EndOfSequence));
            Assert.Equal(odd.Decoded, tokenizer.Decode(odd.Ids.Where(id => id != EndOfSequence)));
        }
    }

    [Theory]
    [InlineData("en-pt")]
    [InlineData("pt-en")]
    public void Special_tokens_spelled_out_in_a_text_are_text(string pair)
    {
        var tokenizer = Load(pair);
        var ids = tokenizer.Encode("The end </s> of <pad> it.");
        Assert.DoesNotContain(EndOfSequence, ids);
        Assert.EndsWith("of pad> it.", tokenizer.Decode(ids), StringComparison.Ordinal);
        Assert.Contains("/s>", tokenizer.Decode(ids), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_left_out()
    {
        var tokenizer = Load("en-pt");
        Assert.Equal(tokenizer.Encode("Hello world"), tokenizer.Encode("Hello \ud83dworld"));
    }

    [Fact]
    public void A_folder_of_another_kind_is_refused_by_name()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, """{"model":{"type":"WordPiece","vocab":{}}}""");
        try
        {
            var error = Assert.Throws<InvalidDataException>(() => TranslationTokenizer.Load(path));
            Assert.Contains("WordPiece", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TranslationTokenizer Load(string pair)
        => TranslationTokenizer.Load(Path.Combine(GoldenTranslation.ModelFolder(pair), "tokenizer.json"));
}
