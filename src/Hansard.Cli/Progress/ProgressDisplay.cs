using Spectre.Console;

namespace Hansard.Cli.Progress;

/// <summary>
/// Progress on standard error where that is a terminal, and nothing at all in a pipe. It is up only while its owner waits, so that what
/// is written between the waits stays on the screen.
/// </summary>
/// <param name="total">Number of recordings.</param>
/// <param name="isQuiet">Nothing is shown.</param>
internal sealed class ProgressDisplay(int total, bool isQuiet)
{
    // Five times a second, as often as anybody can read a figure.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole? _console = isQuiet ? null : FindTerminal();
    private readonly Lock _lock = new();
    private readonly List<IProgressLine> _running = [];
    private int _done;
    private int _failed;

    /// <summary>Text that is not written yet and stands above the progress; empty for none.</summary>
    public string OpenText { get; set; } = "";

    /// <summary>Adds a recording that begins now.</summary>
    public RecordingProgress Add(string recording)
    {
        var progress = new RecordingProgress(Path.GetFileName(recording));
        Add(progress);
        return progress;
    }

    /// <summary>Adds a line that begins now.</summary>
    public void Add(IProgressLine line)
    {
        lock (_lock) _running.Add(line);
    }

    /// <summary>Takes a recording away that has ended.</summary>
    public void Remove(IProgressLine progress)
    {
        lock (_lock) _running.Remove(progress);
    }

    /// <summary>Counts a recording that has ended.</summary>
    public void Count(Outcome outcome)
    {
        lock (_lock)
        {
            _done++;
            if (outcome.Kind is OutcomeKind.Failed) _failed++;
        }
    }

    /// <summary>Shows the progress until something has ended, and leaves no trace of it.</summary>
    public async Task ShowUntilAsync(Task end)
    {
        // What ends at once need not flicker.
        if (_console is null || await HasEndedAsync(end).ConfigureAwait(false)) return;
        await _console.Live(View()).AutoClear(true).StartAsync(async context =>
        {
            do context.UpdateTarget(View());
            while (!await HasEndedAsync(end).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private static async Task<bool> HasEndedAsync(Task end) => await Task.WhenAny(end, Task.Delay(Interval)).ConfigureAwait(false) == end;

    private ProgressView View()
    {
        lock (_lock)
        {
            var failed = _failed > 0 ? $", {_failed} failed" : "";
            var status = total > 1 ? $"{_done} of {total} done{failed}" : null;
            return new ProgressView([.. _running], status, Math.Max(1, _console!.Profile.Height - 1), OpenText);
        }
    }

    private static IAnsiConsole? FindTerminal()
    {
        if (Console.IsErrorRedirected) return null;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Ansi ? console : null; // A terminal such as "dumb" cannot take back a line.
    }
}
