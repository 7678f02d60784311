using Hansard.Engine.Recognition.Languages;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.FolderWatch;

/// <summary>
/// Watches the folders of <see cref="WatchOptions"/>, each for its project. A fault of one ends neither the others nor the server.
/// </summary>
internal sealed partial class FolderWatchService(
    HansardServerOptions options, IProjectStore projects, QueueParts parts, TimeProvider clock, ILogger<FolderWatchService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(options.Watch.Folders.Select(folder => Task.Run(() => RunAsync(folder, stoppingToken), CancellationToken.None)));

    private Task RunAsync(WatchedFolderOptions folder, CancellationToken stoppingToken)
        => new ServiceLoop(exception => LogFault(folder.Folder, Pause, exception), clock)
            .RunAsync(stopping => WatchAsync(folder, stopping), Pause, stoppingToken);

    private async Task WatchAsync(WatchedFolderOptions folder, CancellationToken stoppingToken)
    {
        var project = await projects.GetOrCreateAsync(folder.Project, stoppingToken);
        var wanted = WatchedRequest.Read(folder);
        var settings = SettingsOf(folder, wanted);
        Directory.CreateDirectory(settings.OutputFolder);
        using var journal = WatchJournal.Open(settings.OutputFolder);
        LogWatching(folder.Folder, folder.Project, settings.OutputFolder);
        var report = new LoggedWatch(folder.Folder, logger);
        await new FolderWatcher(settings, journal, new QueueTranscription(folder, wanted, project, parts), report, clock)
            .RunAsync(stoppingToken);
    }

    private WatchSettings SettingsOf(WatchedFolderOptions folder, WatchedRequest wanted) => new(folder.Folder, folder.To)
    {
        Interval = folder.Interval,
        Settle = folder.Settle,
        // As many as keep the workers busy; the rest waits in its folder, and not as copies in the store.
        AtOnce = options.Workers + 1,
        SkipIfSubtitles = folder.SkipIfSubtitles
            ? new WantedLanguages(
                folder.LanguageHints is [var only] ? LanguageCodes.OfTag(only) : null,
                wanted.Translation.Targets)
            : null,
    };

    [LoggerMessage(240, LogLevel.Information, "Watching {Folder} for the project {Project}; transcripts go to {Output}")]
    private partial void LogWatching(string folder, string project, string output);

    [LoggerMessage(241, LogLevel.Error, "Watching {Folder} failed; it is begun again in {Pause}")]
    private partial void LogFault(string folder, TimeSpan pause, Exception exception);
}
