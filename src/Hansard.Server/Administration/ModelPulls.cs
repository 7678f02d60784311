using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Contract;
using Hansard.Server.ModelDownloads;
using Hansard.Server.Models;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Administration;

/// <summary>Downloads models of the catalogue in the background, one at a time, and serves them when they are here.</summary>
/// <remarks>What has arrived when one ends early stays, and the next of the same model goes on from there.</remarks>
internal sealed partial class ModelPulls(EngineOptions engine, CurrentModels models, TimeProvider clock, ILogger<ModelPulls> logger)
    : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private bool _isDisposed;
    private CancellationTokenSource _cancellation = new();
    private Task _running = Task.CompletedTask;
    private ModelPull? _latest;

    /// <summary>The one that runs, or the last that ended; null: there was none since the start.</summary>
    public ModelPull? Latest
    {
        get
        {
            lock (_gate) return _latest;
        }
    }

    /// <summary>Begins one.</summary>
    /// <param name="name">Name of the model in the catalogue.</param>
    /// <exception cref="ApiException">There is no such model, it cannot be pulled, or another is under way.</exception>
    public ModelPull Start(string name)
    {
        var store = ModelStore.Open(engine.ModelsDirectory);
        var model = store.Catalogue.Find(name)
            ?? throw ApiException.NotFound("The catalogue has no model of this name: GET /v1/admin/models lists those that it has.");
        if (model.Download is null)
            throw ApiException.AdministrationConflict($"The model '{name}' comes with the program, and cannot be pulled.");
        lock (_gate)
        {
            if (_latest is { Status: ModelPull.Running } other)
                throw ApiException.AdministrationConflict($"The model '{other.Model}' is being pulled: wait for it, or cancel it.");
            _cancellation.Dispose();
            _cancellation = new CancellationTokenSource();
            var isKnown = model.Files.All(file => file.Size is not null);
            _latest = new ModelPull(name, clock.Milliseconds(), isKnown ? model.Files.Sum(file => file.Size) : null);
            var token = _cancellation.Token;
            _running = Task.Run(() => RunAsync(store, model, token), CancellationToken.None);
            return _latest;
        }
    }

    /// <summary>Ends the one that runs.</summary>
    /// <returns>False when none of that model runs.</returns>
    public async Task<bool> CancelAsync(string name)
    {
        Task running;
        lock (_gate)
        {
            if (_latest is not { Status: ModelPull.Running } || _latest.Model != name) return false;
            _cancellation.Cancel();
            running = _running;
        }

        await running;
        return true;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task running;
        lock (_gate)
        {
            // A host may be stopped again when it has been disposed of.
            if (_isDisposed) return;
            _cancellation.Cancel();
            running = _running;
        }

        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _cancellation.Dispose();
        }
    }

    private async Task RunAsync(ModelStore store, ModelEntry model, CancellationToken cancellationToken)
    {
        LogStarted(model.Name, model.Download!.Host);
        try
        {
            CheckRoom(store, model);
            using var http = FileDownload.CreateClient();
            var download = new ModelDownload(store, new FileDownload(http, new DownloadOptions()));
            await download.RunAsync(model, null, new Progress(this), cancellationToken);
            if (model.Kind is ModelKind.Speech) await models.FindAsync(cancellationToken);
            LogCompleted(model.Name);
            End(ModelPull.Completed, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCancelled(model.Name);
            End(ModelPull.Cancelled, null);
        }
        catch (Exception exception)
        {
            // Whatever it is, who has asked for it is told: it is the operator.
            LogFailed(model.Name, exception.Message);
            End(ModelPull.Failed, exception.Message);
        }
    }

    // A full disk stops jobs and other programs as well.
    private static void CheckRoom(ModelStore store, ModelEntry model)
    {
        var folder = store.FolderOf(model);
        var wanted = model.Files.Sum(file => file.Size ?? 0)
            - model.Files.Select(file => new FileInfo(Path.Combine(folder, file.Path))).Where(file => file.Exists).Sum(file => file.Length);
        Directory.CreateDirectory(folder);
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (wanted > free)
            throw new IOException($"The model needs {wanted} bytes more, and {free} are free on the disk of '{folder}': make room there.");
    }

    private void End(string status, string? message)
    {
        lock (_gate) _latest = _latest! with { Status = status, Message = message, EndedAt = clock.Milliseconds() };
    }

    private void Report(string file, long received, string? message)
    {
        lock (_gate) _latest = _latest! with { File = file, ReceivedBytes = received, Message = message };
    }

    [LoggerMessage(220, LogLevel.Information, "The model {Model} is being pulled from {Host}")]
    private partial void LogStarted(string model, string host);

    [LoggerMessage(221, LogLevel.Information, "The model {Model} is here")]
    private partial void LogCompleted(string model);

    [LoggerMessage(222, LogLevel.Information, "The pull of the model {Model} was cancelled")]
    private partial void LogCancelled(string model);

    [LoggerMessage(223, LogLevel.Warning, "The model {Model} could not be pulled: {Reason}")]
    private partial void LogFailed(string model, string reason);

    // Told in the order of the files, one after the other.
    private sealed class Progress(ModelPulls pulls) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, long> _received = new(StringComparer.Ordinal);

        public void Report(DownloadProgress value)
        {
            _received[value.File] = value.Received;
            pulls.Report(value.File, _received.Values.Sum(), value.RetryReason);
        }
    }
}
