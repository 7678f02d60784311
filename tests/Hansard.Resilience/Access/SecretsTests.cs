using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Hansard.Resilience.Reports;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Resilience.Access;

/// <summary>Where secrets are not: in nothing that the server writes down or tells to whoever watches it.</summary>
[Collection<AloneInItsProcess>]
public sealed class SecretsTests(ResilienceReport report)
{
    [Fact]
    public async Task No_secret_is_in_the_log_the_data_a_metric_a_trace_or_an_error()
    {
        var watch = Stopwatch.StartNew();
        var log = new LogLines();
        var told = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => told.Enqueue(
                $"trace {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} "
                + string.Join(' ', activity.Events.SelectMany(happened => happened.Tags))),
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => told.Enqueue(Line(instrument, tags)));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => told.Enqueue(Line(instrument, tags)));
        meters.Start();

        await using var receiver = await Receiver.StartAsync();
        var server = await TestServer.StartAsync(
            options =>
            {
                options.Log.Level = LogLevel.Trace;
                options.AllowHosts.Add("127.0.0.1");
            },
            replace: services => services.AddSingleton<ILoggerProvider>(log));
        var key = await server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("default", "a name");
        using var client = server.NewClient(key);
        var job = await server.EndAsync(await server.TranscribeAsync("a word", client, new
        {
            webhook_url = receiver.Url(),
            webhook_auth_header_name = "X-Hook",
            webhook_auth_header_value = "hush-webhook-secret",
        }));
        await receiver.WaitAsync(1);
        const string Wish = """{"usage_type": "transcribe_websocket", "expires_in_seconds": 600}""";
        var temporary = await SecretAsync(server, client, "/v1/auth/temporary-api-key", Wish, "api_key");
        var session = await SecretAsync(server, client, "/v1/realtime/client_secrets", "{}", "value");
        var link = (await SecretAsync(server, client, $"/v1/transcriptions/{job.String("id")}/shares", """{"audio": true}""", "url"))
            .Split('#')[1];
        var address = (await server.GetAsync($"/v1/files/{job.String("file_id")}/url", client)).String("url");
        using (await client.GetAsync(address)) { }
        using (var anyone = server.NewClient(null))
        {
            anyone.DefaultRequestHeaders.Add("X-Hansard-Share", link);
            using (await anyone.GetAsync("/v1/shared")) { }
        }

        // Each as a key that is none where it should be, and where it should not.
        string[] secrets = [key, temporary, session, link, "hush-webhook-secret", new Uri(address).Query.TrimStart('?')];
        foreach (var secret in secrets)
        {
            using var wrong = server.NewClient(secret);
            foreach (var path in (string[])["/v1/files", $"/v1/files?cursor={secret}"])
            {
                using var answer = await wrong.GetAsync(path);
                if (!answer.IsSuccessStatusCode) told.Enqueue($"error {await answer.Content.ReadAsStringAsync()}");
            }
        }

        var metrics = await client.GetStringAsync("/metrics");
        var folder = await server.StopAndKeepDataAsync();
        var kept = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            kept.Add($"file {Path.GetFileName(path)} {Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path))}");
        Directory.Delete(folder, recursive: true);
        string[] places = [.. log.All.Concat(log.Severe).Select(line => $"log {line}"), .. told, .. kept, $"metrics {metrics}"];
        var found = secrets
            .SelectMany(secret => places.Where(place => place.Contains(secret, StringComparison.Ordinal))
                .Select(place => $"{secret}: {place[..Math.Min(300, place.Length)]}"))
            .ToList();
        report.Add("Access", new ReportRow(
            $"{secrets.Length} secrets in log, data, metrics, traces and errors", places.Length, found.Count, 0, watch.Elapsed,
            $"{log.All.Count():N0} lines, {told.Count:N0} traces, measurements and errors, {kept.Count} files"));
        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));
    }

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => $"metric {instrument.Name} {string.Join(' ', tags.ToArray())}";

    private static async Task<string> SecretAsync(TestServer server, HttpClient client, string path, string body, string field)
    {
        using var response = await server.PostAsync(path, body, client);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using var answer = System.Text.Json.JsonDocument.Parse(text);
        return answer.RootElement.GetProperty(field).GetString()!;
    }
}
