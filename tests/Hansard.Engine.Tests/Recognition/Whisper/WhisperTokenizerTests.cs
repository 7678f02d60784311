using System.Text.Json;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

public sealed class WhisperTokenizerTests
{
    private static readonly WhisperTokenizer Tokenizer = WhisperTokenizer.Load(Path.Combine(Fixtures.Models, "whisper-base"));

    public static TheoryData<string, int[]> Cases()
    {
        var data = new TheoryData<string, int[]>();
        var json = JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("golden", "whisper", "tokenizer.json"))).RootElement;
        foreach (var c in json.GetProperty("cases").EnumerateArray())
            data.Add(c.GetProperty("text").GetString()!, GoldenWhisper.Ints(c.GetProperty("ids")));
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Text_is_encoded_as_the_reference_encodes_it_and_decodes_to_itself(string text, int[] ids)
    {
        if (!ids.Any(i => i >= 50257) && !IsWithoutFirstMerge(ids)) Assert.Equal(ids, Tokenizer.Encode(text));
        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }

    // The golden data were made without the first of the 50,000 merges, a space and a "t" (models/whisper-base/README.md).
    private static bool IsWithoutFirstMerge(int[] ids)
        => Enumerable.Range(1, Math.Max(0, ids.Length - 1))
            .Any(i => Tokenizer.Decode([ids[i - 1]]) == " " && Tokenizer.Decode([ids[i]]).StartsWith('t'));

    /// <summary>The ids that OpenAI's own vocabulary (multilingual.tiktoken) has for them.</summary>
    [Theory]
    [InlineData(" the", 264)]
    [InlineData(" to", 281)]
    [InlineData(" that", 300)]
    [InlineData(" two", 732)]
    [InlineData(" t", 256)]
    public void Words_that_begin_with_a_small_t_are_one_token(string text, int id) => Assert.Equal([id], Tokenizer.Encode(text));

    [Fact]
    public void A_special_token_in_a_text_is_encoded_as_plain_text()
        => Assert.DoesNotContain(Tokenizer.Encode("<|endoftext|> <|en|>"), id => id >= 50257);

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.99)]
    [InlineData(0.999999)]
    public void A_file_that_is_cut_off_is_an_error_that_names_it(double share)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-tokenizer-");
        try
        {
            var whole = File.ReadAllBytes(Path.Combine(Fixtures.Models, "whisper-base", WhisperTokenizer.FileName));
            File.WriteAllBytes(Path.Combine(folder.FullName, WhisperTokenizer.FileName), whole[..(int)(whole.Length * share)]);
            var error = Assert.Throws<InvalidDataException>(() => WhisperTokenizer.Load(folder.FullName));
            Assert.Contains(WhisperTokenizer.FileName, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("whisper-base", 50257, 50258, 50363, 50359, 99, 80)]
    public void Special_ids_are_read_from_the_model_folder(
        string model, int endOfText, int start, int noTimestamps, int transcribe, int languages, int bands)
    {
        var configuration = WhisperConfiguration.Load(Path.Combine(Fixtures.Models, model));
        Assert.Equal(endOfText, configuration.EndOfText);
        Assert.Equal(start, configuration.StartOfTranscript);
        Assert.Equal(noTimestamps, configuration.NoTimestamps);
        Assert.Equal(transcribe, configuration.Transcribe);
        Assert.Equal(languages, configuration.Languages.Count);
        Assert.Equal(bands, configuration.MelBands);
    }

    [Fact]
    public void A_model_of_other_dimensions_has_other_ids()
    {
        var configuration = WhisperConfiguration.Load(Fixtures.PathOf("models", "whisper-random"));
        Assert.Equal(128, configuration.MelBands);
        Assert.Equal(50364, configuration.NoTimestamps);
        Assert.Equal(50363, configuration.NoSpeech);
        Assert.Equal(50365, configuration.FirstTimestamp);
        Assert.Equal(50362, configuration.StartOfPrevious);
        Assert.Equal(50358, configuration.Languages["yue"]);
    }
}
