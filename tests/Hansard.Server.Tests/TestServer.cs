using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests;

/// <summary>A real server on a free port of the loopback address, with a data directory of its own, and a client that has a key.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Key = "a-key-for-tests-0123456789";

    private readonly DirectoryInfo _data;
    private bool _keepData;

    private TestServer(ServerHost host, StandInTranscriber transcriber, DirectoryInfo data)
    {
        Host = host;
        Transcriber = transcriber;
        _data = data;
        Client = NewClient(Key);
    }

    public ServerHost Host { get; }

    public StandInTranscriber Transcriber { get; }

    public HttpClient Client { get; }

    public string DataDirectory => _data.FullName;

    /// <param name="configure">Changes the options.</param>
    /// <param name="data">The directory that another server left (see <see cref="StopAndKeepDataAsync"/>), or null for a new one.</param>
    /// <param name="replace">Puts other parts in.</param>
    /// <param name="realEngine">Whether the real engine transcribes, instead of <see cref="StandInTranscriber"/>.</param>
    public static async Task<TestServer> StartAsync(
        Action<HansardServerOptions>? configure = null, string? data = null, Action<IServiceCollection>? replace = null,
        bool realEngine = false)
    {
        var directory = data is null ? Directory.CreateTempSubdirectory("hansard-test-") : new DirectoryInfo(data);
        var options = new HansardServerOptions { Port = 0, Data = directory.FullName, ApiKey = Key, Models = Fixtures.Models };
        options.Log.Level = LogLevel.None;
        // What is installed on a machine must not change what tests see.
        options.Translation.Apertium = false;
        options.Jobs.RetryDelay = TimeSpan.FromMilliseconds(10);
        options.Jobs.StopGrace = TimeSpan.FromMilliseconds(300);
        if (TestDatabases.ArePostgres) options.Database = await TestDatabases.AddressAsync(directory.FullName);
        configure?.Invoke(options);
        var transcriber = new StandInTranscriber();
        var host = await ServerHost.StartAsync(
            options,
            services =>
            {
                if (!realEngine) services.AddSingleton<ITranscriber>(transcriber);
                replace?.Invoke(services);
            },
            TestContext.Current.CancellationToken);
        return new TestServer(host, transcriber, directory);
    }

    public HttpClient NewClient(string? key)
    {
        var client = new HttpClient { BaseAddress = Host.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client of another project.</summary>
    public async Task<HttpClient> NewProjectAsync(string name)
        => NewClient(await Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync(name, "test"));

    public Task<JsonElement> UploadAsync(string content, string filename = "recording.wav", HttpClient? client = null)
        => UploadAsync(Encoding.UTF8.GetBytes(content), filename, client);

    public Task<JsonElement> UploadAsync(byte[] content, string filename = "recording.wav", HttpClient? client = null)
        => (client ?? Client).UploadAsync(new ByteArrayContent(content), filename);

    public async Task<JsonElement> TranscribeAsync(string content, HttpClient? client = null, object? more = null)
    {
        var file = await UploadAsync(content, client: client);
        return await CreateAsync(file.GetProperty("id").GetString()!, client, more);
    }

    public Task<JsonElement> CreateAsync(string fileId, HttpClient? client = null, object? more = null)
        => (client ?? Client).CreateAsync("file_id", fileId, more);

    public Task<HttpResponseMessage> PostAsync(string path, string json, HttpClient? client = null)
        => (client ?? Client).PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public async Task<JsonElement> GetAsync(string path, HttpClient? client = null)
    {
        using var response = await (client ?? Client).GetAsync(path);
        return await Answer.OkAsync(response, 200);
    }

    /// <summary>The transcription when it has ended.</summary>
    public Task<JsonElement> EndAsync(JsonElement transcription, HttpClient? client = null)
        => (client ?? Client).WaitAsync(transcription, "completed", "error");

    /// <summary>The transcription when its status is this.</summary>
    public Task<JsonElement> WaitAsync(JsonElement transcription, string status, HttpClient? client = null)
        => (client ?? Client).WaitAsync(transcription, status);

    /// <summary>Stops as at SIGTERM, leaving the data for another server.</summary>
    public async Task<string> StopAndKeepDataAsync()
    {
        _keepData = true;
        await DisposeAsync();
        return DataDirectory;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync();
        await Host.DisposeAsync();
        if (!_keepData) await DeleteDataAsync();
    }

    /// <summary>
    /// SQLite removes its side files a moment after the last connection is closed, which deleting the folder may run into.
    /// </summary>
    private async Task DeleteDataAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _data.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(50);
            }
        }
    }
}
