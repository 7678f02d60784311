using System.Text.Json;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>The networks, recordings, and what the reference computes of them.</summary>
internal static class DiarizationParts
{
    public static SpeakerModels Models { get; } = SpeakerModels.Find(ModelStore.Open(Fixtures.Models), null);

    /// <summary>Runs them on the calling thread.</summary>
    public static ISpeakerNetworks Networks { get; } = new OwnNetworks(Models, new CallingThread());

    public static async Task<VoiceRecording> ReadAsync(string path) => Recording(await Recordings.ReadAllAsync(path));

    /// <summary>A recording appended in uneven blocks, with its speech.</summary>
    public static VoiceRecording Recording(float[] samples)
    {
        var speech = new SpeechRecord();
        var recording = new VoiceRecording(speech);
        for (var (at, size) = (0, 1); at < samples.Length; at += size, size = (size * 3) + 1)
            recording.Append(samples.AsSpan(at, Math.Min(size, samples.Length - at)));
        var detector = new VoiceActivityDetector(Speech.VoiceActivity.Model);
        var found = new float[VoiceActivityDetector.BlockFrames];
        foreach (var block in samples.Chunk(VoiceActivityDetector.BlockSamples))
            speech.Add(found.AsSpan(0, detector.Process(block, found)));
        return recording;
    }

    public static JsonElement Golden(string name) => Fixtures.Json(Fixtures.SharedPathOf("golden", "speakers", "golden.json"))
        .EnumerateArray().Single(e => Path.GetFileNameWithoutExtension(e.GetProperty("audio").GetString()) == name);

    public static float[] Golden(string name, string array)
        => NpzFile.Read(Fixtures.SharedPathOf("golden", "speakers", name + ".npz"), array);

    public static string PathOf(string name) => Path.Combine(Fixtures.SharedDirectory, Golden(name).GetProperty("audio").GetString()!);
}
