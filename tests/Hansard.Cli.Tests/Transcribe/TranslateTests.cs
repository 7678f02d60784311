using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe;

[Requires("ffmpeg")]
public sealed class TranslateTests
{
    [Fact]
    public async Task Json_has_each_sentence_and_then_its_translation()
    {
        var result = await RunAsync(
            "transcribe", Clip("en_LJ001-0008.wav"), "--format", "json", "--translate", "en:pt", "--beam", "1", "--translation-term",
            "surpassed=ultrapassado");
        Assert.Equal((0, ""), (result.Code, result.Error));
        var tokens = JsonDocument.Parse(result.Output).RootElement.GetProperty("tokens").EnumerateArray().ToArray();
        var statuses = tokens.Select(t => t.GetProperty("translation_status").GetString()!).ToArray();
        Assert.Equal(["original", "translation"], statuses.Distinct());
        Assert.Equal(statuses.Order(StringComparer.Ordinal), statuses);
        Assert.All(tokens.Where(t => t.GetProperty("translation_status").GetString() == "translation"), t =>
            Assert.Equal(
                ["text", "confidence", "language", "source_language", "translation_status"], t.EnumerateObject().Select(p => p.Name)));
        Assert.Contains(tokens, t => t.GetProperty("text").GetString() == " ultrapassado");
    }

    [Fact]
    public async Task Subtitles_of_the_translation_alone_have_its_text_and_the_speech_s_times()
    {
        var result = await RunAsync(
            "transcribe", Clip("pt_test_pt.wav"), "--format", "srt", "--translate", "en", "--translated-only", "--beam", "1");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("1\n00:00:0", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output, c => c is 'ã' or 'ç' or 'é');
    }

    [Fact]
    public async Task Speech_that_cannot_be_translated_is_written_as_spoken_and_said_so()
    {
        var result = await RunAsync(
            "transcribe", Clip("de_cheetah_de.wav"), "--format", "json", "--translate", "pt", "--language", "de", "--beam", "1");
        Assert.Equal(0, result.Code);
        Assert.Contains("What is said in de is not translated: there is no translator.", result.Error, StringComparison.Ordinal);
        Assert.All(
            JsonDocument.Parse(result.Output).RootElement.GetProperty("tokens").EnumerateArray(),
            token => Assert.Equal("none", token.GetProperty("translation_status").GetString()));
    }

    [Theory]
    [InlineData("navajo", "--translate takes a language, such as")]
    [InlineData("nv", "There is no translator for that: those that are here translate into en")]
    [InlineData("en:nv", "There is no translator for that: those that are here translate into en")]
    [InlineData("en:pt:es", "not 'en:pt:es'")]
    public async Task What_cannot_be_translated_is_wrong_usage(string argument, string message)
    {
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"), "--translate", argument);
        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
