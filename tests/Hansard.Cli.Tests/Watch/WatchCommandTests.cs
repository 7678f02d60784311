using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Watch;

/// <summary>The real program with the real engine on real folders.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg")]
public sealed class WatchCommandTests : IDisposable
{
    private static readonly string[] Fast = ["--settle", "0.5", "--interval", "0.2", "--beam", "1", "--language", "en"];

    private readonly string _root = Directory.CreateTempSubdirectory("hansard watch ").FullName;

    public WatchCommandTests() => Directory.CreateDirectory(In(""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Once_does_what_is_there_lists_failures_follows_renames_and_does_nothing_twice()
    {
        Directory.CreateDirectory(In("sub"));
        File.Copy(Clip("en_LJ001-0008.wav"), In("sub/speech.wav"));
        await File.WriteAllTextAsync(In("bad.mp3"), "This is no sound.", Cancellation);
        var first = await OnceAsync("--to", Out(""), "--format", "srt,docx");
        Assert.Equal(1, first.Code);
        Assert.Contains("hansard: sub/speech.wav: written sub/speech.srt, sub/speech.docx", first.Error);
        Assert.Contains("1 written, 1 failed:", first.Error);
        Assert.Contains("surpassed", await File.ReadAllTextAsync(Out("sub/speech.srt"), Cancellation));
        Assert.StartsWith("PK", await File.ReadAllTextAsync(Out("sub/speech.docx"), Cancellation));
        Assert.Contains("\tbad.mp3\t", await File.ReadAllTextAsync(Out("hansard-failures.txt"), Cancellation));
        Assert.Equal(await File.ReadAllBytesAsync(Clip("en_LJ001-0008.wav"), Cancellation),
            await File.ReadAllBytesAsync(In("sub/speech.wav"), Cancellation));

        File.Move(In("sub/speech.wav"), In("renamed.wav"));
        File.Delete(In("bad.mp3"));
        var second = await OnceAsync("--to", Out(""), "--format", "srt,docx");
        Assert.Equal((0, "0 written, 1 renamed"), (second.Code, second.Error.Trim().Split('\n')[^1]));
        Assert.Equal(["renamed.docx", "renamed.srt"], Written());
        Assert.False(File.Exists(Out("hansard-failures.txt")));
    }

    [Fact]
    public async Task Subtitles_go_beside_films_by_their_languages_and_films_that_have_some_are_skipped()
    {
        await File.WriteAllTextAsync(In("text.srt"), "1\n00:00:00,000 --> 00:00:01,500\nHello\n", Cancellation);
        string[] track = ["-map", "0", "-map", "1", "-map", "2", "-c:s", "mov_text", "-metadata:s:s:0", "language=eng"];
        await FilmAsync("embedded.mp4", ["-i", In("text.srt"), .. track]);
        await FilmAsync("neighbour.mkv");
        await FilmAsync("french.mkv", "-metadata", "title=other");
        await FilmAsync("none.mp4");
        File.Move(In("text.srt"), In("neighbour.eng.srt"));
        await File.WriteAllTextAsync(In("french.fr.srt"), "1\n00:00:00,000 --> 00:00:01,500\nBonjour\n", Cancellation);
        var result = await OnceAsync("--skip-if-subtitles");
        Assert.Equal(0, result.Code);
        Assert.Contains("embedded.mp4: skipped. It has subtitles already: track 1 of the file.", result.Error);
        Assert.Contains("neighbour.mkv: skipped. It has subtitles already: neighbour.eng.srt.", result.Error);
        Assert.Equal(
            ["french.en.srt", "french.fr.srt", "neighbour.eng.srt", "none.en.srt"],
            Directory.GetFiles(In(""), "*.srt").Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var translated = await RunAsync(["watch", In(""), .. Fast, "--once", "--retry", "--translate", "pt", "--skip-if-subtitles"]);
        Assert.Equal(0, translated.Code);
        Assert.True(File.Exists(In("embedded.en.srt")) && File.Exists(In("embedded.pt.srt")), translated.Error);
    }

    [Fact]
    public async Task Files_that_grow_are_renamed_and_overwritten_are_transcribed_once_whole_through_a_kill_and_a_restart()
    {
        var watch = await StartAsync();
        var files = Enumerable.Range(0, 12).Select(i => new GrowingFile(In(""), i)).ToList();
        for (var step = 0; step < 8; step++)
        {
            foreach (var file in files) file.Take(step);
            await Task.Delay(400, Cancellation);
            if (step != 5) continue;
            watch.Kill();
            await watch.WaitForExitAsync(Cancellation);
            watch.Dispose();
            watch = await StartAsync();
        }
        try
        {
            var patience = Stopwatch.StartNew();
            while (files.Any(file => !File.Exists(Out($"{file.Title}.txt"))) && patience.Elapsed < TimeSpan.FromMinutes(2))
                await Task.Delay(200, Cancellation);
            await Task.Delay(1500, Cancellation);
        }
        finally
        {
            (await Task.Run(() => Signal(watch, "TERM"), Cancellation)).Dispose();
        }
        var error = await watch.StandardError.ReadToEndAsync(Cancellation);
        await watch.WaitForExitAsync(Cancellation);
        Assert.Equal(0, watch.ExitCode);
        watch.Dispose();

        Assert.Equal(files.Select(file => $"{file.Title}.txt").Order(StringComparer.Ordinal), Written());
        Assert.Contains(" written", error.Trim().Split('\n')[^1]);
        var lines = await File.ReadAllLinesAsync(Out(".hansard-watch/journal.jsonl"), Cancellation);
        var done = lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.GetProperty("state").GetString() == "Done").ToList();
        Assert.Equal(
            files.Select(file => (file.Name, file.Size)).Order(),
            done.Select(entry => (entry.GetProperty("path").GetString()!, entry.GetProperty("size").GetInt64())).Order());
        Assert.Empty(Directory.GetFiles(Out(".hansard-watch"), "*.part"));
    }

    [Fact]
    public async Task A_second_watch_of_the_same_transcripts_is_refused()
    {
        using var watch = await StartAsync();
        try
        {
            MustBeOneSentence(await OnceAsync("--to", Out("")), "Another watch writes to");
        }
        finally
        {
            watch.Kill();
            await watch.WaitForExitAsync(Cancellation);
        }
    }

    [Theory]
    [InlineData("There is no folder", "missing")]
    [InlineData("--interval takes a time from 0.05 seconds to a day", ".", "--interval", "0")]
    [InlineData("There is no option '--overwrite'", ".", "--overwrite")]
    public async Task Wrong_usage_is_told_before_the_models_are_loaded(string told, params string[] arguments)
    {
        var result = await RunAsync(["watch", .. arguments]);
        Assert.Equal(2, result.Code);
        Assert.Contains(told, result.Error);
    }

    [Fact]
    public async Task Defaults_of_transcribe_hold_for_a_watch()
    {
        File.Copy(Clip("en_LJ001-0008.wav"), In("speech.wav"));
        var home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        var settings = Directory.CreateDirectory(Path.Combine(home, ".config", "hansard")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(settings, "transcribe.json"), """{ "format": "vtt", "output": "-", "to": 1 }""", Cancellation);

        var result = await RunAtHomeAsync(home, ["watch", In(""), "--to", Out(""), "--once", .. Fast]);

        Assert.Equal(0, result.Code);
        Assert.Contains("surpassed", await File.ReadAllTextAsync(Out("speech.vtt"), Cancellation), StringComparison.Ordinal);
    }

    private Task<Result> OnceAsync(params string[] arguments) => RunAsync(["watch", In(""), .. Fast, "--once", .. arguments]);

    private async Task<Process> StartAsync()
    {
        var watch = Start(["watch", In(""), "--to", Out(""), .. Fast]);
        Assert.Contains("watching", await watch.StandardError.ReadLineAsync(Cancellation));
        return watch;
    }

    private IEnumerable<string> Written() => Directory.EnumerateFiles(Out(""), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Out(""), path))
        .Where(name => !name.StartsWith(".hansard-watch", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private async Task FilmAsync(string name, params string[] more)
    {
        using var process = Process.Start("ffmpeg", [
            "-v", "error", "-f", "lavfi", "-i", "color=black:s=64x64:d=2", "-i", Clip("en_LJ001-0008.wav"), .. more, In(name)]);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    private string In(string name) => Path.Combine(_root, "in", name);

    private string Out(string name) => Path.Combine(_root, "out", name);

    /// <summary>
    /// A WAV file without speech, written in steps with its handle open; by its number it is also renamed or overwritten meanwhile.
    /// </summary>
    private sealed class GrowingFile(string folder, int number)
    {
        private const int Steps = 7;
        private readonly byte[] _content = Wave(number, 16_000 + (number * 100));
        private FileStream? _file;

        public string Title { get; private set; } = $"{number:00}";

        public string Name => $"{Title}.wav";

        public long Size => _content.Length;

        public void Take(int step)
        {
            if (step == Steps) _file!.Dispose();
            if (step >= Steps) return;
            _file ??= new FileStream(
                Path.Combine(folder, Name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (number % 3 == 1 && step == 3)
            {
                var former = Name;
                Title = $"{number:00} renamed";
                File.Move(Path.Combine(folder, former), Path.Combine(folder, Name));
            }
            if (number % 3 == 2 && step < 3)
            {
                // Another recording, which is there in part when it is overwritten.
                _file.Write(Wave(number + 100, 4_000));
                if (step == 2) _file.SetLength(_file.Position = 0);
                return;
            }
            var first = number % 3 == 2 ? 3 : 0;
            var (from, to) = (_content.Length * (step - first) / (Steps - first), _content.Length * (step - first + 1) / (Steps - first));
            _file.Write(_content.AsSpan(from..to));
        }

        private static byte[] Wave(int seed, int samples)
        {
            var wave = new byte[44 + (samples * 2)];
            "RIFF"u8.CopyTo(wave);
            BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
            "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
            ReadOnlySpan<short> header = [16, 0, 1, 1, 16_000, 0, 32_000, 0, 2, 16];
            for (var i = 0; i < header.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(16 + (i * 2)), header[i]);
            "data"u8.CopyTo(wave.AsSpan(36));
            BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), samples * 2);
            var random = new Random(seed);
            for (var i = 44; i < wave.Length; i += 2) wave[i] = (byte)random.Next(3);
            return wave;
        }
    }
}
