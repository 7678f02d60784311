using System.Text.Json;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Jobs.Parts;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Recordings of any length, made of a clip with pauses.</summary>
internal static class LongRecording
{
    private const int Rate = 16_000;

    // Of the plainest of files.
    private const int Header = 44;

    private static byte[] Source => File.ReadAllBytes(Engine.Tests.Fixtures.PathOf("audio", "clips", "en_test.wav"));

    /// <summary>A WAV file.</summary>
    public static byte[] Of(double minutes = 0, double seconds = 0)
    {
        var clip = Clip();
        var samples = new short[(int)((60 * minutes + seconds) * Rate)];
        // A pause now and then, never the same twice, so that no two windows are alike.
        var (at, i) = (0, 0);
        while (at < samples.Length)
        {
            var take = Math.Min(clip.Length, samples.Length - at);
            clip.AsSpan(0, take).CopyTo(samples.AsSpan(at));
            at += take + 3000 + 977 * (i++ % 17);
        }
        var file = new byte[Header + 2 * samples.Length];
        Source[..Header].CopyTo(file, 0);
        BitConverter.GetBytes(file.Length - 8).CopyTo(file, 4);
        BitConverter.GetBytes(2 * samples.Length).CopyTo(file, Header - 4);
        Buffer.BlockCopy(samples, 0, file, Header, 2 * samples.Length);
        return file;
    }

    /// <summary>Compares the transcript of a job with that of a transcriber that does all of it alone.</summary>
    public static async Task CheckAsync(HttpClient client, JsonElement job, byte[] recording, SleepingTranscriber alone)
    {
        var path = Path.Combine(Path.GetTempPath(), $"hansard-test-{Guid.NewGuid()}.wav");
        await File.WriteAllBytesAsync(path, recording);
        try
        {
            var whole = await alone.TranscribeAsync(
                path, new TranscriptionRequest(), new ProjectKnowledge([], []), TimeSpan.FromHours(6),
                new JobProgress(TimeProvider.System), TestContext.Current.CancellationToken);
            using var response = await client.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
            var found = await Answer.OkAsync(response, 200);
            Assert.Equal(
                whole.Tokens.Select(token => (token.Text, token.StartMs, token.EndMs, Math.Round(token.Confidence, 4))),
                found.GetProperty("tokens").EnumerateArray().Select(token => (
                    token.String("text"), (long?)token.GetProperty("start_ms").GetInt64(), (long?)token.GetProperty("end_ms").GetInt64(),
                    Math.Round(token.GetProperty("confidence").GetDouble(), 4))));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static short[] Clip()
    {
        var bytes = Source;
        var samples = new short[(bytes.Length - Header) / 2];
        Buffer.BlockCopy(bytes, Header, samples, 0, 2 * samples.Length);
        return samples;
    }
}
