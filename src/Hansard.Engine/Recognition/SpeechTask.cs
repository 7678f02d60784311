namespace Hansard.Engine.Recognition;

/// <summary>Tasks of a speech model.</summary>
internal enum SpeechTask
{
    /// <summary>The words as they are said.</summary>
    Transcribe,

    /// <summary>The words in English, without times; only of a model that has <see cref="IEnglishTranslation"/>.</summary>
    Translate,
}
