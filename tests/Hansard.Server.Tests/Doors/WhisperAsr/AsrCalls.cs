using System.Buffers.Binary;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.WhisperAsr;

/// <summary>Calls of the webservice's protocol.</summary>
internal static class AsrCalls
{
    /// <param name="client">With a key or without.</param>
    /// <param name="path">With its query.</param>
    /// <param name="recording">The bytes of the recording.</param>
    public static Task<HttpResponseMessage> AsrAsync(this HttpClient client, string path, byte[] recording)
        => client.PostAsync(path, new MultipartFormDataContent { { new ByteArrayContent(recording), "audio_file", "audio_file" } });

    /// <summary>The body of a success.</summary>
    public static async Task<string> AsrTextAsync(this HttpClient client, string path, byte[] recording)
    {
        using var response = await client.AsrAsync(path, recording);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, $"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    /// <summary>A recording of the fixtures as a file.</summary>
    public static byte[] Clip(string name) => File.ReadAllBytes(Fixtures.PathOf("audio", "clips", name));

    /// <summary>The samples of a WAV file of 16 kHz without its header, with silence before them.</summary>
    public static byte[] Samples(string name, int silentSeconds = 0)
    {
        var wav = Clip(name);
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        return [.. new byte[silentSeconds * 32_000], .. wav[44..]];
    }
}
