using System.Net.Http.Headers;
using System.Text;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Recordings that are larger than what a server may hold in memory.</summary>
public sealed class LargeUploadTests
{
    private const int Megabyte = 1 << 20;
    private const int Limit = 200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_recording_goes_to_the_disk_and_not_to_memory(bool isJson)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read from /proc.");

        // One megabyte over the limit: refused when all but its end has been written.
        using var server = new ServerProcess($"Limits:FileBytes={Limit * Megabyte}");
        await server.StartAsync();
        using var client = server.NewClient();
        client.Timeout = TimeSpan.FromMinutes(2);
        using (var warm = await client.SendAsync("hello", [])) Assert.True(warm.IsSuccessStatusCode);
        var before = server.PeakMemory;

        using var response = await client.PostAsync(OpenAiCalls.Transcriptions, isJson ? Json() : Form());

        Assert.Contains("larger than the limit", (await response.ErrorAsync(400)).String("message"), StringComparison.Ordinal);
        Assert.InRange((server.PeakMemory - before) / Megabyte, 0, Limit / 2);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    private static MultipartFormDataContent Form()
        => new() { { new Repeated("", new byte[Megabyte], Limit + 1, ""), "file", "a.wav" } };

    private static Repeated Json()
    {
        var content = new Repeated(
            "{\"input_audio\": {\"data\": \"",
            Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[3 * Megabyte])),
            (Limit / 3) + 1,
            "\"}}");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The same bytes again and again, in a body without a length.</summary>
    private sealed class Repeated(string head, byte[] bytes, int times, string tail) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            for (var i = 0; i < times; i++) await stream.WriteAsync(bytes);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(tail));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
