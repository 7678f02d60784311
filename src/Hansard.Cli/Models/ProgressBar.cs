using Hansard.Server.ModelDownloads;
using Spectre.Console;

namespace Hansard.Cli.Models;

/// <summary>Progress as a bar for each file, on a terminal.</summary>
internal sealed class ProgressBar(ProgressContext context, IAnsiConsole console) : IProgress<DownloadProgress>
{
    private readonly Dictionary<string, ProgressTask> _tasks = [];

    /// <summary>Shows bars on a terminal while the work runs.</summary>
    public static Task RunAsync(IAnsiConsole console, Func<IProgress<DownloadProgress>, Task> work)
        => console.Progress()
            .AutoClear(true) // A line of the model follows.
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new ProgressBar(context, console)));

    /// <inheritdoc />
    public void Report(DownloadProgress value)
    {
        if (!_tasks.TryGetValue(value.File, out var task)) _tasks[value.File] = task = context.AddTask(Markup.Escape(value.File));
        task.IsIndeterminate = value.Total is null;
        if (value.Total is { } total) task.MaxValue = Math.Max(1, total);
        task.Value = value.Received;
        if (value.RetryReason is { } reason) console.MarkupLineInterpolated($"[yellow]{value.File}: {reason}; trying again[/]");
    }
}
