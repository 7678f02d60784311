using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Server.Tests.Storage.Postgres;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Hansard.Cli.Tests.Repository;

/// <summary>The services of <c>compose.scale.yaml</c>, as processes of this machine: their commands, with their environment.</summary>
[Requires("ffmpeg")]
public sealed partial class ComposeScaleTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncDisposable
{
    private const string Key = "hsd_compose_scale_test_key";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-compose-");
    private readonly List<Process> _processes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Nodes_have_one_database_one_place_of_recordings_and_no_more_rights_than_they_need()
    {
        var services = Services();
        Assert.Equal(["api", "database", "worker"], services.Keys.Order(StringComparer.Ordinal));
        foreach (var role in (string[])["api", "worker"])
        {
            Assert.Equal(["serve", "--role", role], Texts(services[role]["command"]));
            Assert.Equal("true", services[role]["read_only"]);
            Assert.Equal(["ALL"], Texts(services[role]["cap_drop"]));
        }

        Assert.Equal(Environment(services["worker"]), Environment(services["api"]).Where(entry => entry.Key != "HANSARD_API_KEY"));
        Assert.StartsWith("127.0.0.1:", Texts(services["api"]["ports"]).Single(), StringComparison.Ordinal);
        Assert.False(services["worker"].ContainsKey("ports"));
    }

    [Fact(Explicit = true)]
    public async Task What_is_brought_to_the_api_is_transcribed_by_a_worker()
    {
        var services = Services();
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var address = await StartAsync(services["api"], "api", database);
        await StartAsync(services["worker"], "worker 1", database);
        await StartAsync(services["worker"], "worker 2", database);

        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var clip = HansardProcess.Clip("en_LJ001-0008.wav");
        using var recording = new ByteArrayContent(await File.ReadAllBytesAsync(clip, Cancellation));
        using var form = new MultipartFormDataContent { { recording, "file", "a.wav" } };
        var file = await JsonOf(await client.PostAsync("v1/files", form, Cancellation));
        var job = await JsonOf(await client.PostAsJsonAsync(
            "v1/transcriptions", new { model = "stt-async-v5", file_id = file.GetProperty("id").GetString() }, Cancellation));
        var id = job.GetProperty("id").GetString();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (job.GetProperty("status").GetString() is "queued" or "processing")
        {
            await Task.Delay(200, limit.Token);
            job = await client.GetFromJsonAsync<JsonElement>($"v1/transcriptions/{id}", limit.Token);
        }

        Assert.Equal("completed", job.GetProperty("status").GetString());
        var transcript = await client.GetFromJsonAsync<JsonElement>($"v1/transcriptions/{id}/transcript", limit.Token);
        Assert.Contains("surpass", transcript.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            using (process)
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _folder.Delete(recursive: true);
    }

    private async Task<string> StartAsync(Dictionary<object, object> service, string name, string database)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. Texts(service["command"])])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (variable, value) in Environment(service)) start.Environment[variable] = value;
        start.Environment["HANSARD_DATABASE"] = start.Environment["HANSARD_DATABASE"]!
            .Replace("postgres://hansard@database/hansard", database, StringComparison.Ordinal);
        start.Environment["HANSARD_OBJECTS"] = start.Environment["HANSARD_OBJECTS"]!
            .Replace("/recordings/", $"{_folder.FullName}/", StringComparison.Ordinal);
        (start.Environment["HANSARD_API_KEY"], start.Environment["HANSARD_PORT"]) = (Key, "0");
        start.Environment["HANSARD_DATA"] = Path.Combine(_folder.FullName, name);
        var process = Process.Start(start)!;
        _processes.Add(process);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (Address().Match(line) is { Success: true } address) return address.Value;
        throw new InvalidOperationException($"{name} has ended with {process.ExitCode}.");
    }

    private static Dictionary<string, Dictionary<object, object>> Services()
    {
        var path = Path.Combine(HansardProcess.Repository, "compose.scale.yaml");
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(path))));
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)file["services"]).ToDictionary(
            entry => (string)entry.Key, entry => (Dictionary<object, object>)entry.Value);
    }

    private static Dictionary<string, string> Environment(Dictionary<object, object> service)
        => ((Dictionary<object, object>)service["environment"]).ToDictionary(
            entry => (string)entry.Key, entry => Variable().Replace((string)entry.Value, ""));

    private static IEnumerable<string> Texts(object list) => ((List<object>)list).Cast<string>();

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
            return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        }
    }

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Variable();
}
