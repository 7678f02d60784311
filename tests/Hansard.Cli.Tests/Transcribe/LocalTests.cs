using System.IO.Compression;
using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Transcribe;

/// <summary>Several formats, translations and folders in one call, and parts of recordings.</summary>
[Requires("ffmpeg")]
public sealed class LocalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard local ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_is_transcribed_with_all_below_it_in_several_formats()
    {
        Directory.CreateDirectory(At("in/deep"));
        File.Copy(Clip("en_LJ001-0008.wav"), At("in/one.wav"));
        File.Copy(Clip("en_LJ001-0008.wav"), At("in/deep/two.wav"));
        var result = await RunAsync("transcribe", At("in"), "-o", At("out"), "-f", "txt,docx", "-f", "vtt", "-l", "English", "-q");
        Assert.Equal((0, "", ""), (result.Code, result.Output, result.Error));
        Assert.Equal(
            ["deep/two.docx", "deep/two.txt", "deep/two.vtt", "one.docx", "one.txt", "one.vtt"],
            Directory.GetFiles(At("out"), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(At("out"), path)).Order(StringComparer.Ordinal));
        await using var document = await ZipFile.OpenReadAsync(At("out/deep/two.docx"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(document.GetEntry("word/document.xml")!.Open());
        var xml = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("never been surpassed", xml, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<w:t xml:space=\"preserve\">two</w:t>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_translations_are_files_of_their_own_and_what_is_said_in_one_already_is_told()
    {
        var result = await RunAsync(
            "transcribe", Clip("pt_test_pt.wav"), "-o", At("film"), "-f", "srt,json", "--translate", "english", "--translate", "pt-BR",
            "--translation-term", "en:raposa=vulpine", "--line-width", "20", "--max-lines", "1", "--beam", "1");
        Assert.Equal(0, result.Code);
        Assert.EndsWith(
            "pt_test_pt.wav: warning: --translate pt has no effect: all is said in pt.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["film.en.srt", "film.json", "film.pt.srt", "film.srt"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("vulpine", Read("film.en.srt"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("vulpine", Read("film.srt"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Read("film.srt"), Read("film.pt.srt"));
        Assert.All(Read("film.en.srt").Split('\n').Where(line => !line.Contains("-->", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 20));
        var languages = JsonDocument.Parse(Read("film.json")).RootElement.GetProperty("tokens").EnumerateArray()
            .Select(token => token.GetProperty("language").GetString()).Distinct();
        Assert.Equal(["pt", "en"], languages);
    }

    [Fact]
    public async Task Bilingual_subtitles_have_both_languages_at_once()
    {
        var result = await RunAsync("transcribe", Clip("pt_test_pt.wav"), "--translate", "en", "--bilingual", "-o", At("film.vtt"));
        Assert.Equal((0, ""), (result.Code, result.Error));
        var text = Read("film.vtt");
        Assert.Contains("raposa", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("fox", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_part_has_the_times_of_the_whole_and_is_streamed_as_it_would_be_written()
    {
        string[] part = ["transcribe", Clip("en_jfk.flac"), "--from", "0:05", "--to", "11", "--timestamps", "-l", "en"];
        var written = await RunAsync(part);
        var streamed = await RunAsync([.. part, "--stream"]);
        Assert.Equal((0, ""), (streamed.Code, streamed.Error));
        Assert.Equal(written.Output, streamed.Output);
        Assert.Matches(@"^\[0:0[5-8]\] .*country", written.Output);
        Assert.DoesNotContain("fellow", written.Output, StringComparison.OrdinalIgnoreCase);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Read(string name) => File.ReadAllText(At(name));
}
