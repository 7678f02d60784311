namespace Hansard.Engine.Recognition;

/// <summary>
/// A speech model that writes in English what is said in other languages, where a request's task is <see cref="SpeechTask.Translate"/>.
/// </summary>
internal interface IEnglishTranslation
{
    /// <summary>Languages that it translates; none of them is English.</summary>
    IReadOnlyCollection<string> TranslatedLanguages { get; }
}
