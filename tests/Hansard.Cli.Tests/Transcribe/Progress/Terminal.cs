using System.Diagnostics;
using System.Globalization;

namespace Hansard.Cli.Tests.Transcribe.Progress;

/// <summary>The real program in a real terminal of tmux, and what its screen holds.</summary>
/// <param name="patience">The longest that it may run.</param>
internal sealed class Terminal(TimeSpan patience) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-tmux-").FullName;

    private string ExitCodeFile => Path.Combine(_folder, "exit-code");

    /// <summary>Runs the program.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="lines">Its height.</param>
    /// <param name="workingFolder">Working folder of the program.</param>
    /// <param name="arguments">Of hansard.</param>
    public static Task<Terminal> StartAsync(int columns, int lines, string workingFolder, params string[] arguments)
        => StartAsync(columns, lines, workingFolder, ["dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments], 4);

    /// <summary>Runs a script of the shell, which may take a quarter of an hour.</summary>
    /// <inheritdoc cref="StartAsync(int, int, string, string[])"/>
    public static Task<Terminal> StartScriptAsync(int columns, int lines, string workingFolder, string script)
        => StartAsync(columns, lines, workingFolder, ["sh", script], 15);

    private static async Task<Terminal> StartAsync(int columns, int lines, string workingFolder, string[] command, int minutes)
    {
        Tool.Of("tmux").Require();
        Tool.Of("ffmpeg").Require();
        var terminal = new Terminal(TimeSpan.FromMinutes(minutes));
        var settings = Path.Combine(terminal._folder, "tmux.conf");
        var script = Path.Combine(terminal._folder, "run.sh");
        await File.WriteAllTextAsync(settings, "set -g status off\nset -g history-limit 5000\n");
        // The shell has to outlive an interrupt, and then keeps the screen.
        var code = terminal.ExitCodeFile;
        await File.WriteAllTextAsync(
            script,
            $"trap : INT\n{string.Join(' ', command.Select(Quote))}\necho $? >{Quote(code + ".new")}\n"
            + $"mv {Quote(code + ".new")} {Quote(code)}\nexec sleep 1200\n");
        await terminal.TmuxAsync(
            "-u", "-f", settings, "new-session", "-d", "-x", $"{columns}", "-y", $"{lines}", "-c", workingFolder, "sh", script);
        return terminal;
    }

    /// <summary>True once the program has ended.</summary>
    public bool HasEnded => File.Exists(ExitCodeFile);

    /// <summary>Reads the screen, and above it the lines that have left it, without empty lines at the end.</summary>
    public async Task<string> ReadAsync()
    {
        var screen = await TmuxAsync("capture-pane", "-p", "-J", "-S", "-");
        return string.Join('\n', screen.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
    }

    /// <summary>Waits for a screen; null if the program ends without showing one.</summary>
    public async Task<string?> WaitForAsync(Func<string, bool> isWanted)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < patience && !HasEnded; await Task.Delay(50))
            if (await ReadAsync() is var screen && isWanted(screen)) return screen;
        return null;
    }

    public Task InterruptAsync() => TmuxAsync("send-keys", "C-c");

    public async Task<bool> ShowsCursorAsync() => (await TmuxAsync("display-message", "-p", "#{cursor_flag}")).Trim() == "1";

    /// <summary>Waits until the program has ended.</summary>
    /// <returns>Its exit code, and what the screen then holds.</returns>
    public async Task<LastScreen> WaitForExitAsync()
    {
        for (var watch = Stopwatch.StartNew(); !HasEnded; await Task.Delay(100))
            if (watch.Elapsed > patience) throw new TimeoutException($"The program still runs. The screen:\n{await ReadAsync()}");
        var code = int.Parse(await File.ReadAllTextAsync(ExitCodeFile), CultureInfo.InvariantCulture);
        return new LastScreen(code, await ReadAsync());
    }

    /// <summary>Exit code of a program, and the screen that it left.</summary>
    internal sealed record LastScreen(int Code, string Screen);

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", Path.Combine(_folder, "socket"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("TMUX");
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(patience);
        await process.WaitForExitAsync().WaitAsync(patience);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {await error}");
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
