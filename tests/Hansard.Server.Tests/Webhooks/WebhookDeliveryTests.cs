using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hansard.Server.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    [Theory]
    [InlineData("hello", "completed")]
    [InlineData("invalid", "error")]
    public async Task A_webhook_tells_the_id_and_the_status_of_a_job_that_has_ended(string recording, string status)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);

        var job = await server.TranscribeAsync(recording, more: new { webhook_url = receiver.Url("/hook?customer=7&x=%20") });
        var delivery = (await receiver.WaitAsync(1))[0];

        Assert.Equal("POST", delivery.Method);
        Assert.Equal("/hook?customer=7&x=%20", delivery.Target);
        Assert.Equal(["application/json"], delivery.Headers["Content-Type"]);
        Assert.Equal([delivery.Body.Length.ToString()], delivery.Headers["Content-Length"]);
        Assert.False(delivery.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal(["id", "status"], delivery.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(job.String("id"), delivery.Json.String("id"));
        Assert.Equal(status, delivery.Json.String("status"));
        Assert.Equal(200, await StatusCodeAsync(server, job));
    }

    [Fact]
    public async Task The_transcript_can_be_read_when_the_webhook_arrives()
    {
        TestServer? server = null;
        var readable = new TaskCompletionSource<string>();
        await using var receiver = await Receiver.StartAsync(async (_, _) =>
        {
            var transcriptions = await server!.GetAsync("/v1/transcriptions");
            var id = transcriptions.GetProperty("transcriptions")[0].String("id");
            readable.TrySetResult((await server.GetAsync($"/v1/transcriptions/{id}/transcript")).String("text"));
            return 204;
        });
        await using var started = server = await StartAsync(receiver);

        await server.TranscribeAsync("said and done", more: new { webhook_url = receiver.Url() });

        Assert.Equal("said and done", await readable.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("Authorization", "Bearer a,b; c=\"d\"")]
    [InlineData("authorization", "anything at all")]
    [InlineData("X-Webhook-Secret", "s3cret value, with, commas")]
    [InlineData("User-Agent", "mine/1.0 (x; y)")]
    [InlineData("Content-Language", "tlh")]
    [InlineData("Cookie", "a=b; c=d")]
    [InlineData("X_odd.name~1", "v")]
    public async Task The_authentication_header_is_sent_once_and_verbatim(string name, string value)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);

        var job = await server.TranscribeAsync("hello", more: new
        {
            webhook_url = receiver.Url(),
            webhook_auth_header_name = name,
            webhook_auth_header_value = value,
        });
        var delivery = (await receiver.WaitAsync(1))[0];

        Assert.Equal([value], delivery.Headers[name]);
        Assert.Equal("******************", job.String("webhook_auth_header_value"));
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("transfer-encoding")]
    [InlineData("Host")]
    [InlineData("not a token")]
    public async Task A_header_that_would_break_the_message_is_refused_at_creation(string name)
    {
        await using var server = await TestServer.StartAsync();

        using var response = await server.PostAsync("/v1/transcriptions", JsonSerializer.Serialize(new
        {
            model = "stt-async-v5",
            audio_url = "https://media.example/a.mp3",
            webhook_url = "https://hooks.example/",
            webhook_auth_header_name = name,
            webhook_auth_header_value = "0",
        }));

        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal("body.payload.webhook_auth_header_name", error.GetProperty("validation_errors")[0].String("location"));
    }

    [Fact]
    public async Task A_webhook_that_is_not_accepted_is_sent_again_until_it_is()
    {
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count switch { 1 => 500, 2 => 404, _ => 204 }));
        await using var server = await StartAsync(receiver);

        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        var deliveries = await receiver.WaitAsync(3);

        Assert.Single(deliveries.Select(d => d.Body).Distinct());
        Assert.Equal(204, await StatusCodeAsync(server, job, 204));
        await Task.Delay(200);
        Assert.Equal(3, receiver.Deliveries.Count);
    }

    [Fact]
    public async Task A_webhook_is_given_up_after_the_last_try_with_its_last_status()
    {
        await using var receiver = await Receiver.StartAsync(503);
        await using var server = await StartAsync(receiver, options => options.Webhooks.MaximumTries = 3);

        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await receiver.WaitAsync(3);

        Assert.Equal(503, await StatusCodeAsync(server, job, 503));
        await Task.Delay(200);
        Assert.Equal(3, receiver.Deliveries.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync((_, context) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return Task.FromResult(307);
        });
        await using var server = await StartAsync(receiver, options => options.Webhooks.MaximumTries = 1);

        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });

        Assert.Equal(307, await StatusCodeAsync(server, job, 307));
        Assert.Equal("/hook", Assert.Single(receiver.Deliveries).Target);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_tried_again()
    {
        await using var receiver = await Receiver.StartAsync(async (count, context) =>
        {
            if (count == 1) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        });
        await using var server = await StartAsync(receiver, options => options.Webhooks.Timeout = TimeSpan.FromMilliseconds(300));

        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });

        Assert.Equal(200, await StatusCodeAsync(server, job));
        Assert.Equal(2, receiver.Deliveries.Count);
    }

    [Fact]
    public async Task A_receiver_that_hangs_delays_neither_jobs_nor_other_webhooks()
    {
        await using var hanging = await Receiver.StartAsync(async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        });
        await using var quick = await Receiver.StartAsync();
        await using var server = await StartAsync(quick, options =>
        {
            options.AllowHosts.Add(hanging.Authority);
            options.Webhooks.Concurrency = 6;
            options.Webhooks.ConcurrencyPerHost = 2;
        });

        for (var i = 0; i < 5; i++) await server.TranscribeAsync("hello", more: new { webhook_url = hanging.Url() });
        await hanging.WaitAsync(2);
        var watch = Stopwatch.StartNew();
        await server.TranscribeAsync("hello", more: new { webhook_url = quick.Url() });
        await quick.WaitAsync(1);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"The other webhook took {watch.Elapsed}.");
        Assert.Equal(2, hanging.Deliveries.Count);
    }

    // One receiver that hangs, or as many as there are webhooks.
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task Hundreds_of_webhooks_that_hang_delay_no_other_project_and_one_receiver_no_other(int receivers)
    {
        const int Webhooks = 400;
        var hanging = Enumerable.Range(0, receivers).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            hanging.ForEach(listener => listener.Start());
            await using var quick = await Receiver.StartAsync();
            await using var server = await StartAsync(quick, options =>
            {
                options.AllowHosts.Add("127.0.0.1");
                options.Limits.PendingTranscriptions = options.Limits.TotalTranscriptions = 10_000;
                options.Webhooks.Timeout = TimeSpan.FromMinutes(2);
            });
            using var other = await server.NewProjectAsync("other");
            var file = (await server.UploadAsync("hello")).String("id");
            var otherFile = (await server.UploadAsync("hello", client: other)).String("id");
            JsonElement last = default;
            for (var i = 0; i < Webhooks; i++)
                last = await server.CreateAsync(file, more: new { webhook_url = $"http://{hanging[i % receivers].LocalEndpoint}/" });
            await server.EndAsync(last);

            await server.EndAsync(await server.CreateAsync(otherFile, other, new { webhook_url = quick.Url("/other") }), other);
            var watch = Stopwatch.StartNew();
            await quick.WaitAsync(1);
            if (receivers == 1)
            {
                await server.EndAsync(await server.CreateAsync(file, more: new { webhook_url = quick.Url("/own") }));
                await quick.WaitAsync(2);
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
            TestContext.Current.SendDiagnosticMessage($"{watch.Elapsed} with {receivers} receivers that hang");
        }
        finally
        {
            hanging.ForEach(listener => listener.Dispose());
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_hold_a_webhook()
    {
        var clock = new ShiftedClock();
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count == 1 ? 500 : 200));
        await using var server = await StartAsync(receiver, options => options.Webhooks.FirstPause = TimeSpan.FromSeconds(3), clock: clock);
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        Assert.Equal(500, await StatusCodeAsync(server, job, 500));

        clock.Shift(-TimeSpan.FromHours(1));
        await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });

        await receiver.WaitAsync(3);
        Assert.Equal(200, await StatusCodeAsync(server, job));
    }

    [Fact]
    public async Task A_webhook_set_down_by_a_clock_that_was_set_back_since_is_sent_after_the_next_start()
    {
        var clock = new ShiftedClock();
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count == 1 ? 500 : 200));
        clock.Shift(TimeSpan.FromDays(1));
        var server = await StartAsync(receiver, options => options.Webhooks.FirstPause = TimeSpan.FromMinutes(4), clock: clock);
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        Assert.Equal(500, await StatusCodeAsync(server, job, 500));
        var data = await server.StopAndKeepDataAsync();

        await using var restarted = await StartAsync(receiver, data: data);

        await receiver.WaitAsync(2);
        Assert.Equal(200, await StatusCodeAsync(restarted, job));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task The_secret_of_a_webhook_leaves_the_data_with_the_last_try(int answer)
    {
        const string Secret = "s3cret-that-must-not-stay-5c1b";
        await using var receiver = await Receiver.StartAsync(answer);
        await using var server = await StartAsync(receiver, options =>
        {
            options.Webhooks.MaximumTries = 2;
            options.Retention.Interval = TimeSpan.FromMilliseconds(200);
        });

        var job = await server.TranscribeAsync("hello", more: new
        {
            webhook_url = receiver.Url(),
            webhook_auth_header_name = "X-Secret",
            webhook_auth_header_value = Secret,
        });
        var deliveries = await receiver.WaitAsync(answer == 200 ? 1 : 2);

        Assert.All(deliveries, delivery => Assert.Equal([Secret], delivery.Headers["X-Secret"]));
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (DatabaseFiles(server).Any(path => Contains(path, Secret)))
        {
            Assert.True(DateTime.UtcNow < deadline, "The secret is still there.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var ended = await server.GetAsync($"/v1/transcriptions/{job.String("id")}");
        Assert.Equal("X-Secret", ended.String("webhook_auth_header_name"));
        Assert.Equal("******************", ended.String("webhook_auth_header_value"));
    }

    [Fact]
    public async Task A_cancelled_job_has_its_webhook()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);
        var job = await server.WaitAsync(await server.TranscribeAsync("wait", more: new { webhook_url = receiver.Url() }), "processing");

        using var response = await server.Client.PostAsync(
            $"/v1/transcriptions/{job.String("id")}/cancel", null, TestContext.Current.CancellationToken);

        var delivery = Assert.Single(await receiver.WaitAsync(1));
        Assert.Equal((job.String("id"), "error"), (delivery.Json.String("id"), delivery.Json.String("status")));
    }

    [Fact]
    public async Task A_webhook_that_was_not_accepted_is_sent_again_after_a_restart()
    {
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count == 1 ? 500 : 200));
        var server = await StartAsync(receiver, options => options.Webhooks.FirstPause = TimeSpan.FromSeconds(2));
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await receiver.WaitAsync(1);
        Assert.Equal(500, await StatusCodeAsync(server, job, 500));
        var data = await server.StopAndKeepDataAsync();

        await using var restarted = await StartAsync(receiver, data: data);
        await receiver.WaitAsync(2);

        Assert.Equal(200, await StatusCodeAsync(restarted, job));
    }

    [Fact]
    public async Task A_webhook_that_falls_due_between_two_looks_is_not_missed()
    {
        const int Refusals = 20;
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count <= Refusals ? 500 : 200));
        await using var server = await StartAsync(
            receiver,
            options =>
            {
                options.Webhooks.FirstPause = options.Webhooks.LongestPause = TimeSpan.FromMilliseconds(50);
                options.Webhooks.MaximumTries = Refusals + 1;
            },
            clock: new SteppingClock(TimeSpan.FromMilliseconds(40)));

        await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });

        await receiver.WaitAsync(Refusals + 1);
    }

    [Fact]
    public async Task A_webhook_that_was_under_way_at_a_stop_is_sent_again_after_the_restart()
    {
        await using var receiver = await Receiver.StartAsync(async (count, context) =>
        {
            if (count == 1) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        });
        var server = await StartAsync(receiver, options => options.Webhooks.Timeout = TimeSpan.FromSeconds(60));
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await receiver.WaitAsync(1);
        var data = await server.StopAndKeepDataAsync();

        await using var restarted = await StartAsync(receiver, data: data);
        await receiver.WaitAsync(2);

        Assert.Equal(200, await StatusCodeAsync(restarted, job));
    }

    [Fact]
    public async Task A_webhook_outlives_the_deletion_of_its_transcription()
    {
        await using var receiver = await Receiver.StartAsync((count, _) => Task.FromResult(count == 1 ? 500 : 200));
        await using var server = await StartAsync(receiver, options => options.Webhooks.FirstPause = TimeSpan.FromMilliseconds(500));
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await receiver.WaitAsync(1);

        using var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}");

        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal(job.String("id"), (await receiver.WaitAsync(2))[1].Json.String("id"));
    }

    [Fact]
    public async Task A_webhook_into_the_private_network_is_not_sent_and_the_job_completes()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await TestServer.StartAsync(options => options.Webhooks.MaximumTries = 1);

        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        var ended = await server.EndAsync(job);
        await Task.Delay(300);

        Assert.Equal("completed", ended.String("status"));
        Assert.Equal(JsonValueKind.Null, ended.GetProperty("webhook_status_code").ValueKind);
        Assert.Empty(receiver.Deliveries);
    }

    private static string[] DatabaseFiles(TestServer server) => Directory.GetFiles(server.DataDirectory, "hansard.db*");

    private static bool Contains(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(
        Receiver receiver, Action<HansardServerOptions>? configure = null, string? data = null, TimeProvider? clock = null)
        => TestServer.StartAsync(
            options =>
            {
                options.AllowHosts.Add(receiver.Authority);
                options.Webhooks.FirstPause = TimeSpan.FromMilliseconds(20);
                options.Webhooks.StopGrace = TimeSpan.FromMilliseconds(300);
                configure?.Invoke(options);
            },
            data,
            services => services.AddSingleton(clock ?? TimeProvider.System));

    // The status is recorded just after the receiver has answered.
    private static async Task<int?> StatusCodeAsync(TestServer server, JsonElement job, int expected = 200)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            var code = (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).GetProperty("webhook_status_code");
            int? status = code.ValueKind == JsonValueKind.Null ? null : code.GetInt32();
            if (status == expected || DateTime.UtcNow > deadline) return status;
            await Task.Delay(20);
        }
    }
}
