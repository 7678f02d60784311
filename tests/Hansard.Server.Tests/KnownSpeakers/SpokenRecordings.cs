using System.Diagnostics;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.KnownSpeakers;

/// <summary>Recordings of known people, put together from clips of the repository. Needs ffmpeg.</summary>
internal static class SpokenRecordings
{
    /// <summary>Five seconds of Linda Johnson alone.</summary>
    public static Task<byte[]> LindaAsync() => JoinAsync(Linda with { End = 5 });

    /// <summary>Eleven seconds of John F. Kennedy alone.</summary>
    public static Task<byte[]> KennedyAsync() => JoinAsync(Kennedy);

    /// <summary>Other sentences of both, at 0 s and 4.7 s, and those of a stranger, from 10.2 s on.</summary>
    public static Task<byte[]> MeetingAsync()
        => JoinAsync(Linda with { Start = 5 }, Kennedy with { Start = 5.5 }, new Cut("en_test.wav"));

    /// <summary>Ten seconds without a sound.</summary>
    public static Task<byte[]> SilenceAsync() => RunAsync("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "10");

    private static readonly Cut Linda = new("en_LJ001-0001.wav");
    private static readonly Cut Kennedy = new("en_jfk.flac");

    private static Task<byte[]> JoinAsync(params Cut[] cuts)
    {
        var inputs = cuts.SelectMany(cut => (string[])["-i", Fixtures.PathOf("audio", "clips", cut.Clip)]);
        var parts = cuts.Select((cut, i)
            => $"[{i}]atrim={cut.Start}:{cut.End},asetpts=PTS-STARTPTS,aresample=16000,aformat=channel_layouts=mono[{(char)('a' + i)}]");
        var joined = string.Concat(cuts.Select((_, i) => $"[{(char)('a' + i)}]")) + $"concat=n={cuts.Length}:v=0:a=1";
        return RunAsync([.. inputs, "-filter_complex", string.Join(';', parts.Append(joined))]);
    }

    private static async Task<byte[]> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", .. arguments, "-f", "wav", "-"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }

    private sealed record Cut(string Clip)
    {
        public double Start { get; init; }

        public double End { get; init; } = 60;
    }
}
