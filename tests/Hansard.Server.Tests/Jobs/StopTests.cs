using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Server.Tests.Webhooks;

namespace Hansard.Server.Tests.Jobs;

public sealed class StopTests
{
    [Fact]
    public async Task A_server_with_everything_under_way_stops_within_30_seconds_and_loses_nothing()
    {
        var hung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async (_, context) =>
        {
            hung.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        });
        using var server = new ServerProcess("Workers=2", "Log:Level=None", "Webhooks:Timeout=00:01:00");
        await server.StartAsync();
        using var client = server.NewClient();
        var told = await CreateAsync(client, "hello", receiver.Url());
        await hung.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var stuck = await CreateAsync(client, "stuck", null);
        await UntilAsync(client, stuck, "processing");

        // Fast enough to be let go on for ever, but for the stop.
        using var upload = await RawConnection.OpenAsync(server.Address);
        using var sending = new CancellationTokenSource();
        var drip = DripAsync(upload, sending.Token);

        Assert.InRange(await server.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        await sending.CancelAsync();
        await drip;
        await server.StartAsync();
        await UntilAsync(client, told, "completed");
        await UntilAsync(client, stuck, "processing");
        Assert.Empty(Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    private static async Task DripAsync(RawConnection upload, CancellationToken cancellationToken)
    {
        try
        {
            await upload.SendUploadAsync(1_000_000);
            while (!cancellationToken.IsCancellationRequested)
            {
                await upload.SendAsync(new string('x', 500));
                await Task.Delay(250, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The server has gone.
        }
    }

    private static async Task<string> CreateAsync(HttpClient client, string content, string? webhook)
    {
        using var form = new MultipartFormDataContent { { new StringContent(content), "file", "recording.wav" } };
        using var uploaded = await client.PostAsync("/v1/files", form);
        var file = (await Answer.OkAsync(uploaded, 201)).String("id");
        using var created = await client.PostAsJsonAsync("/v1/transcriptions", new { model = "stt-async-v5", file_id = file, webhook_url = webhook });
        return (await Answer.OkAsync(created, 201)).String("id");
    }

    private static async Task UntilAsync(HttpClient client, string id, string status)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        JsonElement job;
        while ((job = await client.GetFromJsonAsync<JsonElement>($"/v1/transcriptions/{id}")).String("status") != status)
        {
            Assert.True(DateTime.UtcNow < deadline, $"The job stays as it is: {job}");
            await Task.Delay(20);
        }
    }
}
