using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>
/// How often strangers get a known person's name, and known people none, by seconds of speech: what <see cref="VoiceComparison"/> is made
/// of.
/// </summary>
internal static class KnownSpeakersMeasure
{
    /// <summary>Speech that people are enrolled with in the curve, of <see cref="VoiceTrials.Known"/>.</summary>
    private static readonly int[] Enrolled = [10, 30];

    /// <summary>Rates of false names at which the missed ones are given.</summary>
    private static readonly double[] FalseRates = [0.001, 0.005, 0.01, 0.05];

    private static readonly TrialKind[] Kinds =
    [
        new("as they are", RecordingCondition.Clean, RecordingCondition.Clean),
        new("heard over the telephone", RecordingCondition.Telephone, RecordingCondition.Clean),
        new("both over the telephone", RecordingCondition.Telephone, RecordingCondition.Telephone),
        new("heard in a room", RecordingCondition.Room, RecordingCondition.Clean),
        new("both in rooms", RecordingCondition.Room, RecordingCondition.Room),
        new("heard in a room, known from the telephone", RecordingCondition.Room, RecordingCondition.Telephone),
    ];

    /// <param name="others">A folder with a folder of recordings for each further person; null: none.</param>
    public static async Task<List<ResultRow>> RunAsync(string? others)
    {
        var people = People(others);
        var trials = new VoiceTrials(people);
        var whole = trials.OfRecordings();
        List<ResultRow> rows =
        [
            new(
                "whole recordings: equal error rate",
                $"{TrialStatistics.EqualErrorRate(whole):P2} ({people.Count} people, {whole.Count:N0} pairs, "
                    + $"{whole.Count(t => t.IsSame)} of them of one person)"),
        ];
        List<VoiceTrial> all = [];
        foreach (var kind in Kinds)
        {
            List<VoiceTrial> ofKind = [];
            foreach (var heard in VoiceTrials.Heard)
            {
                List<VoiceTrial> curve = [.. Enrolled.SelectMany(known => trials.Of(heard, known, kind.Heard, kind.Known))];
                rows.Add(new ResultRow(
                    $"{kind.Name}, {heard} s heard, enrolled with 10 to 30 s",
                    $"{AtThreshold(curve, people.Count)}; missed at {Missed(curve)}"));
                ofKind.AddRange(VoiceTrials.Known.SelectMany(known => trials.Of(heard, known, kind.Heard, kind.Known)));
            }
            rows.Add(new ResultRow($"{kind.Name}, all lengths", AtThreshold(ofKind, people.Count)));
            all.AddRange(ofKind);
        }
        foreach (var known in VoiceTrials.Known)
        {
            var ofLength = Kinds.SelectMany(k => VoiceTrials.Heard.SelectMany(heard => trials.Of(heard, known, k.Heard, k.Known))).ToList();
            rows.Add(new ResultRow($"enrolled with {known} s, all that is heard", AtThreshold(ofLength, people.Count)));
        }
        rows.Add(new ResultRow("all trials", AtThreshold(all, people.Count)));
        rows.Add(new ResultRow(
            "calibration, fitted", string.Join(' ', TrialStatistics.Fit(all).Select(f => $"{f:F2}"))));
        var direction = TelephoneDirection(people);
        File.WriteAllBytes(Path.Combine(Corpus.Results, "telephone.f32"), MemoryMarshal.AsBytes<float>(direction).ToArray());
        rows.Add(new ResultRow(
            "direction of the telephone: cosine of the engine's and that measured",
            $"{UnitVector.Cosine(direction, TelephoneBand.Direction):F4} (artifacts/bench/telephone.f32)"));
        rows.AddRange(await KnownConversations.RunAsync(people));
        return rows;
    }

    /// <summary>The mean difference of recordings over the telephone and as they are.</summary>
    private static float[] TelephoneDirection(List<PersonVoices> people)
    {
        var sum = new float[TelephoneBand.Direction.Length];
        foreach (var person in people)
        {
            var (clean, telephone) = (person.Recordings(RecordingCondition.Clean), person.Recordings(RecordingCondition.Telephone));
            foreach (var (one, other) in clean.Zip(telephone))
            {
                if (one is null || other is null) continue;
                TensorPrimitives.Add(sum, other.Mean, sum);
                TensorPrimitives.Subtract(sum, one.Mean, sum);
            }
        }
        return UnitVector.Scale(sum);
    }

    private static string AtThreshold(List<VoiceTrial> trials, int people)
    {
        var strangers = TrialStatistics.Rate([.. trials.Where(t => !t.IsSame)], people, IsNamed);
        var missed = TrialStatistics.Rate([.. trials.Where(t => t.IsSame)], people, t => !IsNamed(t));
        return $"strangers named {strangers}, known not named {missed}";
    }

    private static bool IsNamed(VoiceTrial trial) => trial.Voices.IsSure;

    /// <summary>The shares of people who are missed where the threshold would give strangers names at certain rates.</summary>
    private static string Missed(List<VoiceTrial> trials)
    {
        var strangers = trials.Where(t => !t.IsSame).Select(LogOdds).OrderDescending().ToArray();
        var same = trials.Where(t => t.IsSame).Select(LogOdds).ToArray();
        if (same.Length == 0) return "–";
        return string.Join(", ", FalseRates.Select(rate =>
        {
            var threshold = strangers[(int)(rate * strangers.Length)];
            return $"{rate:P1}: {same.Count(s => s <= threshold) / (double)same.Length:P1}";
        }));
    }

    private static double LogOdds(VoiceTrial trial) => trial.Voices.LogOdds;

    private static List<PersonVoices> People(string? others)
    {
        var recordings = VoiceCorpus.Find(others);
        using var sampler = new VoiceSampler(ModelsDirectory.Find());
        var conditions = Enum.GetValues<RecordingCondition>();
        var voices = conditions.ToDictionary(c => c, _ => new VoicePiece[recordings.Count][][]);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        foreach (var condition in conditions)
        {
            Parallel.For(
                0, recordings.Count, threads, i => voices[condition][i] = sampler.Sample(recordings[i], condition));
        }
        return
        [
            .. recordings.Index().GroupBy(r => r.Item.Person).Select(person => new PersonVoices(
                person.Key, conditions.ToDictionary(c => c, c => person.Select(r => voices[c][r.Index]).ToList()))),
        ];
    }

    /// <summary>How the two voices of a trial were recorded.</summary>
    /// <param name="Name">In words.</param>
    /// <param name="Heard">The voice that is heard.</param>
    /// <param name="Known">The voice that is known.</param>
    private sealed record TrialKind(string Name, RecordingCondition Heard, RecordingCondition Known);
}
