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
        var told = await TranscribeAsync(client, "hello", receiver.Url());
        await hung.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var stuck = await TranscribeAsync(client, "stuck", null);
        await client.WaitAsync(stuck, "processing");

        // Fast enough to be let go on for ever, but for the stop.
        using var upload = await RawConnection.OpenAsync(server.Address);
        using var sending = new CancellationTokenSource();
        var drip = DripAsync(upload, sending.Token);

        Assert.InRange(await server.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        await sending.CancelAsync();
        await drip;
        await server.StartAsync();
        await client.WaitAsync(told, "completed");
        await client.WaitAsync(stuck, "processing");
        Assert.Empty(Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    private static async Task<JsonElement> TranscribeAsync(HttpClient client, string content, string? webhook)
        => await client.CreateAsync(
            "file_id", (await client.UploadAsync(new StringContent(content))).String("id"), new { webhook_url = webhook });

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
}
