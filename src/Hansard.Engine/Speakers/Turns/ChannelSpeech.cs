using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Turns;

/// <summary>The words of one channel.</summary>
/// <param name="Words">In time order.</param>
/// <param name="Speech">Where somebody speaks on it.</param>
/// <param name="Voice">The voice that speaks most on it; null if it was not asked for, or nobody speaks.</param>
internal sealed record ChannelSpeech(
    IReadOnlyList<RecognisedWord> Words, IReadOnlyList<FrameRange> Speech, SpeakerVoice? Voice = null);
