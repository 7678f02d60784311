using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Bench.Live;

/// <summary>The open clips of a language, each followed by some silence, as live sound.</summary>
internal sealed class LiveClips
{
    /// <summary>Silence after each clip: the room goes on.</summary>
    private const int Room = 3 * AudioSpecification.SampleRate / 2;

    private readonly List<LiveClip> _clips;

    private LiveClips(List<LiveClip> clips) => _clips = clips;

    /// <summary>Number of clips.</summary>
    public int Count => _clips.Count;

    /// <summary>Reads all of a language.</summary>
    /// <param name="language">ISO 639-1; null: all languages.</param>
    public static async Task<LiveClips> ReadAsync(string? language)
    {
        var decoder = new RecordingDecoder(new FfmpegOptions());
        List<LiveClip> clips = [];
        foreach (var entry in Corpus.Json("open", "manifest.json").EnumerateArray())
        {
            if (!entry.TryGetProperty("text", out var text) || text.GetString() is not { Length: > 0 } said) continue;
            var (file, spoken) = (entry.GetProperty("file").GetString()!, entry.GetProperty("language").GetString()!);
            if (language is not null && spoken != language) continue;
            clips.Add(new LiveClip(file, spoken, said, await SamplesAsync(decoder, Corpus.PathOf("open", file))));
        }
        return new LiveClips(clips);
    }

    /// <summary>Reads all recordings of a folder, whatever is heard in them.</summary>
    /// <returns>Name and samples of each, with the silence after it.</returns>
    public static async Task<IReadOnlyList<(string Name, float[] Samples)>> ReadFolderAsync(string folder)
    {
        var decoder = new RecordingDecoder(new FfmpegOptions());
        List<(string, float[])> recordings = [];
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            recordings.Add((Path.GetFileName(file), await SamplesAsync(decoder, file)));
        return recordings;
    }

    /// <summary>Each clip once, beginning with one of them.</summary>
    public IEnumerable<LiveClip> From(int first) => _clips.Skip(first).Concat(_clips.Take(first));

    private static async Task<float[]> SamplesAsync(RecordingDecoder decoder, string path)
    {
        await using var reader = await decoder.OpenAsync(path, CancellationToken.None);
        List<float> samples = [];
        var buffer = new float[AudioSpecification.SampleRate];
        int count;
        do
        {
            count = await reader.ReadAsync(buffer, CancellationToken.None);
            samples.AddRange(buffer.AsSpan(0, count));
        }
        while (count == buffer.Length);
        samples.AddRange(new float[Room]);
        return [.. samples];
    }
}

/// <summary>A clip as live sound.</summary>
/// <param name="File">Its name in the corpus.</param>
/// <param name="Language">Spoken in it.</param>
/// <param name="Text">Said in it.</param>
/// <param name="Samples">At 16 kHz, with the silence after it.</param>
internal sealed record LiveClip(string File, string Language, string Text, float[] Samples);
