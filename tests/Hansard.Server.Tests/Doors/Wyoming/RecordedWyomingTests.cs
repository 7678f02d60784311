using System.Text.Json;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>The bytes of the package and of Home Assistant (tests/fixtures/clients), with the real engine.</summary>
[Collection(nameof(WyomingServer))]
public sealed class RecordedWyomingTests(WyomingServer home)
{
    private const string Said = "(?i)he was not an ill.{1,12} young man";

    [Fact]
    [Requires("ffmpeg")]
    public async Task Each_client_gets_what_it_needs()
    {
        var names = (string[])
        [
            "client", "ha_describe_client", "ha_stt_client", "ha_stt_early_client", "inline_data_client", "no_audio_client",
            "stereo44100_client",
        ];
        var replies = await Task.WhenAll(names.Select(ReplayAsync));
        foreach (var (name, events) in names.Zip(replies))
        {
            var types = events.Select(each => each.Type).ToList();
            Assert.DoesNotContain("error", types);
            if (name == "client")
            {
                Assert.Equal(["info", "pong", "pong", "transcript-start"], types.Take(4));
                Assert.Equal("hello", events[1].Data.String("text"));
                Assert.Equal(JsonValueKind.Null, events[2].Data.GetProperty("text").ValueKind);
            }

            if (name is "client" or "ha_describe_client" or "inline_data_client") AssertInfo(events[0].Data);
            if (name == "ha_describe_client")
            {
                Assert.Equal(["info"], types);
                continue;
            }

            // The transcript, and after it nothing but the end of the streamed form.
            Assert.Equal(["transcript", "transcript-stop"], types.TakeLast(2));
            var text = events[^2].Data.String("text");
            var pieces = events.Where(each => each.Type == "transcript-chunk").Select(each => each.Data.String("text"));
            Assert.Equal(text, string.Concat(pieces));
            if (name == "no_audio_client") Assert.Empty(text);
            // Of 2.5 s, and of 1.6 s from the middle, which end within a word.
            else if (name == "ha_stt_early_client") Assert.Matches("(?i)he was not", text);
            else if (name == "stereo44100_client") Assert.Matches("(?i)was not an", text);
            else Assert.Matches(Said, text);
            if (text.Length > 0) Assert.Equal("en", events[^2].Data.String("language"));
        }
    }

    private async Task<List<WyomingReply>> ReplayAsync(string name)
    {
        using var client = await home.ConnectAsync();
        var reading = client.ReadAllAsync();
        await client.SendAsync(WyomingClient.Recorded(name));
        client.End();
        return await reading;
    }

    private static void AssertInfo(JsonElement info)
    {
        Assert.DoesNotContain("null", info.GetRawText(), StringComparison.Ordinal);
        var program = Assert.Single(info.GetProperty("asr").EnumerateArray());
        AssertArtifact(program);
        Assert.Equal("hansard", program.String("name"));
        Assert.True(program.GetProperty("supports_transcript_streaming").GetBoolean());
        Assert.True(program.GetProperty("requires_external_vad").GetBoolean());
        var model = program.GetProperty("models")[0];
        AssertArtifact(model);
        Assert.Contains("de", model.GetProperty("languages").EnumerateArray().Select(language => language.GetString()));
    }

    private static void AssertArtifact(JsonElement artifact)
    {
        Assert.NotEmpty(artifact.String("name"));
        Assert.True(artifact.GetProperty("installed").GetBoolean());
        Assert.Equal(JsonValueKind.String, artifact.GetProperty("attribution").GetProperty("name").ValueKind);
        Assert.Equal(JsonValueKind.String, artifact.GetProperty("attribution").GetProperty("url").ValueKind);
    }
}
