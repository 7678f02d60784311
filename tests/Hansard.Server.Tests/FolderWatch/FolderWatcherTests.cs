using System.Diagnostics;
using System.Runtime.Versioning;
using Hansard.Server.FolderWatch;

namespace Hansard.Server.Tests.FolderWatch;

public sealed class FolderWatcherTests : IDisposable
{
    private readonly WatchedFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task Transcripts_keep_the_folders_of_their_recordings_and_nothing_is_done_twice()
    {
        _folders.Write("a.wav", "one");
        _folders.Write("deep/er/b.mp3", "two");
        await _folders.OnceAsync();
        await _folders.OnceAsync();
        Assert.Equal(["a.txt", "deep/er/b.txt"], _folders.Transcripts);
        Assert.Equal(["one", "two"], _folders.Transcribed.Order());
    }

    [Theory]
    [InlineData(".hidden.wav")]
    [InlineData(".cache/a.wav")]
    [InlineData("a.wav.part")]
    [InlineData("film.temp.mp4")]
    [InlineData("~$a.wav")]
    [InlineData("notes.txt")]
    public async Task Names_of_unfinished_hidden_and_other_files_are_left_out(string name)
    {
        _folders.Write(name, "not yet");
        await _folders.OnceAsync();
        Assert.Empty(_folders.Transcribed);
    }

