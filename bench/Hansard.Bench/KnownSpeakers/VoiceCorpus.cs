using Hansard.Bench.Scoring;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>The people whose voices are compared: those of ../shared/audio/open, and one for each folder of another folder.</summary>
internal static class VoiceCorpus
{
    /// <summary>Readers of several open clips, by the beginnings of their files' names; any other clip is a person of its own.</summary>
    private static readonly string[] Readers = ["en_LJ001", "en_sb_spk1", "en_cards", "en_sense_and_sensibility"];

    /// <summary>Clips of people who may be among the others: an excerpt of the same material, a speaker of the same laboratory.</summary>
    private static readonly string[] Unsure = ["en_stereo_join", "en_sb_example1", "en_ps_goforward"];

    /// <summary>Longest part of a recording that is read, in seconds.</summary>
    private const int Longest = 45;

    /// <summary>Finds all recordings.</summary>
    /// <param name="others">A folder with a folder for each person, which holds recordings; null: none.</param>
    public static List<PersonRecording> Find(string? others)
    {
        List<PersonRecording> recordings = [];
        foreach (var path in Directory.EnumerateFiles(Corpus.PathOf("open", "clips")).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (Array.Exists(Unsure, name.StartsWith)) continue;
            recordings.Add(new PersonRecording(Array.Find(Readers, name.StartsWith) ?? name, name, () => Samples(path)));
        }
        foreach (var path in Directory.EnumerateFiles(Corpus.PathOf("open", "speakers"), "*.rttm").Order(StringComparer.Ordinal))
            recordings.AddRange(Alone(Path.GetFileNameWithoutExtension(path), path));
        if (others is null) return recordings;
        foreach (var folder in Directory.EnumerateDirectories(others).Order(StringComparer.Ordinal))
        {
            foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                var person = Path.GetFileName(folder);
                recordings.Add(new PersonRecording(person, $"{person}/{Path.GetFileName(path)}", () => Samples(path)));
            }
        }
        return recordings;
    }

    /// <summary>For each person of a meeting what nobody else speaks at the same time.</summary>
    private static IEnumerable<PersonRecording> Alone(string meeting, string rttm)
    {
        var turns = ScoredTurn.ReadRttm(rttm);
        return turns.Select(t => t.Speaker).Distinct().Select(person => new PersonRecording(
            $"meeting {person}", $"{meeting} {person}", () => Alone(Samples(Path.ChangeExtension(rttm, ".wav")), turns, person)));
    }

    private static float[] Alone(float[] samples, List<ScoredTurn> turns, string person)
    {
        return [.. samples.Where((_, at) => Speak(at, t => t.Speaker == person) && !Speak(at, t => t.Speaker != person))];

        bool Speak(int sample, Predicate<ScoredTurn> isMeant) => turns.Exists(
            t => isMeant(t) && t.Start * AudioSpecification.SampleRate <= sample && sample < t.End * AudioSpecification.SampleRate);
    }

    private static float[] Samples(string path)
    {
        // Read where they are embedded, on a thread of the measure's own.
        return ReadAsync().GetAwaiter().GetResult();

        async Task<float[]> ReadAsync()
        {
            await using var audio = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, CancellationToken.None);
            var samples = new float[Longest * AudioSpecification.SampleRate];
            return samples[..await audio.ReadAsync(samples, CancellationToken.None)];
        }
    }
}

/// <summary>A recording in which one person speaks.</summary>
/// <param name="Person">
/// Who; people with the same part before "~" may be one, and are neither the same nor strangers to each other.
/// </param>
/// <param name="Name">Name of the recording.</param>
/// <param name="Read">Reads its samples, 16 kHz.</param>
internal sealed record PersonRecording(string Person, string Name, Func<float[]> Read);
