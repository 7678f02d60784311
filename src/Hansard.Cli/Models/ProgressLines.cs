using Hansard.Cli.Display;
using Hansard.Server.ModelDownloads;

namespace Hansard.Cli.Models;

/// <summary>Progress as lines for logs and pipes: when a file begins, at each tenth of it, and when it is tried again.</summary>
internal sealed class ProgressLines(TextWriter output) : IProgress<DownloadProgress>
{
    private string? _file;
    private long _tenth;

    /// <inheritdoc />
    public void Report(DownloadProgress value)
    {
        if (value.RetryReason is { } reason)
        {
            output.WriteLine($"{value.File}: {reason}; trying again");
            return;
        }

        var tenth = value.Total is > 0 and var total ? value.Received * 10 / total : 0;
        if (value.File == _file && tenth <= _tenth) return;
        (_file, _tenth) = (value.File, tenth);
        output.WriteLine(value.Total is { } all
            ? $"{value.File}: {tenth * 10} % of {ByteSize.Format(all)}"
            : $"{value.File}: {ByteSize.Format(value.Received)}");
    }
}
