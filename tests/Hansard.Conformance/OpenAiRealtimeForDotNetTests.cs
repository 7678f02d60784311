using System.Buffers.Binary;
using System.ClientModel;
using Hansard.Engine.Tests;
using OpenAI.Realtime;

namespace Hansard.Conformance;

#pragma warning disable OPENAI002 // The library calls its realtime client experimental.

/// <summary>Realtime transcription sessions of OpenAI's official library for .NET.</summary>
public sealed class OpenAiRealtimeForDotNetTests(ServerProcess server)
{
    private const int Rate = 24_000;
    private const int RateOfClip = 22_050;

    [Fact]
    public async Task Words_of_an_utterance_come_when_it_ends()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        var environment = await server.NewClientAsync();
        var client = new RealtimeClient(
            new ApiKeyCredential(environment["SONIOX_API_KEY"]),
            new RealtimeClientOptions { Endpoint = new Uri($"{server.Address.Replace("http:", "ws:", StringComparison.Ordinal)}/v1") });
        using var session = await client.StartTranscriptionSessionAsync(cancellationToken: timeout.Token);
        await session.ConfigureTranscriptionSessionAsync(
            new RealtimeTranscriptionSessionOptions
            {
                AudioOptions = new()
                {
                    InputAudioOptions = new()
                    {
                        AudioFormat = new RealtimePcmAudioFormat(),
                        AudioTranscriptionOptions = new() { Model = "gpt-4o-transcribe", Language = "en" },
                        TurnDetection = new RealtimeServerVadTurnDetection(),
                    },
                },
            },
            timeout.Token);
        await session.SendInputAudioAsync(BinaryData.FromBytes(Speech()), timeout.Token);
        var (told, text) = ("", "");
        await foreach (var update in session.ReceiveUpdatesAsync(timeout.Token))
        {
            if (update is RealtimeServerUpdateError fault) Assert.Fail(fault.Error.Message);
            if (update is RealtimeServerUpdateConversationItemInputAudioTranscriptionDelta delta) told += delta.Delta;
            if (update is not RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted completed) continue;
            text = completed.Transcript;
            break;
        }

        Assert.Contains("surpassed", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(text, told);
    }

    /// <summary>"…has never been surpassed" and two seconds of silence, in the one rate that the library knows.</summary>
    private static byte[] Speech()
    {
        var sound = File.ReadAllBytes(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav")).AsSpan(44);
        var samples = (int)((long)sound.Length / 2 * Rate / RateOfClip);
        var bytes = new byte[2 * (samples + (2 * Rate))];
        for (var i = 0; i < samples; i++)
        {
            var sample = BinaryPrimitives.ReadInt16LittleEndian(sound[(int)((long)i * RateOfClip / Rate * 2)..]);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), sample);
        }
        return bytes;
    }
}
