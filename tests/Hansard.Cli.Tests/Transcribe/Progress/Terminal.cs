using System.Diagnostics;
using System.Globalization;

namespace Hansard.Cli.Tests.Transcribe.Progress;

/// <summary>The real program in a real terminal of tmux, and what its screen holds.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-tmux-").FullName;

    private string ExitCodeFile => Path.Combine(_folder, "exit-code");

    /// <param name="columns">Its width.</param>
    /// <param name="lines">Its height.</param>
    /// <param name="workingFolder">Working folder of the program.</param>
    /// <param name="arguments">Of hansard.</param>
    public static Task<Terminal> StartAsync(int columns, int lines, string workingFolder, params string[] arguments)
    {
        Tool.Of("ffmpeg").Require();
        return StartAsync(columns, lines, workingFolder, new Dictionary<string, string>(), arguments);
    }

    /// <summary>Runs the program several times, one after the other; its exit code is the last one's.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="lines">Its height.</param>
    /// <param name="workingFolder">Working folder of the program.</param>
    /// <param name="environment">Variables beside the test's own.</param>
    /// <param name="runs">Arguments of each run.</param>
    public static async Task<Terminal> StartAsync(
        int columns, int lines, string workingFolder, IReadOnlyDictionary<string, string> environment, params string[][] runs)
    {
        Tool.Of("tmux").Require();
        var terminal = new Terminal();
        var settings = Path.Combine(terminal._folder, "tmux.conf");
        var script = Path.Combine(terminal._folder, "run.sh");
        await File.WriteAllTextAsync(settings, "set -g status off\nset -g history-limit 5000\n");
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll")];
        var variables = environment.Select(variable => $"export {variable.Key}={Quote(variable.Value)}\n");
        var commands = runs.Select(arguments => $"{string.Join(' ', program.Concat(arguments).Select(Quote))}\n");
        // The shell has to outlive an interrupt, and then keeps the screen.
        var code = terminal.ExitCodeFile;
        await File.WriteAllTextAsync(
            script,
            $"trap : INT\n{string.Concat(variables)}{string.Concat(commands)}echo $? >{Quote(code + ".new")}\n"
            + $"mv {Quote(code + ".new")} {Quote(code)}\nexec sleep 600\n");
        await terminal.TmuxAsync(
            "-u", "-f", settings, "new-session", "-d", "-x", $"{columns}", "-y", $"{lines}", "-c", workingFolder, "sh", script);
        return terminal;
    }

    /// <summary>Types text, and Enter after it.</summary>
    public async Task TypeAsync(string text)
    {
        await TmuxAsync("send-keys", "-l", text);
        await TmuxAsync("send-keys", "Enter");
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
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience && !HasEnded; await Task.Delay(50))
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
            if (watch.Elapsed > Patience) throw new TimeoutException($"The program still runs. The screen:\n{await ReadAsync()}");
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
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {await error}");
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
