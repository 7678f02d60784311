using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Hansard.Engine.Tests;
using OpenAI;

namespace Hansard.Conformance;

/// <summary>Refusals that pass by themselves, as OpenAI's official libraries see them: they wait and try again.</summary>
public sealed class OpenAiRetryTests(SoftwareKit sdk)
{
    private const int PerMinute = 60;

    private static readonly string Recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task OpenAI_is_told_of_too_many_requests_and_tries_again()
    {
        await using var server = await OwnServer.StartAsync(options => options.Limits.RequestsPerMinute = PerMinute);
        await sdk.RunAsync(server.Client, "retries");
    }

    [Fact]
    public async Task OpenAI_is_told_that_the_server_stops_and_tries_again()
    {
        await using var server = await OwnServer.StartAsync(options => options.Jobs.StopGrace = TimeSpan.Zero);
        var running = sdk.RunAsync(server.Client, "retries");
        await server.RestartAsync(jobs: 2);
        await running;
    }

    [Fact]
    public async Task The_library_for_dotnet_is_told_of_too_many_requests_and_tries_again()
    {
        await using var server = await OwnServer.StartAsync(options => options.Limits.RequestsPerMinute = PerMinute);
        var models = NewClient(server, retries: 0).GetOpenAIModelClient();
        var refused = await Assert.ThrowsAsync<ClientResultException>(async () =>
        {
            for (var i = 0; i < 10 * PerMinute; i++) await models.GetModelAsync("whisper-1");
        });
        var statuses = new ConcurrentQueue<int>();
        var audio = NewClient(server, retries: 30, statuses).GetAudioClient("whisper-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => audio.TranscribeAudioAsync(Recording)));

        Assert.Equal(429, refused.Status);
        Assert.Contains($"limit of {PerMinute} requests a minute", refused.Message, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Contains("surpassed", answer.Value.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(429, statuses);
    }

    [Fact]
    public async Task The_library_for_dotnet_is_told_that_the_server_stops_and_tries_again()
    {
        await using var server = await OwnServer.StartAsync(options => options.Jobs.StopGrace = TimeSpan.Zero);
        var statuses = new ConcurrentQueue<int>();
        var hasty = NewClient(server, retries: 0).GetAudioClient("whisper-1").TranscribeAudioAsync(Recording);
        var patient = NewClient(server, retries: 5, statuses).GetAudioClient("whisper-1").TranscribeAudioAsync(Recording);
        await server.RestartAsync(jobs: 2);

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => hasty);
        Assert.Equal(503, refused.Status);
        Assert.Contains("The server stops", refused.Message, StringComparison.Ordinal);
        Assert.Contains("surpassed", (await patient).Value.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(503, statuses);
    }

    private static OpenAIClient NewClient(OwnServer server, int retries, ConcurrentQueue<int>? statuses = null)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri($"{server.Client["SONIOX_API_BASE_URL"]}/v1"),
            RetryPolicy = new ClientRetryPolicy(retries),
            NetworkTimeout = Patience,
        };
        if (statuses is not null) options.AddPolicy(new StatusPolicy(statuses), PipelinePosition.PerTry);
        return new OpenAIClient(new ApiKeyCredential(server.Client["SONIOX_API_KEY"]), options);
    }

    /// <summary>Notes the status of each answer, those that the library keeps to itself included.</summary>
    private sealed class StatusPolicy(ConcurrentQueue<int> statuses) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            ProcessNext(message, pipeline, currentIndex);
            statuses.Enqueue(message.Response!.Status);
        }

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            await ProcessNextAsync(message, pipeline, currentIndex);
            statuses.Enqueue(message.Response!.Status);
        }
    }
}
