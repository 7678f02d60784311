using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Conformance;
using Hansard.Engine.Tests;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;

[assembly: AssemblyFixture(typeof(ServerProcess))]

namespace Hansard.Conformance;

/// <summary>One running <c>hansard serve</c> on a free port, with the real engine and an empty data directory, for all tests.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    private const string Listens = "Hansard listens on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-conformance-");
    private readonly ConcurrentQueue<string> _errors = [];
    private Process? _process;
    private int _projects;

    /// <summary>Such as http://127.0.0.1:40123.</summary>
    public string Address
    {
        get
        {
            Tool.Of("ffmpeg").Require();
            return field;
        }
        private set;
    } = "";

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // Without ffmpeg it does not start, and the tests that ask for it say so; the others need nothing from here.
        if (!Tool.Of("ffmpeg").IsInstalled) return;

        // The same configuration, release or debug, that these tests were built in.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var hansard = Path.Combine(Fixtures.Repository, "artifacts", "bin", "Hansard.Cli", configuration, "hansard.dll");
        _process = Programs.Start(
            "dotnet",
            [hansard, "serve", "--port", "0", "--data", _data.FullName, "--allow-host", "127.0.0.1"],
            new Dictionary<string, string> { ["HANSARD_API_KEY"] = "conformance", ["HANSARD_LOG__LEVEL"] = "Warning" },
            _data.FullName);
        // Both streams are read to their ends, so that the server never waits for a full pipe.
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"The server ended: {string.Join(Environment.NewLine, _errors)}"));
            else if (line.Data.StartsWith(Listens, StringComparison.Ordinal))
                address.TrySetResult(line.Data[Listens.Length..].Split(',')[0]);
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Address = await address.Task.WaitAsync(StartLimit);
    }

    /// <summary>The environment of a client with a project of its own: no test sees another's files.</summary>
    public async Task<Dictionary<string, string>> NewClientAsync()
    {
        Tool.Of("ffmpeg").Require();
        using var database = SqliteDatabase.OpenExisting(DataDirectory.At(_data.FullName));
        var project = $"client {Interlocked.Increment(ref _projects)}";
        var key = await new SqlProjectStore(database, TimeProvider.System).CreateKeyAsync(project, "key");
        return new Dictionary<string, string>
        {
            ["SONIOX_API_BASE_URL"] = Address,
            ["SONIOX_TTS_API_URL"] = Address,
            ["SONIOX_API_KEY"] = key,
            ["HANSARD_CLIPS"] = Fixtures.PathOf("audio", "clips"),
            ["POLL_SECONDS"] = "0.1",
        };
    }

    /// <summary>Counts what the project of a client holds.</summary>
    /// <param name="client">Its environment.</param>
    internal async Task<ProjectCounts> CountAsync(IReadOnlyDictionary<string, string> client)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client["SONIOX_API_KEY"]);
        var files = await http.GetFromJsonAsync<JsonElement>("/v1/files/count");
        var transcriptions = await http.GetFromJsonAsync<JsonElement>("/v1/transcriptions/count");
        return new ProjectCounts(files.GetProperty("total").GetInt32(), transcriptions.GetProperty("total").GetInt32());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _data.Delete(recursive: true);
    }
}

/// <summary>Numbers of a project's files and transcriptions.</summary>
internal sealed record ProjectCounts(int Files, int Transcriptions);
