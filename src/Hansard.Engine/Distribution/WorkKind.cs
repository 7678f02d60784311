namespace Hansard.Engine.Distribution;

/// <summary>The computations that parts of a recording are given away for; the numbers are written.</summary>
internal enum WorkKind
{
    /// <summary>Words of windows: <see cref="SpeechPart"/>.</summary>
    Words,

    /// <summary>Languages of stretches of speech: <see cref="LanguagePart"/>.</summary>
    Languages,

    /// <summary>Speakers that differ within windows: <see cref="SpeakerPart"/>.</summary>
    Segmentation,

    /// <summary>Voices of pieces of speech: <see cref="SpeakerPart"/>.</summary>
    Voices,
}
