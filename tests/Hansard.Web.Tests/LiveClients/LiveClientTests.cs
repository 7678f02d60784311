using System.Text.Json;
using Hansard.Web.Tests.Browser;

namespace Hansard.Web.Tests.LiveClients;

/// <summary>The official SDKs for browsers in a real one, with the real engine.</summary>
public sealed class LiveClientTests(SpeakingChromium chromium, WebServer server) : IClassFixture<SpeakingChromium>
{
    private const string Model = "no-such-model";

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_older_sdk_gets_words_from_the_microphone_and_all_of_them_when_it_stops()
    {
        var seen = await RunAsync("older", await server.NewKeyAsync());
        Assert.False(seen.TryGetProperty("error", out var error), error.ToString());
        Assert.Contains("surpassed", seen.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(seen.GetProperty("nonFinal").GetString()!);
        Assert.Equal("Finished", seen.GetProperty("states").EnumerateArray().Last().GetString());
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Todays_sdk_gets_words_from_the_microphone_and_is_answered_when_it_wants_them_final()
    {
        var seen = await RunAsync("recorded", await server.NewKeyAsync());
        Assert.False(seen.TryGetProperty("error", out var error), error.ToString());
        Assert.Contains("surpassed", seen.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(seen.GetProperty("nonFinal").GetString()!);
        Assert.Equal(
            ["connected", "finalized", "finished"], seen.GetProperty("events").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_is_wrong_reaches_both_as_their_own_errors()
    {
        var key = await server.NewKeyAsync();
        var answers = await Task.WhenAll(
            RunAsync("older", "wrong"), RunAsync("older", key, new { model = Model }),
            RunAsync("recorded", "wrong"), RunAsync("recorded", key, new { model = Model }));
        var errors = answers.Select(answer => answer.GetProperty("error")).ToArray();
        Assert.Equal([401, 400, 401, 400], errors.Select(error => error.GetProperty("code").GetInt32()));
        Assert.All(errors[..2], error => Assert.Equal("api_error", error.GetProperty("status").GetString()));
        Assert.True(errors[2].GetProperty("isAuth").GetBoolean());
        Assert.True(errors[3].GetProperty("isBadRequest").GetBoolean());
        Assert.Contains(Model, errors[1].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(Model, errors[3].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(string name, string key, object? options = null)
    {
        var page = await chromium.OpenAsync(await server.AddressAsync());
        try
        {
            return await page.EvaluateAsync<JsonElement>(
                "async ([name, key, options]) => (await import('/sdk/page.mjs'))[name](key, JSON.parse(options))",
                new[] { name, key, JsonSerializer.Serialize(options ?? new { }) });
        }
        finally
        {
            await page.Context.DisposeAsync();
        }
    }
}
