using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Remembers the voices of a sound so far, in bounded memory, and tells whose they are.</summary>
/// <remarks>
/// All voices are clustered anew at every step, and the clusters are matched to the labels that were given before (online agglomerative
/// clustering with label matching, Zhang et al. 2022, "Low-Latency Online Speaker Diarization with Graph-based Label Generation"): what a
/// first piece was wrongly taken for does not stay in a mean, as it does where means are only moved on. Half a millisecond a step.
/// </remarks>
/// <param name="limits">
/// At most so many people are found; while there are fewer than the minimum, a voice is taken for a new one's more readily.
/// </param>
internal sealed class SpeakerMemory(SpeakerLimits limits)
{
    /// <summary>
    /// Voices remembered: four to six minutes of talk piece by piece, and then those of one speaker that are most alike as one.
    /// </summary>
    public const int MostVoices = 160;

    /// <summary>Normalised cosine of two clusters' means below which they are not joined, as for recordings.</summary>
    private const float Stop = 0.5f;

    private readonly List<HeardVoice> _voices = [];

    /// <summary>Speakers to whom something was given.</summary>
    public int Speakers { get; private set; }

    /// <summary>Voices that are remembered.</summary>
    public int Voices => _voices.Count;

    /// <summary>A speaker who was not there before.</summary>
    public sbyte Introduce() => (sbyte)Speakers++;

    /// <summary>The people of the sound so far, and of what is being said.</summary>
    /// <param name="present">Voices that are not remembered yet.</param>
    /// <param name="cohort">How alike two people are.</param>
    public List<HeardPerson> People(IReadOnlyList<HeardVoice> present, VoiceCohort cohort)
    {
        List<HeardVoice> all = [.. _voices, .. present.Where(v => v.Voice.Weight >= NewPerson.Shortest)];
        if (all.Count == 0) all = [.. present];
        if (all.Count == 0) return [];
        var clusters = CentroidLinkage.Cluster(
            [.. all.Select(v => v.Voice)], cohort.Cosine(Stop), new SpeakerLimits(1, int.MaxValue), CancellationToken.None);
        VoiceCluster[] people = [.. all.Zip(clusters).GroupBy(p => p.Second, p => p.First.Voice).OrderBy(g => g.Key)
            .Select(g => g.Aggregate((a, b) => a.With(b)))];
        return Named(people, SpeakersOf(all, clusters, people.Length), Unheard([.. _voices, .. present]), cohort);
    }

    /// <summary>Remembers a voice.</summary>
    public void Add(HeardVoice voice)
    {
        _voices.Add(voice);
        if (_voices.Count > MostVoices) JoinMostAlike();
    }

    /// <summary>The speaker of each cluster: each to the one that holds most of what was given to it.</summary>
    private sbyte[] SpeakersOf(List<HeardVoice> voices, int[] clusters, int count)
    {
        var given = new double[count, Speakers];
        foreach (var ((voice, speaker), cluster) in voices.Zip(clusters)) if (speaker >= 0) given[cluster, speaker] += voice.Weight;
        var speakers = new sbyte[count];
        Array.Fill(speakers, SpeakerActivity.Nobody);
        var taken = new bool[Speakers];
        var pairs = Enumerable.Range(0, count).SelectMany(c => Enumerable.Range(0, Speakers).Select(s => (Cluster: c, Speaker: s)))
            .Where(p => given[p.Cluster, p.Speaker] > 0).OrderByDescending(p => given[p.Cluster, p.Speaker]);
        foreach (var (cluster, speaker) in pairs)
        {
            if (speakers[cluster] >= 0 || taken[speaker]) continue;
            (speakers[cluster], taken[speaker]) = ((sbyte)speaker, true);
        }
        return speakers;
    }

    /// <summary>Speakers of no voice: given to a few frames at the edge of a piece. The next who is new takes their place.</summary>
    private Queue<sbyte> Unheard(List<HeardVoice> voices)
        => new(Enumerable.Range(0, Speakers).Select(s => (sbyte)s).Except(voices.Select(v => v.Speaker)).Order());

    private List<HeardPerson> Named(VoiceCluster[] clusters, sbyte[] speakers, Queue<sbyte> unheard, VoiceCohort cohort)
    {
        List<HeardPerson> people = [];
        var free = Math.Max(0, limits.Maximum - Speakers);
        // The more is heard of somebody, the surer that this is a person.
        foreach (var cluster in Enumerable.Range(0, clusters.Length).OrderByDescending(c => clusters[c].Weight))
        {
            var (mean, speaker) = (clusters[cluster].Mean(), speakers[cluster]);
            var isLabelled = speaker >= 0;
            if (!isLabelled && free + unheard.Count == 0) continue;
            if (people.Count > 0)
            {
                var nearest = cohort.Normalise(people.Max(p => UnitVector.Cosine(p.Mean, mean)));
                if (!NewPerson.IsAnother(clusters[cluster].Weight, nearest, isLabelled, people.Count < limits.Minimum)) continue;
            }
            if (!isLabelled && !unheard.TryDequeue(out speaker))
            {
                speaker = SpeakerActivity.Nobody;
                free--;
            }
            people.Add(new HeardPerson(speaker, mean));
        }
        return people;
    }

    private void JoinMostAlike()
    {
        var (one, other, most) = (0, 1, float.NegativeInfinity);
        var means = _voices.ConvertAll(v => v.Voice.Mean());
        for (var i = 0; i < means.Count; i++)
        {
            for (var j = i + 1; j < means.Count; j++)
            {
                if (_voices[i].Speaker != _voices[j].Speaker) continue;
                var cosine = UnitVector.Cosine(means[i], means[j]);
                if (cosine > most) (one, other, most) = (i, j, cosine);
            }
        }
        // There are more voices than speakers, so that two of them have one.
        _voices[one] = _voices[one] with { Voice = _voices[one].Voice.With(_voices[other].Voice) };
        _voices.RemoveAt(other);
    }
}
