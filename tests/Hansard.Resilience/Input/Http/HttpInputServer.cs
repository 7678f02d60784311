using System.Text.Json;
using Hansard.Server.Jobs;
using Hansard.Server.Outbound;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Doors.Wyoming;
using Hansard.Server.Tests.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Resilience.Input.Http;

/// <summary>A server with the stand-in transcriber that has one of everything, and a key of an administrator.</summary>
internal sealed class HttpInputServer : IAsyncDisposable
{
    private readonly FaultLog _log = new();

    private HttpInputServer()
    {
    }

    /// <summary>The server.</summary>
    public TestServer Server { get; private set; } = null!;

    /// <summary>What it has.</summary>
    public ExistingThings Things { get; private set; } = null!;

    /// <summary>What it says of itself.</summary>
    public JsonElement Document { get; private set; }

    /// <summary>A key that opens everything.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Starts it.</summary>
    /// <param name="patience">Patience with slow clients; null: ten seconds.</param>
    public static async Task<HttpInputServer> StartAsync(TimeSpan? patience = null)
    {
        var started = new HttpInputServer();
        started.Server = await TestServer.StartAsync(
            options =>
            {
                options.Log.Level = LogLevel.Error;
                var connections = options.Connections;
                var grace = patience ?? TimeSpan.FromSeconds(10);
                (connections.HeadersTimeout, connections.SlowGrace, connections.IdleTimeout) = (grace, grace, grace);

                // An answer may take as long as its bytes at the least speed.
                if (patience is not null) connections.BytesPerSecond = 1_000_000;
            },
            replace: services =>
            {
                services.AddSingleton<ILoggerProvider>(started._log);
                services.AddSingleton<ILiveTranscriber, NoTranscriber>();
                services.AddSingleton<ILanguageDetector, EnglishDetector>();

                // No name leads anywhere, and none is asked for.
                services.AddSingleton<IHostResolver>(new ScriptedResolver());
            });
        started.Things = new ExistingThings(started.Server);
        await started.Things.FillAsync();
        started.Document = await started.Server.GetAsync("/openapi/v1.json");
        started.Key = await started.Server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("default", "fuzz",
            isAdmin: true);
        return started;
    }

    /// <summary>Notes what holds after all inputs: no error in the log, no memory beyond its bound, and the server works.</summary>
    public async Task<string> CheckAsync(InputRun run)
    {
        await Server.UploadAsync("still here");
        var ended = await Server.EndAsync(await Server.TranscribeAsync("it still works"));
        var text = (await Server.GetAsync($"/v1/transcriptions/{ended.String("id")}/transcript")).String("text");
        if (text != "it still works") run.Fail($"Afterwards the server transcribes '{text}'.");
        foreach (var line in _log.Lines.Take(3)) run.Fail($"The log has an error: {line}");
        return run.CheckOwnMemory();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _log.Dispose();
    }
}
