using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.Guides;

/// <summary>A folder in which a reader of a guide sits: the program, the samples, some recordings, and a home of its own.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ReadersDesk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-guide-");
    private readonly int _port;

    private ReadersDesk(int port) => _port = port;

    /// <summary>Makes one.</summary>
    /// <param name="port">Of the server that the guide starts.</param>
    public static async Task<ReadersDesk> SetUpAsync(int port)
    {
        var desk = new ReadersDesk(port);
        var program = desk.PathOf("hansard");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "hansard.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(desk.PathOf("samples"), Path.Combine(HansardProcess.Repository, "samples"));
        Directory.CreateDirectory(desk.PathOf("home"));
        Directory.CreateDirectory(desk.PathOf("recordings"));
        var (reader, speech) = (HansardProcess.Clip("en_LJ001-0008.wav"), HansardProcess.Clip("en_jfk.flac"));
        await desk.MakeAsync("interview.mp3", "-i", reader);
        await desk.MakeAsync("meeting.m4a", "-i", speech, "-i", reader, "-filter_complex", "[0:a][1:a]concat=n=2:v=0:a=1");
        await desk.MakeAsync("ada.m4a", "-i", speech);
        await desk.MakeAsync("lecture.mp4", "-f", "lavfi", "-i", "color=size=64x64:rate=5", "-i", reader, "-shortest");
        await desk.MakeAsync("recordings/monday.flac", "-i", reader);
        await desk.MakeAsync("recordings/tuesday.ogg", "-i", reader);
        return desk;
    }

    /// <summary>Runs commands in bash, which ends at the first that fails.</summary>
    /// <returns>The exit code, and everything that was printed.</returns>
    public async Task<(int Code, string Output)> RunAsync(string commands, TimeSpan patience)
    {
        var script = PathOf("guide.sh");
        var output = PathOf("guide.log");
        await File.WriteAllTextAsync(
            script,
            $"""
            exec > '{output}' 2>&1 < /dev/null
            set -euxo pipefail
            trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
            {commands}

            """);
        var start = new ProcessStartInfo("bash", [script]) { WorkingDirectory = _folder.FullName };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = PathOf("home");
        foreach (var name in (string[])["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"])
            start.Environment.Remove(name);
        start.Environment["HANSARD_PORT"] = _port.ToString();
        using var bash = Process.Start(start)!;
        try
        {
            await bash.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            bash.Kill(entireProcessTree: true);
            return (-1, $"It does not end:\n{await File.ReadAllTextAsync(output)}");
        }
        return (bash.ExitCode, await File.ReadAllTextAsync(output));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task MakeAsync(string name, params string[] arguments)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", .. arguments, PathOf(name)]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
