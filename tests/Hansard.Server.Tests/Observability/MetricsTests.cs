using System.Text.RegularExpressions;
using Hansard.Engine.Tests;
using Hansard.Server.Outbound;
using Hansard.Server.Tests.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Observability;

/// <summary>The page /metrics, which needs no key.</summary>
/// <remarks>
/// Alone: meters are known by name in a whole process, and a server that ends takes the series with it that other servers have in common
/// with it. A process of users has one server.
/// </remarks>
[Collection(nameof(AloneInItsProcess))]
public sealed partial class MetricsTests
{
    [Fact]
    [Requires("ffmpeg")]
    public async Task The_stages_of_the_engine_are_measured()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        await server.EndAsync(await server.CreateAsync(file.String("id")));
        var page = await server.Client.GetStringAsync("/metrics");
        foreach (var stage in (string[])["vad", "mel", "encoder", "decoder"])
        {
            var count = Regex.Match(
                page, $"^hansard_engine_stage_duration_seconds_count{{[^}}]*stage=\"{stage}\"[^}}]*}} (\\d+)", RegexOptions.Multiline);
            Assert.True(count.Success && int.Parse(count.Groups[1].Value) > 0, page);
        }

        // Not the boundaries for milliseconds, which would put every stage into the first bucket.
        Assert.Matches("hansard_engine_stage_duration_seconds_bucket{[^}]*le=\"0.01\"", page);
    }

    [Fact]
    public async Task Hosts_that_clients_name_are_in_no_label_and_make_no_series()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask());
        var resolver = new ScriptedResolver();
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"secret-{i}.example")];
        foreach (var name in names) resolver.Answer(name, ["127.0.0.1"]);
        await using var server = await TestServer.StartAsync(
            options =>
            {
                foreach (var name in names) options.AllowHosts.Add($"{name}:{host.Port}");
            },
            replace: services => services.AddSingleton<IHostResolver>(resolver));

        int? series = null;
        foreach (var name in names)
        {
            var url = $"http://{name}:{host.Port}/a.wav?secret=1";
            var job = await server.EndAsync(await server.Client.CreateAsync("audio_url", url, new { webhook_url = url }));
            Assert.Equal("completed", job.String("status"));
            var page = await server.Client.GetStringAsync("/metrics");
            Assert.Contains("http_client_request_duration_seconds_count", page, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{host.Port}\"", page, StringComparison.Ordinal);
            if (name == names[2]) series = OutboundSeries(page);
            else if (series is not null) Assert.InRange(OutboundSeries(page), 1, series.Value + 40);
        }
    }

    [Fact]
    public async Task What_a_client_puts_into_a_request_makes_no_series()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        await client.GetStringAsync("/metrics");
        foreach (var method in (string[])["GET", "SECRET", "PROPFIND"])
        {
            for (var i = 0; i < 20; i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"/secret-{i}/x?y={i}");
                request.Headers.Host = $"secret-{i}.example";
                request.Headers.UserAgent.ParseAdd($"secret/{i}");
                using var response = await client.SendAsync(request);
            }
        }

        // A page is kept for a third of a second.
        await Task.Delay(400);
        var page = await client.GetStringAsync("/metrics");
        Assert.DoesNotContain("secret", page, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(ServerSeries().Count(page), 1, 10);
    }

    [Fact]
    public async Task Metrics_count_jobs_and_name_no_project()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("secret-project");
        await server.EndAsync(await server.TranscribeAsync("hello", other), other);

        // Counted just after its end is stored.
        const string Ended = "hansard_jobs_ended_total{otel_scope_name=\"Hansard\",status=\"completed\"}";
        var page = "";
        for (var i = 0; i < 100 && !page.Contains(Ended, StringComparison.Ordinal); i++)
        {
            page = await server.Client.GetStringAsync("/metrics");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Contains(Ended, page);
        Assert.Contains("hansard_audio_seconds_total", page);
        Assert.Contains("hansard_jobs_pending", page);
        Assert.Contains("http_server_request_duration_seconds", page);
        Assert.DoesNotContain("secret-project", page);
    }

    [Fact]
    public async Task Work_and_leases_of_this_node_are_measured()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");

        var page = await server.Client.GetStringAsync("/metrics");

        Assert.Matches("hansard_workers{[^}]*status=\"busy\"[^}]*} 1\n", page);
        Assert.Matches("hansard_workers{[^}]*status=\"free\"[^}]*} 0\n", page);
        Assert.Matches("hansard_workers_audio_rate{[^}]*} [0-9]", page);
        var age = Regex.Match(page, "hansard_leases_oldest_renewal_seconds[^ ]* ([0-9.E-]+)");
        Assert.InRange(double.Parse(age.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 30);
        server.Transcriber.Release();
    }

    private static int OutboundSeries(string page) => page.Split('\n')
        .Count(line => line.StartsWith("http_client_", StringComparison.Ordinal) || line.StartsWith("dns_", StringComparison.Ordinal));

    [GeneratedRegex("^http_server_request_duration_seconds_count", RegexOptions.Multiline)]
    private static partial Regex ServerSeries();
}
