using System.Diagnostics;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.FolderWatch;

namespace Hansard.Server.Tests.FolderWatch;

public sealed class FolderWatchServiceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hansard watch ");

    public FolderWatchServiceTests() => Directory.CreateDirectory(In(""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_recording_that_appears_is_transcribed_for_its_project_and_written_in_every_format()
    {
        await using var server = await TestServer.StartAsync(options => Watch(options, watched =>
        {
            watched.To = Out("");
            watched.Formats.Add("srt");
            watched.Formats.Add("docx");
            watched.Project = "films";
        }));
        await File.WriteAllTextAsync(In("film.mp4"), "hello from a film", Cancellation);
        await File.WriteAllTextAsync(In("bad.mp4"), "invalid", Cancellation);
        await UntilAsync(() => File.Exists(Out("film.docx")) && File.Exists(Out(FailureList.Name)));
        Assert.Contains("hello from a film", await File.ReadAllTextAsync(Out("film.srt"), Cancellation));
        Assert.Contains("bad.mp4\tThis is not a recording", await File.ReadAllTextAsync(Out(FailureList.Name), Cancellation));
        Assert.Equal("hello from a film", await File.ReadAllTextAsync(In("film.mp4"), Cancellation));

        using var client = await server.NewProjectAsync("films");
        var list = await server.GetAsync("/v1/transcriptions", client);
        Assert.Equal(
            ["bad.mp4", "film.mp4"],
            list.GetProperty("transcriptions").EnumerateArray().Select(each => each.GetProperty("filename").GetString()).Order());
        Assert.Equal(0, (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").GetArrayLength());
        Assert.Equal(2, (await server.GetAsync("/v1/files", client)).GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task A_restart_while_a_job_waits_or_runs_leads_to_no_second_job()
    {
        await File.WriteAllTextAsync(In("a.wav"), "wait for it", Cancellation);
        string data;
        var first = await TestServer.StartAsync(options => Watch(options, watched => watched.To = Out("")));
        await UntilAsync(() => !first.Transcriber.Started.IsEmpty);
        data = await first.StopAndKeepDataAsync();

        await using var second = await TestServer.StartAsync(options => Watch(options, watched => watched.To = Out("")), data);
        second.Transcriber.Release();
        await UntilAsync(() => File.Exists(Out("a.txt")));
        Assert.Equal(1, (await second.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").GetArrayLength());
    }

    [Fact]
    public async Task The_copy_of_a_recording_goes_when_it_has_been_transcribed_where_that_is_set()
    {
        await using var server = await TestServer.StartAsync(options => Watch(options, watched =>
        {
            watched.To = Out("");
            watched.KeepRecordings = false;
        }));
        await File.WriteAllTextAsync(In("a.wav"), "one", Cancellation);
        await UntilAsync(() => File.Exists(Out("a.txt")));
        Assert.Equal(0, (await server.GetAsync("/v1/files")).GetProperty("files").GetArrayLength());
        Assert.True(File.Exists(In("a.wav")));
    }

    [Fact]
    public async Task A_full_project_waits_for_room()
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Limits.StoredFiles = 1;
            Watch(options, watched => watched.To = Out(""));
        });
        var file = await server.UploadAsync("in the way");
        await File.WriteAllTextAsync(In("a.wav"), "one", Cancellation);
        await UntilAsync(() => File.Exists(Out(FailureList.Name)));
        Assert.Contains("its limit is 1", await File.ReadAllTextAsync(Out(FailureList.Name), Cancellation));
        (await server.Client.DeleteAsync($"/v1/files/{file.GetProperty("id").GetString()}", Cancellation)).EnsureSuccessStatusCode();
        await UntilAsync(() => File.Exists(Out("a.txt")) && !File.Exists(Out(FailureList.Name)));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_real_engine_writes_subtitles_beside_a_film_by_the_name_that_media_servers_expect()
    {
        await using var server = await TestServer.StartAsync(options => Watch(options, _ => { }), realEngine: true);
        File.Copy(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), In("film.wav"));
        await UntilAsync(() => File.Exists(In("film.en.srt")));
        var subtitles = await File.ReadAllTextAsync(In("film.en.srt"), Cancellation);
        Assert.Contains("never been surpassed", subtitles, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_real_engine_translates_with_terms_into_the_languages_and_the_layout_that_are_set()
    {
        await using var server = await TestServer.StartAsync(
            options => Watch(options, watched =>
            {
                watched.LanguageHints.Add("en");
                watched.LanguageHintsStrict = true;
                watched.Terms.Add("Zestoretic");
                watched.TranslateTo = "pt,en"; // Of which nothing is to be translated into the second.
                watched.TranslationTerms.Add("pt:surpassed=ultrapassada");
                watched.Bilingual = true;
                watched.Subtitles.Style = "netflix";
                watched.NumSpeakers = 1;
            }),
            realEngine: true);
        File.Copy(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), In("film.wav"));
        await UntilAsync(() => File.Exists(In("film.pt.srt")));

        var original = await File.ReadAllTextAsync(In("film.en.srt"), Cancellation);
        var translated = await File.ReadAllTextAsync(In("film.pt.srt"), Cancellation);
        Assert.Contains("never been surpassed", original, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("never been surpassed", translated, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nunca", translated, StringComparison.OrdinalIgnoreCase);
        var job = Assert.Single((await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray());
        Assert.Equal("Zestoretic", job.GetProperty("context").GetProperty("terms")[0].GetString());
        Assert.True(job.GetProperty("enable_speaker_diarization").GetBoolean());
    }

    [Fact]
    public async Task A_language_that_the_server_cannot_translate_into_is_told_before_anything_is_copied()
    {
        await using var server = await TestServer.StartAsync(options => Watch(options, watched =>
        {
            watched.To = Out("");
            watched.TranslateTo = "pt,fi";
        }));
        await File.WriteAllTextAsync(In("a.wav"), "one", Cancellation);
        await UntilAsync(() => File.Exists(Out(FailureList.Name)));

        Assert.Contains(
            "This server has no model that translates into fi, as TranslateTo asks; it has:",
            await File.ReadAllTextAsync(Out(FailureList.Name), Cancellation));
        Assert.Equal(0, (await server.GetAsync("/v1/files")).GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void What_cannot_work_is_told_at_the_start()
    {
        var options = new HansardServerOptions { Data = Out("data") };
        options.Watch.Folders.Add(new WatchedFolderOptions { Folder = In("missing"), Formats = { "pdf" }, TranslateTo = "x" });
        options.Watch.Folders.Add(new WatchedFolderOptions { Folder = In(""), To = Out("data/x") });
        options.Watch.Folders.Add(new WatchedFolderOptions { Folder = In(""), To = Out("data/x/"), LanguageHintsStrict = true });
        var refused = Assert.Throws<InvalidConfigurationException>(() => WatchValidation.Validate(options));
        string[] parts =
        [
            "Watch:Folders:0:Folder is", "Watch:Folders:0:Formats has 'pdf'", "Watch:Folders:0:TranslateTo is 'x'",
            "Watch:Folders:1:To is", "Watch:Folders:2 writes to", "Watch:Folders:2:LanguageHintsStrict",
        ];
        Assert.All(parts, part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
    }

    private void Watch(HansardServerOptions options, Action<WatchedFolderOptions> configure)
    {
        var watched = new WatchedFolderOptions
        {
            Folder = In(""),
            Interval = TimeSpan.FromMilliseconds(100),
            Settle = TimeSpan.FromMilliseconds(200),
        };
        configure(watched);
        options.Watch.Folders.Add(watched);
    }

    private string In(string name) => Path.Combine(_root.FullName, "in", name);

    private string Out(string name) => Path.Combine(_root.FullName, "out", name);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "It did not happen.");
            await Task.Delay(50, Cancellation);
        }
    }
}
