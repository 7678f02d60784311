using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Summaries;
using Hansard.Server.Transcriptions;
using Hansard.Server.Voices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server;

/// <summary>
/// Puts in order what a killed server left, and sees to it that all is there that requests need, before the first one and before any other
/// service of the host begins.
/// </summary>
internal sealed partial class ServerStart(
    PrivateModes modes,
    VoiceEncryption encryption,
    StartSweep sweep,
    ITransientStore transients,
    JobQueue queue,
    Cursors cursors,
    SignedUrls addresses,
    IProjectStore projects,
    ISummaryStore summaries,
    ITranscriber transcriber,
    HansardServerOptions options,
    ILogger<ServerStart> logger) : IHostedLifecycleService
{
    private bool _isPrepared;

    /// <summary>Does all of it; only the first call does anything.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared) return;
        foreach (var warning in options.Warnings) LogWarning(warning);
        modes.Apply();
        // Models are read beside all else, which takes a part of the time.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var models = options.Role.Transcribes() ? transcriber.WarmUpAsync(stop.Token) : transcriber.FindModelsAsync(stop.Token);
        try
        {
            await PutInOrderAsync(cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await models.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await models;
        _isPrepared = true;
    }

    /// <summary>Makes a key for a server that has none, and cannot be used without.</summary>
    /// <returns>The key; null when none is needed.</returns>
    public async Task<string?> CreateFirstKeyAsync(CancellationToken cancellationToken)
        => NeedsKey() ? await projects.CreateKeyAsync(Project.Default, "first", cancellationToken: cancellationToken) : null;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared) return;
        await PrepareAsync(cancellationToken);

        // A program that hosts the API has no place of ours to show a key in, and its log is none.
        if (NeedsKey()) LogNoKey(options.Data);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PutInOrderAsync(CancellationToken cancellationToken)
    {
        encryption.Prepare();
        await sweep.RunAsync(cancellationToken);
        // Their clients went with the former run.
        await transients.RemoveAbandonedAsync(own: true, endedBefore: 0, cancellationToken);
        await queue.TakeBackAsync(atStart: true, cancellationToken);
        await summaries.EndInterruptedAsync("The server was stopped before it was written: ask for it again.", cancellationToken);
        cursors.Prepare();
        addresses.Prepare();
        await projects.GetOrCreateAsync(Project.Default, cancellationToken);
        if (options.ApiKey is { } key) await projects.EnsureKeyAsync(Project.Default, "HANSARD_API_KEY", key, cancellationToken);
    }

    private bool NeedsKey() => !options.NoAuth && !projects.HasKeys();

    [LoggerMessage(5, LogLevel.Warning,
        "Nobody has a key yet: set ApiKey, or make one with 'hansard keys create --data {Data}', which works while the server runs")]
    private partial void LogNoKey(string data);

    [LoggerMessage(6, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);
}
