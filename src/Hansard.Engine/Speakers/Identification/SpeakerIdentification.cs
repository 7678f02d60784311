using System.Globalization;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>Finds known people among the speakers of a transcript.</summary>
/// <remarks>
/// The surest pair of a speaker and a person comes first, and takes both: two speakers of one transcript are one known person only if each
/// of them is as sure as <see cref="SureTwice"/>, since a person whose voice changes, from near to far or from talk to laughter, may be
/// told as two speakers. Between people who are alike nobody is named: certainty counts all known people and somebody unknown.
/// </remarks>
/// <param name="model">Name of the voice encoder.</param>
/// <param name="known">The people.</param>
/// <param name="keepVoices">Whether voices are given.</param>
internal sealed class SpeakerIdentification(string model, IReadOnlyList<KnownVoice> known, bool keepVoices)
{
    /// <summary>Certainty from which a second speaker may be a person who has been found already.</summary>
    private const double SureTwice = 0.999;

    /// <summary>Least certainty of a name: less, and somebody else is likelier.</summary>
    private const double Least = 0.5;

    /// <param name="voices">For each speaker, from "1" on, the voice; null where there is none.</param>
    public IReadOnlyList<TranscriptSpeaker> Describe(IReadOnlyList<SpeakerVoice?> voices)
    {
        var found = Identify(voices);
        return
        [
            .. voices.Select((voice, i) => new TranscriptSpeaker(
                (i + 1).ToString(CultureInfo.InvariantCulture), found[i]?.Name, found[i]?.Certainty, keepVoices ? Profile(voice) : null)),
        ];
    }

    private Match?[] Identify(IReadOnlyList<SpeakerVoice?> voices)
    {
        var found = new Match?[voices.Count];
        if (known.Count == 0) return found;
        HashSet<string> named = [];
        foreach (var match in voices.SelectMany(Matches).OrderByDescending(m => m.Certainty).ThenByDescending(m => m.LogOdds))
        {
            if (found[match.Speaker] is not null || (match.Certainty < SureTwice && named.Contains(match.Name))) continue;
            found[match.Speaker] = match;
            named.Add(match.Name);
        }
        return found;
    }

    private List<Match> Matches(SpeakerVoice? voice, int speaker)
    {
        List<Match> sure = [];
        if (voice is null || model != VoiceComparison.Model) return sure;
        List<double> logOdds = [];
        foreach (var person in known.Select(k => KnownPerson.Of(k, model, voice.Mean.Length)).OfType<KnownPerson>())
        {
            var comparison = VoiceComparison.Of(voice, person.Voice);
            if (!comparison.IsEnough) continue;
            logOdds.Add(comparison.LogOdds);
            if (comparison.IsSure) sure.Add(new Match(speaker, person.Name, comparison.LogOdds, 0));
        }
        // Somebody unknown has odds of 1.
        var total = 1 + logOdds.Sum(Math.Exp);
        return [.. sure.Select(m => m with { Certainty = Math.Exp(m.LogOdds) / total }).Where(m => m.Certainty >= Least)];
    }

    private VoiceProfile? Profile(SpeakerVoice? voice)
        => voice is null ? null : new VoiceProfile(model, voice.Mean, TimeSpan.FromSeconds(voice.Seconds));

    /// <summary>A person whom a speaker may be.</summary>
    /// <param name="Speaker">From 0 on.</param>
    /// <param name="Name">The person.</param>
    /// <param name="LogOdds">Of that against anybody unknown.</param>
    /// <param name="Certainty">Probability that it is that person.</param>
    private sealed record Match(int Speaker, string Name, double LogOdds, double Certainty);
}
