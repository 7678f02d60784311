using System.Text.Json;

namespace Hansard.Server.Tests.Doors.WhisperAsr;

/// <summary>Real speech in the forms of the webservice.</summary>
[Collection(nameof(AsrServer))]
public sealed class AsrAnswerTests(AsrServer asr)
{
    private const string English = "en_LJ001-0008.wav";
    private const string Sentence = "en_sb_spk1_snt1.wav";
    private const string Portuguese = "pt_test_pt.wav";
    private const string Said = "has never been surpassed";

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("txt", "^[a-zA-Z ]+ surpassed[.]\n$")]
    [InlineData("srt", "^1\n00:00:0.,... --> 00:00:0.,...\n(.|\n)* surpassed")]
    [InlineData("vtt", "^WEBVTT\n\n00:00:0.[.]... --> 00:00:0.[.]...\n(.|\n)* surpassed")]
    [InlineData("tsv", "^start\tend\ttext\n[0-9]+\t[12][0-9]{3}\t.* surpassed")]
    public async Task A_text_has_the_form_that_is_asked_for(string output, string pattern)
    {
        using var client = asr.Server.NewClient(key: null);
        Assert.Matches(pattern, await client.AsrTextAsync($"/asr?output={output}&language=english", AsrCalls.Clip(English)));
    }

    [Theory]
    [Requires("ffmpeg")]
    [InlineData(false, "enable_diarization=false")]
    [InlineData(true, "enable_diarization=true&max_speakers=2&diarize=true")]
    public async Task Json_has_sentences_with_all_fields_and_speakers_where_they_are_asked_for(bool hasSpeakers, string options)
    {
        using var client = asr.Server.NewClient(key: null);
        var text = await client.AsrTextAsync($"/asr?output=json&word_timestamps=yes&{options}", AsrCalls.Clip(English));
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal("en", json.String("language"));
        Assert.Contains(Said, json.String("text"), StringComparison.OrdinalIgnoreCase);
        string[] fields =
        [
            "id", "seek", "start", "end", "text", "tokens", "avg_logprob", "compression_ratio", "no_speech_prob", "words", "temperature",
        ];
        foreach (var segment in json.GetProperty("segments").EnumerateArray())
        {
            Assert.Equal(hasSpeakers ? [.. fields, "speaker"] : fields, segment.EnumerateObject().Select(member => member.Name));
            if (hasSpeakers) Assert.Equal("SPEAKER_00", segment.String("speaker"));
            Assert.StartsWith(" ", segment.String("text"), StringComparison.Ordinal);
            var words = segment.GetProperty("words").EnumerateArray().ToList();
            Assert.Equal(segment.String("text").Trim(), string.Concat(words.Select(word => word.String("word"))).Trim());
            Assert.All(words, word => Assert.InRange(word.GetProperty("probability").GetDouble(), 0.01, 1));
        }
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Samples_without_a_header_and_files_sent_as_if_they_had_none_give_the_same_text()
    {
        using var client = asr.Server.NewClient(key: null);
        var usual = await client.AsrTextAsync("/asr", AsrCalls.Clip(Sentence));
        Assert.Equal(usual, await client.AsrTextAsync("/asr?encode=false", AsrCalls.Samples(Sentence)));
        Assert.Equal(usual, await client.AsrTextAsync("/asr?encode=false", AsrCalls.Clip(Sentence)));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_translation_is_in_english()
    {
        using var client = asr.Server.NewClient(key: null);
        var spoken = await client.AsrTextAsync("/asr?output=txt&task=transcribe", AsrCalls.Clip(Portuguese));
        var translated = await client.AsrTextAsync("/asr?output=srt&task=translate&language=pt", AsrCalls.Clip(Portuguese));
        Assert.StartsWith("1\n00:00:", translated, StringComparison.Ordinal);
        Assert.Matches("(?i)fox", translated);
        Assert.DoesNotContain(spoken.Trim()[..12], translated, StringComparison.Ordinal);
    }

    [Theory]
    [Requires("ffmpeg")]
    [InlineData(Portuguese, 0, "pt", "portuguese")]
    [InlineData(Portuguese, 60, "pt", "portuguese")]
    [InlineData(Sentence, 0, "en", "english")]
    public async Task A_language_is_found_out_from_the_first_speech(string clip, int silentSeconds, string code, string name)
    {
        using var client = asr.Server.NewClient(key: null);
        var text = await client.AsrTextAsync("/detect-language?encode=false", AsrCalls.Samples(clip, silentSeconds));
        var found = JsonDocument.Parse(text).RootElement;
        Assert.Equal((code, name), (found.String("language_code"), found.String("detected_language")));
        Assert.InRange(found.GetProperty("confidence").GetDouble(), 0.5, 1);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Nothing_stays_but_the_usage_of_the_project_without_a_key()
    {
        using var client = asr.Server.NewClient(key: null);
        await client.AsrTextAsync("/asr?model=nobody-has-this", AsrCalls.Clip(English));
        using var owner = await asr.Server.NewProjectAsync(AsrServer.Project);
        Assert.Empty((await asr.Server.GetAsync("/v1/files", owner)).GetProperty("files").EnumerateArray());
        Assert.Empty((await asr.Server.GetAsync("/v1/transcriptions", owner)).GetProperty("transcriptions").EnumerateArray());
        var logs = await asr.Server.GetAsync("/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z", owner);
        Assert.Contains(logs.GetProperty("usage_logs").EnumerateArray(), log => log.String("model") == "nobody-has-this");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(asr.Server.DataDirectory, "temporary")));
    }
}
