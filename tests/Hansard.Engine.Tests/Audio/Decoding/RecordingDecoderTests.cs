using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Audio.Ffmpeg;

namespace Hansard.Engine.Tests.Audio.Decoding;

public sealed class RecordingDecoderTests
{
    // What ffmpeg has to decode.
    private static readonly string Clip = Fixtures.PathOf("audio", "formats", "test_8k.wav");

    private static readonly string EightHours = Fixtures.PathOf("audio", "hostile", "silence_8h.flac");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-i.wav")]
    [InlineData("http:\u002F.wav")]
    [InlineData("concat:a|b.wav")]
    [InlineData("Gespräch 100% 'wichtig' \"x\" $(touch y) `z`;\n日本.wav")]
    [InlineData("%03d.png")]
    [Requires("ffmpeg")]
    public async Task Odd_names_are_only_names(string name)
    {
        for (var channels = 1; channels <= 2; channels++)
        {
            using var folder = new TemporaryFolder();
            var path = folder.Write(name.Replace('/', ';'), Recordings.Wav(new short[800 * channels], channels: channels));
            Assert.Equal(800, (await Recordings.ReadAllAsync(path)).Length);
            Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Requires("ffmpeg")]
    public async Task A_recording_of_exactly_the_limit_passes_and_one_sample_more_does_not(int channels)
    {
        using var folder = new TemporaryFolder();
        var options = new FfmpegOptions { MaximumDuration = TimeSpan.FromSeconds(2) };
        Assert.Equal(32_000, (await Recordings.ReadAllAsync(Wav("a.wav", 32_000), options)).Length);
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(Wav("b.wav", 32_001), options));
        Assert.Contains("limit of 2 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);

        string Wav(string name, int moments) => folder.Write(name, Recordings.Wav(new short[moments * channels], channels: channels));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_stated_length_is_known_with_the_first_samples()
    {
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(EightHours, Cancellation);
        Assert.Equal(16_000, await reader.ReadAsync(new float[16_000], Cancellation));
        // The log comes through another pipe, so it may be a moment late.
        for (var i = 0; i < 100 && reader.StatedDuration is null; i++) await Task.Delay(20, Cancellation);
        Assert.Equal(TimeSpan.FromHours(8), reader.StatedDuration);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Requires("ffmpeg")]
    public async Task Reads_fill_the_buffer_until_the_end(int channels)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.wav", Recordings.Wav(new short[800 * channels], channels: channels));
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, Cancellation);
        Assert.Equal(799, await reader.ReadAsync(new float[799], Cancellation));
        Assert.Equal(1, await reader.ReadAsync(new float[799], Cancellation));
        Assert.Equal(0, await reader.ReadAsync(new float[799], Cancellation));
        Assert.Empty(reader.Warnings);
    }

    [Theory]
    [InlineData("hostile", "truncated.mp3", true)]
    [InlineData("formats", "test.mp3", false)]
    [InlineData("formats", "test_video.mp4", false)]
    [Requires("ffmpeg")]
    public async Task A_recording_with_parts_missing_has_a_warning(string folder, string file, bool damaged)
    {
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(
            Fixtures.PathOf("audio", folder, file), Cancellation);
        Assert.NotEmpty(await Recordings.ReadAllAsync(reader));
        Assert.Equal(damaged, reader.Warnings.Count > 0);
    }

