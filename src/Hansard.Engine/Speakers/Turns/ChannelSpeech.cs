using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>The words of one channel.</summary>
/// <param name="Words">In time order.</param>
/// <param name="Speech">Where somebody speaks on it.</param>
/// <param name="People">Who speaks when on it: one person, or several who share it.</param>
internal sealed record ChannelSpeech(IReadOnlyList<RecognisedWord> Words, IReadOnlyList<FrameRange> Speech, SpeakerActivity People)
{
    /// <summary>The person of this channel who says each word, from 0 on.</summary>
    public int[] Speakers() => WordAttribution.Assign(Words, People);

    /// <summary>Turns of its people: of one, whenever anybody speaks.</summary>
    public IEnumerable<SpokenTurn> Turns() => People.Speakers > 1 ? People.Turns() : Speech.Select(range => new SpokenTurn(range, 0));

    /// <summary>The voice of one of its people; null if nobody speaks.</summary>
    /// <param name="speaker">From 0 on.</param>
    public SpeakerVoice? VoiceOf(int speaker) => People.Voices.ElementAtOrDefault(speaker);
}
