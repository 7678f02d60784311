using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hansard.Bench.Service;

/// <summary><c>hansard serve</c> as a process of its own on a free port, with an empty data directory, and a client of it.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string Listens = "Hansard listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private ServerUnderTest(Process process, DirectoryInfo data, Uri address, string? key)
    {
        _process = process;
        _data = data;
        Key = key;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        if (key is not null) Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Client { get; }

    /// <summary>Its data directory.</summary>
    public DirectoryInfo Data => _data;

    /// <summary>Its first key; null where it asks for none.</summary>
    public string? Key { get; }

    /// <param name="workers">Jobs that run at once.</param>
    /// <param name="auth">True: requests need a key.</param>
    /// <param name="settings">Further settings, by the names of their environment variables.</param>
    public static async Task<ServerUnderTest> StartAsync(
        int workers, bool auth = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var data = Directory.CreateTempSubdirectory("hansard-bench-");
        var start = Hansard(
            data, ["serve", "--port", "0", "--workers", workers.ToString(), .. auth ? (string[])[] : ["--no-auth"]]);
        start.Environment["HANSARD_LOG__LEVEL"] = "Warning";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            if (line.StartsWith(Listens, StringComparison.Ordinal))
            {
                var key = auth ? await FirstKeyAsync(process.StandardOutput) : null;
                return new ServerUnderTest(process, data, new Uri(line[Listens.Length..].Split(',')[0]), key);
            }
        throw new InvalidOperationException("The server did not start.");
    }

    private static ProcessStartInfo Hansard(DirectoryInfo data, IEnumerable<string> arguments) => new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments, "--data", data.FullName])
    {
        RedirectStandardOutput = true,
        WorkingDirectory = data.FullName,
    };

    private static async Task<string> FirstKeyAsync(StreamReader output)
    {
        // Alone on the first line that is further to the right.
        while (await output.ReadLineAsync().WaitAsync(Patience) is { } line)
            if (line.StartsWith("    ", StringComparison.Ordinal)) return line.Trim();
        throw new InvalidOperationException("The server told of no key.");
    }

    /// <summary>Makes an administrator's key, of the project of the first.</summary>
    public async Task<string> NewAdministratorAsync()
    {
        using var process = Process.Start(Hansard(_data, ["keys", "create", "--admin", "--name", "operator"]))!;
        var key = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return key ?? throw new InvalidOperationException("No key was made.");
    }

    /// <summary>Resident memory now, in MB of 10^6 bytes.</summary>
    public double Megabytes() => ProcessMemory.Resident(_process.Id);

    /// <summary>Number of its children (ffmpeg), and their memory together, in MB.</summary>
    public (int Count, double Megabytes) Children() => ProcessMemory.Children(_process.Id);

    /// <summary>Processor seconds so far, without those of its children.</summary>
    public double ProcessorSeconds() => ProcessorTime.SecondsOf(_process.Id);

    /// <summary>Uploads a recording.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> UploadAsync(HttpContent content, string filename)
    {
        using var form = new MultipartFormDataContent { { content, "file", filename } };
        using var response = await Client.PostAsync("/v1/files", form);
        return await IdAsync(response);
    }

    /// <summary>Creates a transcription.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string file)
    {
        using var response = await Client.PostAsJsonAsync("/v1/transcriptions", new { model = "stt-async-v5", file_id = file });
        return await IdAsync(response);
    }

    /// <summary>The transcript's text, as soon as it is there.</summary>
    /// <param name="transcription">Its id.</param>
    /// <param name="pause">Between two looks; null: so short that it does not count.</param>
    public async Task<string> TranscriptAsync(string transcription, TimeSpan? pause = null)
    {
        var watch = Stopwatch.StartNew();
        while ((await GetAsync($"/v1/transcriptions/{transcription}")).GetProperty("status").GetString() is "queued" or "processing")
        {
            if (watch.Elapsed > LongestJob) throw new TimeoutException("The transcription did not end.");
            await Task.Delay(pause ?? PollPause);
        }

        return (await GetAsync($"/v1/transcriptions/{transcription}/transcript")).GetProperty("text").GetString()!;
    }

    /// <summary>Number of jobs that run.</summary>
    public async Task<int> RunningAsync()
        => (await GetAsync("/v1/concurrency-limits"))
            .GetProperty("organization").GetProperty("current").GetProperty("transcribe_concurrent").GetInt32();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Nothing here is to be kept, so nothing needs to be put down in order.
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>Gets JSON.</summary>
    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    private static async Task<string> IdAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode
            ? body.GetProperty("id").GetString()!
            : throw new InvalidOperationException($"The server answered {body}");
    }
}
