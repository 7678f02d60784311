using Hansard.Engine.Speakers.Clustering;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Speech of one person that was heard before.</summary>
/// <param name="Voice">The voice, of one piece or of several much alike.</param>
/// <param name="Speaker">The speaker to whom it was given; <see cref="Turns.SpeakerActivity.Nobody"/> for none so far.</param>
internal readonly record struct HeardVoice(VoiceCluster Voice, sbyte Speaker);
