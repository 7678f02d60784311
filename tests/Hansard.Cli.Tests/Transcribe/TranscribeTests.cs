using System.Diagnostics;
using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe;

[Requires("ffmpeg")]
public sealed class TranscribeTests : IDisposable
{
    private const string Surpassed = "Has never been surpassed.";
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard test ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_transcript_goes_to_standard_output_and_nothing_else_does()
    {
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(Surpassed, result.Output.Trim(), ignoreCase: true);
    }

    [Fact]
    public async Task Json_has_text_duration_language_and_tokens_of_the_contract()
    {
        var result = await RunAsync(
            "transcribe", Clip("en_LJ001-0008.wav"), "--format", "json", "--language", "en", "--beam", "1", "--threads", "1");
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(Surpassed, json.GetProperty("text").GetString(), ignoreCase: true);
        Assert.Equal("en", json.GetProperty("language").GetString());
        Assert.Equal(1783, json.GetProperty("duration_ms").GetInt32(), 5.0);
        var tokens = json.GetProperty("tokens").EnumerateArray().ToArray();
        Assert.Equal(json.GetProperty("text").GetString(), string.Concat(tokens.Select(t => t.GetProperty("text").GetString())));
        string[] names = ["text", "start_ms", "end_ms", "confidence", "language"];
        Assert.All(tokens, t => Assert.Equal(names, t.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public async Task Hints_may_be_repeated_and_be_strict()
    {
        var result = await RunAsync(
            "transcribe", Clip("pt_test_pt.wav"), "--format", "json", "--hint", "en-US", "--hint", "pt-BR", "--strict");
        Assert.Equal("pt", JsonDocument.Parse(result.Output).RootElement.GetProperty("language").GetString());
    }

    [Theory]
    // Left alone, the model writes each in the other script.
    [InlineData("zh_ub_chinese_thrice.flac", "自己的腳", "--language", "zh-TW")]
    [InlineData("zh_ub_chinese_thrice.flac", "自己的腳", "--hint", "zh-Hant", "--hint", "en")]
    [InlineData("zh_ub_chinese.flac", "自己的脚", "--language", "zh-CN")]
    public async Task Chinese_is_written_in_the_script_that_a_tag_names(string clip, string text, params string[] languages)
    {
        var result = await RunAsync(["transcribe", Clip(clip), "--format", "json", .. languages]);
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Contains(text, json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("zh", json.GetProperty("language").GetString());
    }

    [Fact]
    public async Task Speakers_are_named_in_text_and_their_turns_are_written_as_rttm()
    {
        var text = await RunAsync("transcribe", Clip("en_stereo_join.wav"), "--diarize", "--language", "en");
        Assert.Matches("^Speaker 1: .+\n\nSpeaker 2: .+\n$", text.Output);
        var mixed = await RunAsync("transcribe", Clip("en_stereo_join.wav"), "--speakers", "1", "--channels", "mix", "--language", "en");
        Assert.DoesNotContain("Speaker 2", mixed.Output, StringComparison.Ordinal);
        var rttm = await RunAsync("transcribe", Clip("en_stereo_join.wav"), "--format", "rttm", "--language", "en");
        Assert.Matches(@"^(SPEAKER en_stereo_join 1 \d+\.\d{3} \d+\.\d{3} <NA> <NA> [12] <NA> <NA>\n){2,}$", rttm.Output);
        Assert.Equal(2, (await RunAsync("transcribe", Clip("en_stereo_join.wav"), "--speakers", "21")).Code);
    }

    [Fact]
    public async Task Terms_of_the_command_line_and_of_a_file_are_written_as_given()
    {
        var path = Path.Combine(_folder, "context.json");
        // With a byte order mark, as editors on Windows write.
        const string Context = """{"general": [{"key": "topic", "value": "printing"}], "terms": ["SURPASSED", " "]}""";
        await File.WriteAllTextAsync(path, Context, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken);
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"), "--context", path, "--term", "NEVER");
        Assert.Equal(0, result.Code);
        Assert.Equal($"hansard: warning: --context: a blank entry of 'terms' in '{path}' is ignored.\n", result.Error);
        Assert.EndsWith(" NEVER been SURPASSED.", result.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"terms": 3}""", "'context.terms' must be a list")]
    [InlineData("not JSON", "is not JSON")]
    public async Task A_context_that_is_none_is_told_before_the_work(string content, string told)
    {
        var path = Path.Combine(_folder, "context.json");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"), "--context", path);
        Assert.Equal(2, result.Code);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "whisper-base")]
    [InlineData("--speaker-model", "campplus")]
    public async Task A_model_that_there_is_not_is_wrong_usage_and_names_those_that_there_are(string option, string there)
    {
        var result = await RunAsync("transcribe", Clip("en_jfk.flac"), option, "nope");
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("There is no model 'nope'", result.Error, StringComparison.Ordinal);
        Assert.Contains(there, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("srt", "1\n00:00:0")]
    [InlineData("vtt", "WEBVTT\n\n00:00:0")]
    public async Task Subtitles_are_written_to_the_file_that_is_named(string format, string beginning)
    {
        var path = Path.Combine(_folder, $"out.{format}");
        var result = await RunAsync("transcribe", Clip("en_jfk.flac"), "--format", format, "--output", path);
        Assert.Equal((0, "", ""), (result.Code, result.Output, result.Error));
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.StartsWith(beginning, string.Join('\n', lines), StringComparison.Ordinal);
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 42));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Several_files_go_to_a_folder_and_a_bad_one_does_not_stop_the_others()
    {
        var text = Path.Combine(_folder, "text.wav");
        await File.WriteAllTextAsync(text, "This is not a recording.", TestContext.Current.CancellationToken);
        var output = Path.Combine(_folder, "out");
        var result = await RunAsync(
            "transcribe", text, Clip("en_LJ001-0008.wav"), Clip("en_sb_spk1_snt2.wav"), Path.Combine(_folder, "none.wav"),
            "--output", output);
        Assert.Equal(1, result.Code);
        Assert.Equal(
            ["en_LJ001-0008.txt", "en_sb_spk1_snt2.txt"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Matches(
            @"^(hansard: .*(text|none).wav: .+\n){2}2 written, 2 failed:\n"
            + @"  .*text.wav: The file is not a recording in a known format.*\n  .*none.wav: There is no such file.\n$",
            result.Error);
    }

    [Fact]
    public async Task Several_json_documents_on_standard_output_are_one_a_line()
    {
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"), Clip("en_sb_spk1_snt2.wav"), "--format", "json");
        var documents = result.Output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("file").GetString());
        Assert.Equal(["en_LJ001-0008.wav", "en_sb_spk1_snt2.wav"], documents);
    }

    [Theory]
    [InlineData("'tlh'", "--language", "tlh")]
    [InlineData("no/such/file", "--context", "no/such/file")]
    [InlineData("'xx'", "--hint", "en", "--hint", "xx")]
    [InlineData("ab", "--hint", "ab", "--strict")]
    [InlineData("--hint", "--strict")]
    [InlineData("--hint", "--language", "en", "--hint", "pt")]
    [InlineData("--beam", "--beam", "0")]
    [InlineData("docy", "--format", "docy")]
    [InlineData("no/such/folder", "--output", "no/such/folder/out.txt")]
    public async Task Wrong_usage_is_told_before_the_work_with_exit_code_2(string told, params string[] options)
    {
        var result = await RunAsync(["transcribe", Clip("en_LJ001-0008.wav"), .. options]);
        Assert.Equal(2, result.Code);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Surpassed, result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Two_recordings_of_one_name_are_not_written_over_each_other()
    {
        var copy = Path.Combine(_folder, "en_LJ001-0008.flac");
        File.Copy(Clip("en_LJ001-0008.wav"), copy);
        var result = await RunAsync("transcribe", Clip("en_LJ001-0008.wav"), copy, "--output", Path.Combine(_folder, "out"));
        Assert.Equal(2, result.Code);
    }

    [Fact]
    public async Task An_interrupt_stops_at_once_and_leaves_no_file()
    {
        var many = Enumerable.Range(0, 12).Select(i => Path.Combine(_folder, $"{i}.flac")).ToArray();
        foreach (var path in many) File.Copy(Clip("en_jfk.flac"), path);
        // Twelve recordings take far longer than the second that the interrupt waits.
        using var process = Start(["transcribe", .. many, "--format", "json", "--output", Path.Combine(_folder, "out")]);
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        using (var kill = HansardProcess.Signal(process, "INT")) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(130, process.ExitCode);
        var written = Directory.Exists(Path.Combine(_folder, "out")) ? Directory.GetFiles(Path.Combine(_folder, "out")) : [];
        Assert.All(written, f => JsonDocument.Parse(File.ReadAllText(f)));
        Assert.DoesNotContain(written, f => f.EndsWith(".part", StringComparison.Ordinal));
    }
}
