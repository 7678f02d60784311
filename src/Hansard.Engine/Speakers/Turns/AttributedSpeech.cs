using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>The words of a recording with their speakers.</summary>
/// <param name="Windows">Runs of words in the order in which they are read; all have a speaker.</param>
/// <param name="Turns">
/// Who speaks when, in time order. Speakers are numbered by the first word, those without words after the others.
/// </param>
/// <param name="Voices">For each speaker, from "1" on, the voice; null where there is none.</param>
internal sealed record AttributedSpeech(
    IReadOnlyList<IReadOnlyList<RecognisedWord>> Windows, IReadOnlyList<SpeakerTurn> Turns, IReadOnlyList<SpeakerVoice?> Voices)
{
    /// <summary>Pause that ends what is said in one go, whatever the text says.</summary>
    private static readonly TimeSpan UtterancePause = TimeSpan.FromSeconds(1);

    /// <summary>Speakers by their voices.</summary>
    /// <param name="windows">The words of each window, in time order.</param>
    /// <param name="activity">Who speaks when.</param>
    public static AttributedSpeech ByVoice(IReadOnlyList<IReadOnlyList<RecognisedWord>> windows, SpeakerActivity activity)
    {
        var numbers = new SpeakerNumbers();
        var speakers = WordAttribution.Assign([.. windows.SelectMany(w => w)], activity);
        var at = 0;
        List<IReadOnlyList<RecognisedWord>> attributed = [];
        foreach (var window in windows) attributed.Add([.. window.Select(word => word with { Speaker = numbers[speakers[at++]] })]);
        SpeakerTurn[] turns = [.. activity.Turns().Select(t => Turn(t.Frames, numbers[t.Speaker]))];
        return new AttributedSpeech(attributed, turns, [.. numbers.Speakers.Select(s => activity.Voices.ElementAtOrDefault(s))]);
    }

    /// <summary>
    /// Speakers by their channels, and by their voices where several people share one: sentence by sentence, in the order in which they
    /// begin.
    /// </summary>
    /// <param name="channels">What was said on each.</param>
    public static AttributedSpeech ByChannel(IReadOnlyList<ChannelSpeech> channels)
    {
        var numbers = new SpeakerNumbers();
        var utterances = channels.SelectMany((channel, i) => Utterances(channel, i)).OrderBy(u => u.Words[0].Start);
        List<IReadOnlyList<RecognisedWord>> attributed = [];
        foreach (var (speaker, words) in utterances) attributed.Add([.. words.Select(word => word with { Speaker = numbers[speaker] })]);
        SpeakerTurn[] turns =
        [
            .. channels.SelectMany((channel, i) => channel.Turns().Select(t => t with { Speaker = Key(i, t.Speaker) }))
                .OrderBy(t => t.Frames.Start).Select(t => Turn(t.Frames, numbers[t.Speaker])),
        ];
        return new AttributedSpeech(
            attributed, turns,
            [.. numbers.Speakers.Select(s => channels[s / SpeakerLimits.MostFound].VoiceOf(s % SpeakerLimits.MostFound))]);
    }

    private static int Key(int channel, int speaker) => (channel * SpeakerLimits.MostFound) + speaker;

    private static IEnumerable<Utterance> Utterances(ChannelSpeech channel, int number)
    {
        var speakers = channel.Speakers();
        List<RecognisedWord> utterance = [];
        for (var i = 0; i < channel.Words.Count; i++)
        {
            var word = channel.Words[i];
            if (utterance.Count > 0 && (speakers[i] != speakers[i - 1] || Sentences.EndWith(utterance[^1].Text)
                || word.Start - utterance[^1].End > UtterancePause))
            {
                yield return new Utterance(Key(number, speakers[i - 1]), utterance);
                utterance = [];
            }
            utterance.Add(word);
        }
        if (utterance.Count > 0) yield return new Utterance(Key(number, speakers[^1]), utterance);
    }

    private static SpeakerTurn Turn(FrameRange frames, string speaker)
        => new(FrameGrid.Time(frames.Start), FrameGrid.Time(frames.End), speaker);

    private readonly record struct Utterance(int Speaker, List<RecognisedWord> Words);
}
