using Hansard.Cli.Models;

namespace Hansard.Cli.Tests.Models;

/// <summary>Progress that arrives at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Recorder(Action<DownloadProgress> record) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value) => record(value);
}
