using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Channels;

/// <summary>The speech of one channel of a recording.</summary>
/// <param name="Words">In time order.</param>
/// <param name="Speech">The stretches in which somebody speaks.</param>
internal sealed record ChannelSpeech(IReadOnlyList<RecognisedWord> Words, IReadOnlyList<FrameRange> Speech);