    [Fact]
    public async Task An_empty_file_is_waited_for()
    {
        _folders.Write("a.wav", "");
        await _folders.OnceAsync();
        Assert.Empty(_folders.Told);
        _folders.Write("a.wav", "full");
        await _folders.OnceAsync();
        Assert.Equal("full", _folders.Transcript("a.txt"));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Names_that_are_not_unicode_are_told_once_and_listed_until_they_are_others()
    {
        _folders.Write("b.wav", "one");
        Shell("printf two > \"$(printf 'caf\\351.wav')\"; mkdir \"$(printf 'alt\\344')\"; : > \"$(printf 'notes\\344.txt')\"");
        const string Reason = "Its name is not UTF-8: rename it.";
        await _folders.OnceAsync();

        Assert.Equal(
            ["failed alt\uFFFD " + Reason, "failed caf\uFFFD.wav " + Reason, "written b.wav"], _folders.Told.Order(StringComparer.Ordinal));
        Assert.Equal(2, (await File.ReadAllLinesAsync(_folders.Out(FailureList.Name), Cancellation)).Length);

        Shell("mv caf*.wav c.wav; rmdir alt*; rm notes*");
        await _folders.OnceAsync();
        Assert.Equal(["b.txt", "c.txt"], _folders.Transcripts);
        Assert.False(File.Exists(_folders.Out(FailureList.Name)));
    }

    // .NET can neither make nor delete such names.
    private void Shell(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = _folders.In() })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Links_are_not_followed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("hansard test ");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "secret.wav"), "secret", Cancellation);
            Directory.CreateSymbolicLink(_folders.In("linked"), elsewhere.FullName);
            File.CreateSymbolicLink(_folders.In("linked.wav"), Path.Combine(elsewhere.FullName, "secret.wav"));
            await _folders.OnceAsync();
            Assert.Empty(_folders.Transcribed);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_file_that_is_open_for_writing_is_not_complete_however_long_nothing_happens()
    {
        const FileShare Any = FileShare.ReadWrite | FileShare.Delete;
        using (var file = new FileStream(_folders.In("a.wav"), FileMode.CreateNew, FileAccess.Write, Any))
        {
            file.Write("half"u8);
            file.Flush(flushToDisk: true);
            File.SetLastWriteTimeUtc(_folders.In("a.wav"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            await _folders.OnceAsync();
            Assert.Empty(_folders.Transcribed);
            file.Write(" whole"u8);
        }
        await _folders.OnceAsync();
        Assert.Equal(["half whole"], _folders.Transcribed);
    }

    [Fact]
    public async Task What_is_written_to_or_replaced_while_it_is_transcribed_is_transcribed_again_and_its_first_transcript_never_appears()
    {
        _folders.Write("a.wav", "first");
        _folders.Before = text =>
        {
            if (text == "first") _folders.Write("a.wav", "second, longer");
            return Task.CompletedTask;
        };
        await _folders.OnceAsync();
        Assert.Empty(_folders.Transcripts);
        await _folders.OnceAsync();
        Assert.Equal("second, longer", _folders.Transcript("a.txt"));
    }

    [Fact]
    public async Task What_is_renamed_while_it_is_transcribed_is_not_transcribed_again()
    {
        _folders.Write("a.wav", "one");
        _folders.Before = _ =>
        {
            File.Move(_folders.In("a.wav"), _folders.In("b.wav"));
            return Task.CompletedTask;
        };
        await _folders.OnceAsync();
        await _folders.OnceAsync();
        Assert.Equal(["written a.wav", "followed b.wav a.wav"], _folders.Told);
        Assert.Equal(["one"], _folders.Transcribed);
        Assert.Equal(["b.txt"], _folders.Transcripts);
    }

    [Fact]
    public async Task Transcripts_follow_a_recording_that_is_renamed_also_where_somebody_corrected_them()
    {
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        await File.WriteAllTextAsync(_folders.Out("a.txt"), "corrected", Cancellation);
        Directory.CreateDirectory(_folders.In("sub"));
        File.Move(_folders.In("a.wav"), _folders.In("sub/b.wav"));
        await _folders.OnceAsync();
        Assert.Equal(["one"], _folders.Transcribed);
        Assert.Equal(["sub/b.txt"], _folders.Transcripts);
        Assert.Equal("corrected", _folders.Transcript("sub/b.txt"));
    }

    [Fact]
    public async Task A_copy_of_a_recording_gets_copies_of_its_transcripts()
    {
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        _folders.Write("b.wav", "one");
        await _folders.OnceAsync();
        Assert.Equal(["one"], _folders.Transcribed);
        Assert.Equal(["a.txt", "b.txt"], _folders.Transcripts);
    }

    [Fact]
    public async Task Two_recordings_that_exchange_their_names_have_the_right_transcripts()
    {
        _folders.Write("a.wav", "one");
        _folders.Write("b.wav", "other");
        await _folders.OnceAsync();
        File.Move(_folders.In("a.wav"), _folders.In("c"));
        File.Move(_folders.In("b.wav"), _folders.In("a.wav"));
        File.Move(_folders.In("c"), _folders.In("b.wav"));
        await _folders.OnceAsync();
        Assert.Equal(("other", "one"), (_folders.Transcript("a.txt"), _folders.Transcript("b.txt")));
        Assert.Equal(["a.txt", "b.txt"], _folders.Transcripts);
    }

    [Fact]
    public async Task Recordings_whose_names_differ_in_the_extension_have_transcripts_of_their_own()
    {
        _folders.Write("film.mp4", "one");
        await _folders.OnceAsync();
        _folders.Write("film.mkv", "two");
        await _folders.OnceAsync();
        Assert.Equal(("one", "two"), (_folders.Transcript("film.txt"), _folders.Transcript("film.mkv.txt")));
    }

    [Fact]
    public async Task An_overwritten_recording_has_its_transcript_replaced()
    {
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        _folders.Write("a.wav", "another");
        await _folders.OnceAsync();
        Assert.Equal("another", _folders.Transcript("a.txt"));
        Assert.Equal(["a.txt"], _folders.Transcripts);
    }

    [Fact]
    public async Task A_transcript_that_somebody_changed_is_not_replaced_but_listed_until_it_is_out_of_the_way()
    {
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        await File.WriteAllTextAsync(_folders.Out("a.txt"), "corrected", Cancellation);
        _folders.Write("a.wav", "another");
        await _folders.OnceAsync();
        Assert.Equal("corrected", _folders.Transcript("a.txt"));
        Assert.Contains("a.wav\tThe recording has changed, and its transcript 'a.txt' was changed", _folders.Transcript(FailureList.Name));

        File.Delete(_folders.Out("a.txt"));
        await _folders.OnceAsync(retry: true);
        Assert.Equal("another", _folders.Transcript("a.txt"));
        Assert.Null(_folders.Transcript(FailureList.Name));
    }

    [Fact]
    public async Task A_transcript_that_was_there_before_is_not_touched()
    {
        await File.WriteAllTextAsync(_folders.Out("a.txt"), "of somebody", Cancellation);
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        Assert.Equal("of somebody", _folders.Transcript("a.txt"));
        Assert.Empty(_folders.Transcribed);
        Assert.Equal(["skipped a.wav 'a.txt' exists already."], _folders.Told);
    }

    [Fact]
    public async Task A_failure_is_listed_with_time_and_reason_and_tried_again_when_the_file_changes_or_on_demand()
    {
        _folders.Write("bad.wav", "invalid");
        await _folders.OnceAsync();
        await _folders.OnceAsync();
        Assert.Equal(["invalid"], _folders.Transcribed);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\tbad\.wav\tThis is not a recording\.\n$", _folders.Transcript(FailureList.Name));

        await _folders.OnceAsync(retry: true);
        Assert.Equal(2, _folders.Transcribed.Count);
        _folders.Write("bad.wav", "good now");
        await _folders.OnceAsync();
        Assert.Null(_folders.Transcript(FailureList.Name));
        Assert.Equal("good now", _folders.Transcript("bad.txt"));
    }

    [Fact]
    public async Task What_a_kill_interrupted_between_two_files_is_ended_and_replaces_its_own_transcripts_only()
    {
        _folders.Suffixes = [".txt", ".md"];
        _folders.Write("a.wav", "one");
        await _folders.OnceAsync();
        _folders.Write("a.wav", "another");

        // As a process leaves it that is killed when one of the two files has been replaced.
        await File.WriteAllTextAsync(_folders.Out("a.txt"), "another", Cancellation);
        using (var journal = WatchJournal.Open(_folders.Out()))
        {
            var done = journal.Find("a.wav")!;
            var hash = WatchOutput.HashOf("another"u8);
            journal.Add(done with
            {
                State = JournalState.Writing,
                Content = hash,
                Files = [new WrittenFile("a.txt", hash), new WrittenFile("a.md", hash)],
                Earlier = done.Files,
            });
        }
        await File.AppendAllTextAsync(_folders.Out($"{WatchJournal.Folder}/journal.jsonl"), "{\"path\":\"cut o", Cancellation);
        await File.WriteAllTextAsync(_folders.Out($"{WatchJournal.Folder}/x.part"), "half", Cancellation);

        await _folders.OnceAsync();
        await _folders.OnceAsync();
        Assert.Equal(("another", "another"), (_folders.Transcript("a.txt"), _folders.Transcript("a.md")));
        Assert.Equal(["one", "another"], _folders.Transcribed);
        Assert.Null(_folders.Transcript(FailureList.Name));
        Assert.False(File.Exists(_folders.Out($"{WatchJournal.Folder}/x.part")));
    }

    [Fact]
    public void Two_watches_do_not_write_to_one_folder()
    {
        using var journal = WatchJournal.Open(_folders.Out());
        var refused = Assert.Throws<WatchInUseException>(() => WatchJournal.Open(_folders.Out()));
        Assert.Contains("Another watch", refused.Message);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_and_listed_meanwhile()
    {
        var tries = 0;
        string? listed = null;
        _folders.Write("a.wav", "one");
        _folders.Before = _ =>
        {
            listed ??= tries > 0 ? _folders.Transcript(FailureList.Name) : null;
            return ++tries < 4 ? throw new IOException("The disk is full.") : Task.CompletedTask;
        };
        await UntilAsync(() => _folders.Transcript("a.txt") == "one");
        Assert.Equal(4, tries);
        Assert.Contains("a.wav\tThe disk is full. It is tried again.", listed);
        Assert.Null(_folders.Transcript(FailureList.Name));
    }

    [Fact]
    public async Task A_recording_that_is_taken_away_while_it_is_read_is_no_failure()
    {
        _folders.Write("a.wav", "one");
        _folders.Before = _ =>
        {
            File.Delete(_folders.In("a.wav"));
            throw new IOException("The file is not there any more.");
        };
        await _folders.OnceAsync();
        Assert.Empty(_folders.Told);
        Assert.Null(_folders.Transcript(FailureList.Name));
    }

    [Fact]
    public async Task A_folder_of_transcripts_that_is_gone_is_waited_for_and_not_made_anew()
    {
        using var journal = WatchJournal.Open(_folders.Out());
        Directory.Move(_folders.Out(), _folders.Out().TrimEnd('/') + "gone");
        Directory.CreateDirectory(_folders.Out());
        _folders.Write("a.wav", "one");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watcher = new FolderWatcher(_folders.Settings, journal, _folders, _folders, TimeProvider.System);
        var running = Task.Run(() => watcher.RunAsync(stop.Token), Cancellation);
        await UntilAsync(() => _folders.Told.Any(told => told.Contains("is its disk or share mounted?", StringComparison.Ordinal)), null);
        Assert.Empty(_folders.Transcribed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folders.Out()));

        Directory.Delete(_folders.Out());
        Directory.Move(_folders.Out().TrimEnd('/') + "gone", _folders.Out());
        await UntilAsync(() => _folders.Transcript("a.txt") == "one", null);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("film.srt", "")]
    [InlineData("film.en.srt", "en")]
    [InlineData("film.eng.vtt", "en")]
    [InlineData("film.pt-BR.sdh.ass", "pt")]
    [InlineData("film.de.idx", "de")]
    [InlineData("film.en.forced.srt", null)]
    [InlineData("film.part2.srt", null)]
    [InlineData("film2.srt", null)]
    [InlineData("film.en.txt", null)]
    public void Neighbouring_subtitles_are_known_by_the_names_of_media_servers(string name, string? language)
        => Assert.Equal(language, ExistingSubtitles.OfName("film", name) is { } found ? found.Language ?? "" : null);

    [Fact]
    public async Task A_film_with_neighbouring_subtitles_is_skipped_but_not_for_those_that_are_its_own()
    {
        _folders.Settings = _folders.Settings with { Output = null, SkipIfSubtitles = new WantedLanguages("en", []) };
        _folders.Suffixes = null;
        Directory.Delete(_folders.Out());
        Directory.CreateSymbolicLink(_folders.Out(), _folders.In());
        _folders.Write("has.mp4", "one");
        _folders.Write("has.en.srt", "of somebody");
        _folders.Write("other.mp4", "two");
        _folders.Write("other.fr.srt", "of somebody");
        await _folders.OnceAsync();
        Assert.Equal(["two"], _folders.Transcribed);
        Assert.Contains("skipped has.mp4 It has subtitles already: has.en.srt.", _folders.Told);
        Assert.Equal("two", await File.ReadAllTextAsync(_folders.In("other.en.srt"), Cancellation));

        _folders.Write("other.mp4", "changed");
        await _folders.OnceAsync();
        Assert.Equal("changed", await File.ReadAllTextAsync(_folders.In("other.en.srt"), Cancellation));
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        using var journal = WatchJournal.Open(_folders.Out());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watcher = new FolderWatcher(_folders.Settings, journal, _folders, _folders, TimeProvider.System);
        var running = Task.Run(() => watcher.RunAsync(stop.Token), Cancellation);
        await UntilAsync(condition, null);
        await UntilAsync(() => !File.Exists(_folders.Out(FailureList.Name)), null);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan? limit)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < (limit ?? TimeSpan.FromMinutes(1)), "It did not happen.");
            await Task.Delay(20, Cancellation);
        }
    }
}
