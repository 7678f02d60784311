using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Cli.Serve;

namespace Hansard.Cli.Tests.Remote;

/// <summary>A real server as a process, which can be stopped and started at one address, and users who have commands ask it.</summary>
public sealed partial class RemoteServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-remote-");
    private Process? _process;
    private int _port;

    /// <summary>Its address.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>The key of its first project.</summary>
    public string Key { get; private set; } = "";

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Tool.Of("ffmpeg").Require();
        await StartAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it, at the port that it had before.</summary>
    public async Task StartAsync()
    {
        _process = HansardProcess.Start("serve", "--port", $"{_port}", "--data", Data);
        // Or else it would stop when nobody reads what it says.
        _ = _process.StandardError.ReadToEndAsync();
        var output = await ReadUntilAsync(_process.StandardOutput, Key.Length == 0 ? "makes more" : "listens on").WaitAsync(Patience);
        _port = int.Parse(Port().Match(output).Groups[1].Value);
        if (Key.Length == 0) Key = KeyPattern().Match(output).Value;
    }

    /// <summary>Stops it at once, as a crash does.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Makes a user with a home folder, a project and a key of its own.</summary>
    internal async Task<RemoteUser> NewUserAsync(bool isAdmin = false)
    {
        var name = $"{Guid.NewGuid():N}";
        using var data = ServerData.Open(Data, null, MissingData.Refuse);
        var key = await data.Projects.CreateKeyAsync(name, "key", isAdmin, TestContext.Current.CancellationToken);
        return new RemoteUser(Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName, Address, key);
    }

    private static async Task<string> ReadUntilAsync(StreamReader output, string last)
    {
        var text = "";
        while (!text.Contains(last, StringComparison.Ordinal)) text += await output.ReadLineAsync() + "\n";
        return text;
    }

    [GeneratedRegex("hsd_[A-Za-z0-9_-]{43}")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"listens on http://[^:,\s]+:(\d+)")]
    private static partial Regex Port();
}

/// <summary>A user of a server, by the environment of the commands.</summary>
/// <param name="Home">The home folder.</param>
/// <param name="Server">The server.</param>
/// <param name="Key">The API key.</param>
internal sealed record RemoteUser(string Home, Uri Server, string Key)
{
    /// <summary>The variables of a user who has set server and key.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(Bare)
    {
        ["HANSARD_URL"] = Server.OriginalString,
        ["HANSARD_API_KEY"] = Key,
    };

    /// <summary>The variables of a user who has to log in.</summary>
    public IReadOnlyDictionary<string, string> Bare => new Dictionary<string, string>
    {
        ["HOME"] = Home,
        ["XDG_CONFIG_HOME"] = "",
        ["XDG_STATE_HOME"] = "",
        ["HANSARD_URL"] = "",
        ["HANSARD_API_KEY"] = "",
    };

    /// <summary>Files of the state of submissions.</summary>
    public string[] State
        => Directory.Exists(StateFolder) ? Directory.GetFiles(StateFolder) : [];

    private string StateFolder => Path.Combine(Home, ".local", "state", "hansard", "submissions");

    /// <summary>Runs a command to its end, with server and key set.</summary>
    public Task<HansardProcess.Result> RunAsync(params string[] arguments) => HansardProcess.ResultOfAsync(Start(Environment, arguments));

    /// <summary>Runs a command to its end with other variables, and something on its standard input.</summary>
    public async Task<HansardProcess.Result> RunAsync(
        IReadOnlyDictionary<string, string> environment, string input, params string[] arguments)
    {
        var process = Start(environment, arguments);
        await process.StandardInput.WriteAsync(input);
        return await HansardProcess.ResultOfAsync(process);
    }

    /// <summary>Starts a command.</summary>
    public Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Home,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits until the state of a submission says that it has come so far.</summary>
    public async Task WaitForStateAsync(string part)
    {
        for (var watch = Stopwatch.StartNew(); !(await ReadStateAsync()).Contains(part, StringComparison.Ordinal); await Task.Delay(20))
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"No submission comes to {part}.");
    }

    /// <summary>Reads the state of all submissions, past the locks, which .NET heeds.</summary>
    public async Task<string> ReadStateAsync()
    {
        var start = new ProcessStartInfo("sh", ["-c", "cat \"$0\"/* 2>/dev/null", StateFolder]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        return await process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Rows that the server has.</summary>
    /// <param name="kind">files or transcriptions.</param>
    public async Task<JsonElement[]> ListAsync(string kind)
    {
        using var http = new HttpClient { BaseAddress = Server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/v1/{kind}", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty(kind).EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>Asserts that the server has so many.</summary>
    public async Task MustHaveAsync(int files, int transcriptions)
        => Assert.Equal((files, transcriptions), ((await ListAsync("files")).Length, (await ListAsync("transcriptions")).Length));
}

/// <summary>Tests that share the server; one after the other, as it is stopped in some.</summary>
[CollectionDefinition(Name)]
public sealed class RemoteServerTests : ICollectionFixture<RemoteServer>
{
    public const string Name = "a server";
}