    [Fact]
    public async Task What_a_file_says_of_itself_is_no_error()
    {
        var log = new FfmpegLog();
        await log.ReadAsync(new StringReader(
            "[info] Input #0\n[info]     title           : [error] moov atom not found\n[wav @ 0x1] [info] [error] Cannot allocate "
                + "memory\n[info]   Duration: 01:02:03.45, start: 0\n[info]   Duration: 09:00:00.00\n"));
        Assert.False(log.HasErrors);
        Assert.Equal(new TimeSpan(0, 1, 2, 3, 450), log.Duration);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Cancelling_a_read_ends_ffmpeg()
    {
        using var source = new CancellationTokenSource();
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(EightHours, Cancellation);
        var process = reader.ProcessId!.Value;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var buffer = new float[16_000];
            for (var i = 0; i < 100_000; i++)
            {
                if (i == 10) await source.CancelAsync();
                await reader.ReadAsync(buffer, source.Token);
            }
        });
        await reader.DisposeAsync();
        Assert.True(HasEnded(process));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Disposing_a_reader_half_way_ends_and_reaps_ffmpeg()
    {
        var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(EightHours, Cancellation);
        await reader.ReadAsync(new float[100], Cancellation);
        var process = reader.ProcessId!.Value;
        await reader.DisposeAsync();
        Assert.True(HasEnded(process));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task While_nobody_reads_ffmpeg_waits()
    {
        // Longer than a machine that does much besides takes to begin, as that counts too.
        await using var reader = await new RecordingDecoder(new FfmpegOptions { StallTimeout = TimeSpan.FromSeconds(10) }).OpenAsync(
            EightHours, Cancellation);
        await reader.ReadAsync(new float[100], Cancellation);
        await Task.Delay(1_000, Cancellation);
        using var process = Process.GetProcessById(reader.ProcessId!.Value);
        var begun = process.TotalProcessorTime;
        await Task.Delay(9_500, Cancellation);
        process.Refresh();
        var used = process.TotalProcessorTime - begun;
        Assert.True(used < TimeSpan.FromSeconds(0.8), $"used {used}");
        Assert.Equal(100, await reader.ReadAsync(new float[100], Cancellation));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_kernel_keeps_ffmpeg_within_its_limits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits are the kernel's.");
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(EightHours, Cancellation);
        await reader.ReadAsync(new float[100], Cancellation);
        var limits = (await File.ReadAllLinesAsync($"/proc/{reader.ProcessId!.Value}/limits", Cancellation))
            .ToDictionary(line => line[..26].TrimEnd(), line => line[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);
        Assert.InRange(long.Parse(limits["Max address space"]), 1, 950_000_000);
        Assert.Equal("1800", limits["Max cpu time"]);
        Assert.Equal("0", limits["Max file size"]);
        Assert.Equal("0", limits["Max core file size"]);
    }

    [Fact]
    public async Task A_decoder_that_gives_nothing_is_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in decoder is a shell script.");
        using var folder = new TemporaryFolder();
        var options = new FfmpegOptions { Executable = Script(folder, "sleep 60"), StallTimeout = TimeSpan.FromSeconds(0.5) };
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(Clip, options));
        Assert.Contains("no progress", error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(45), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public async Task A_decoder_that_uses_too_much_processor_time_is_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is the kernel's.");
        using var folder = new TemporaryFolder();
        var options =
            new FfmpegOptions { Executable = Script(folder, "while :; do :; done"), MaximumProcessorTime = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(Clip, options));
        Assert.Contains("took too long", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decoder_that_floods_its_log_is_understood()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in decoder is a shell script.");
        using var folder = new TemporaryFolder();
        const string Flood = "head -c 3000000 /dev/zero | tr '\\0' x >&2; echo >&2; yes '[error] again' | head -n 1000 >&2";
        var options = new FfmpegOptions { Executable = Script(folder, $"echo '[error] moov atom not found' >&2; {Flood}; exit 1") };
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(Clip, options));
        Assert.Contains("index", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_program_in_its_place_that_writes_without_an_end_is_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in decoder is a shell script.");
        using var folder = new TemporaryFolder();
        var options = new FfmpegOptions { Executable = Script(folder, "exec cat /dev/zero") };
        var error = await Assert.ThrowsAsync<DecoderUnavailableException>(() => Recordings.ReadAllAsync(Clip, options));
        Assert.Contains("ffmpeg -version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_in_the_middle_is_not_taken_for_the_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in decoder is a shell script.");
        using var folder = new TemporaryFolder();
        var options = new FfmpegOptions { Executable = Script(folder, "head -c 32000 /dev/zero; kill -SEGV $$") };
        await Assert.ThrowsAsync<InvalidAudioException>(() => Recordings.ReadAllAsync(Clip, options));
    }

    [Theory]
    [InlineData("echo '[info] Exiting normally, received signal 15.' >&2; exit 255")]
    [InlineData("kill -TERM $$")]
    [InlineData("kill -KILL $$")]
    public async Task Ended_by_somebody_else_it_is_neither_the_end_nor_a_fault_of_the_recording(string end)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in decoder is a shell script.");
        using var folder = new TemporaryFolder();
        var options = new FfmpegOptions { Executable = Script(folder, $"head -c 32000 /dev/zero; {end}") };
        var error = await Assert.ThrowsAsync<DecoderUnavailableException>(() => Recordings.ReadAllAsync(Clip, options));
        Assert.Contains("try again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ffmpeg_that_has_used_its_processor_time_is_stopped_and_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is the kernel's.");
        using var folder = new TemporaryFolder();

        // The real one, which ends as if its input had when it is told.
        var options = new FfmpegOptions { Executable = Script(folder, "kill -XCPU $$ & exec ffmpeg \"$@\"") };
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (var i = 0; i < 20; i++) await Recordings.ReadAllAsync(Clip, options);
        });
        Assert.Contains("took too long", Assert.IsType<InvalidAudioException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ffmpeg_the_error_says_how_to_install_it()
    {
        var error = await Assert.ThrowsAsync<DecoderUnavailableException>(
            () => Recordings.ReadAllAsync(Clip, new FfmpegOptions { Executable = "no-such-ffmpeg" }));
        Assert.Contains("apt-get install ffmpeg", error.Message, StringComparison.Ordinal);
    }

    private static string Script(TemporaryFolder folder, string body)
    {
        var path = folder.Write("decoder", System.Text.Encoding.ASCII.GetBytes("#!/bin/sh\n" + body + "\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static bool HasEnded(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
