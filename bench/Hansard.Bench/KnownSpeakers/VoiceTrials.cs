using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>Pairs of a voice that is known and one that is heard, of one person or of two strangers.</summary>
/// <param name="people">For each person the recordings, in order.</param>
internal sealed class VoiceTrials(IReadOnlyList<PersonVoices> people)
{
    /// <summary>Voices of each length that are taken from what one person says, one after the other.</summary>
    private const int MostVoices = 3;

    /// <summary>Seconds of speech that are heard.</summary>
    public static IReadOnlyList<int> Heard { get; } = [1, 2, 3, 5, 10, 20];

    /// <summary>Seconds of speech that a person was enrolled with.</summary>
    public static IReadOnlyList<int> Known { get; } = [3, 5, 10, 30];

    /// <summary>The trials of one length: everybody's voice against everybody's.</summary>
    /// <param name="heard">One of <see cref="Heard"/>.</param>
    /// <param name="known">One of <see cref="Known"/>.</param>
    /// <param name="condition">Of what is heard.</param>
    /// <param name="knownCondition">Of what is known.</param>
    public List<VoiceTrial> Of(int heard, int known, RecordingCondition condition, RecordingCondition knownCondition)
    {
        var heardVoices = people.Select(p => p.Voices(heard, condition, isKnown: false).Take(MostVoices).ToList()).ToList();
        var knownVoices = people.Select(p => p.Voices(known, knownCondition, isKnown: true).FirstOrDefault()).ToList();
        List<VoiceTrial> trials = [];
        for (var one = 0; one < people.Count; one++)
        {
            if (knownVoices[one] is not { } voice) continue;
            for (var other = 0; other < people.Count; other++)
            {
                if (one != other && people[one].MayBe(people[other])) continue;
                foreach (var speaker in heardVoices[other]) trials.Add(new VoiceTrial(one, other, VoiceComparison.Of(speaker, voice)));
            }
        }
        return trials;
    }

    /// <summary>Every recording's voice against every other's.</summary>
    public List<VoiceTrial> OfRecordings()
    {
        var voices = people.SelectMany((person, i) => person.Recordings(RecordingCondition.Clean).OfType<SpeakerVoice>()
            .Select(voice => (Person: i, Voice: voice))).ToList();
        List<VoiceTrial> trials = [];
        for (var i = 0; i < voices.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (voices[i], voices[j]);
                if (a.Person != b.Person && people[a.Person].MayBe(people[b.Person])) continue;
                trials.Add(new VoiceTrial(a.Person, b.Person, VoiceComparison.Of(a.Voice, b.Voice)));
            }
        }
        return trials;
    }
}

/// <summary>A known voice and one that is heard.</summary>
/// <param name="Known">Who is known, an index.</param>
/// <param name="Speaker">Who speaks; the same: the person is to be known again.</param>
/// <param name="Voices">The two voices.</param>
internal sealed record VoiceTrial(int Known, int Speaker, VoiceComparison Voices)
{
    /// <summary>One person on both sides.</summary>
    public bool IsSame => Known == Speaker;
}

/// <summary>A person's voices: what is known and what is heard is said in different recordings, or at different times.</summary>
/// <param name="Name">The person, perhaps with a group before "~".</param>
/// <param name="Pieces">For each condition and recording the pieces, by cut.</param>
internal sealed record PersonVoices(string Name, IReadOnlyDictionary<RecordingCondition, List<VoicePiece[][]>> Pieces)
{
    private string Group => Name.Split('~')[0];

    /// <summary>Both may be one person.</summary>
    public bool MayBe(PersonVoices other) => Group == other.Group;

    /// <summary>Voices of one length, of speech that follows on one another.</summary>
    /// <param name="seconds">Speech of each, about; as much as there is, if that is more than half of it, from 30 s on.</param>
    /// <param name="condition">How it is recorded.</param>
    /// <param name="isKnown">Of what is known, rather than of what is heard.</param>
    public IEnumerable<SpeakerVoice> Voices(int seconds, RecordingCondition condition, bool isKnown)
    {
        var cut = seconds switch { 1 => 0, 2 => 1, 3 => 2, _ => 3 };
        var pieces = Side(Pieces[condition], cut, isKnown).ToList();
        List<VoicePiece> run = [];
        foreach (var piece in pieces)
        {
            run.Add(piece);
            if (run.Sum(p => p.Seconds) < 0.9 * seconds) continue;
            yield return Voice(run);
            run.Clear();
        }
        if (isKnown && seconds >= 30 && run.Sum(p => p.Seconds) > seconds / 3.0) yield return Voice(run);
    }

    /// <summary>The voice of all recordings as they are; null where there is no speech.</summary>
    public SpeakerVoice? Whole()
    {
        VoicePiece[] pieces = [.. Pieces[RecordingCondition.Clean].SelectMany(cuts => cuts[^1])];
        return pieces.Length == 0 ? null : Voice(pieces);
    }

    /// <summary>The voice of each recording; null where there is no speech.</summary>
    public IEnumerable<SpeakerVoice?> Recordings(RecordingCondition condition)
        => Pieces[condition].Select(cuts => cuts[^1]).Select(pieces => pieces.Length == 0 ? null : Voice(pieces));

    private static IEnumerable<VoicePiece> Side(List<VoicePiece[][]> recordings, int cut, bool isKnown)
    {
        if (recordings.Count > 1)
        {
            var half = (recordings.Count + 1) / 2;
            return recordings.Skip(isKnown ? 0 : half).Take(isKnown ? half : recordings.Count).SelectMany(r => r[cut]);
        }
        var pieces = recordings[0][cut];
        return isKnown ? pieces.Take((pieces.Length + 1) / 2) : pieces.Skip((pieces.Length + 1) / 2);
    }

    private static SpeakerVoice Voice(IReadOnlyList<VoicePiece> pieces) => new(
        pieces.Select(p => VoiceCluster.Of(p.Voice, p.Seconds)).Aggregate((a, b) => a.With(b)).Mean(), pieces.Sum(p => p.Seconds));
}
