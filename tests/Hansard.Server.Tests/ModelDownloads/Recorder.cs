using Hansard.Server.ModelDownloads;

namespace Hansard.Server.Tests.ModelDownloads;

/// <summary>Progress that arrives at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Recorder(Action<DownloadProgress> record) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value) => record(value);
}
