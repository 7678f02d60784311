using System.Diagnostics;
using Hansard.Engine;
using Spectre.Console;

namespace Hansard.Cli.Transcribe;

/// <summary>Progress bars on standard error where that is a terminal, and nothing at all in a pipe.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs work that reports its progress.</summary>
    /// <param name="targets">One bar each.</param>
    /// <param name="work">Given a receiver for each target, null where nothing is shown.</param>
    public static async Task<int> RunAsync(IReadOnlyList<OutputTarget> targets, Func<IReadOnlyList<IProgress<TranscriptionProgress>?>, Task<int>> work)
    {
        if (Console.IsErrorRedirected) return await work([.. targets.Select(_ => (IProgress<TranscriptionProgress>?)null)]).ConfigureAwait(false);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var code = 0;
        await console.Progress().AutoClear(true).HideCompleted(targets.Count > 8)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bars = targets.Select(t => new Bar(context.AddTask(Markup.Escape(Path.GetFileName(t.Recording))), Path.GetFileName(t.Recording))).ToArray();
                code = await work(bars).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return code;
    }

    private sealed class Bar(ProgressTask task, string name) : IProgress<TranscriptionProgress>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public void Report(TranscriptionProgress value)
        {
            // A length that the container does not state is known once the recording has been read.
            if ((value.Total ?? value.Decoded) is { TotalSeconds: > 0 } total) task.MaxValue(total.TotalSeconds);
            task.Value(Math.Min(value.Transcribed.TotalSeconds, task.MaxValue));
            task.Description = $"{Markup.Escape(name)} [grey]{value.Transcribed.TotalSeconds / Math.Max(0.1, _watch.Elapsed.TotalSeconds):F1}x[/]";
        }
    }
}
