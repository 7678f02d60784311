using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Pipeline;

/// <summary>Resources that a transcription needs besides a speech model. Owned by whoever made them.</summary>
/// <param name="Decoder">Reads files.</param>
/// <param name="VoiceActivity">Tells speech.</param>
/// <param name="SpeakerModels">Tell speakers.</param>
/// <param name="SpeakerThread">Computes speakers.</param>
/// <param name="FindTranslator">The translator of a pair; null if there is none.</param>
internal sealed record PipelineResources(
    RecordingDecoder Decoder,
    VoiceActivityModel VoiceActivity,
    SpeakerModels SpeakerModels,
    SpeakerThread SpeakerThread,
    Func<LanguagePair, ITranslator?> FindTranslator);
