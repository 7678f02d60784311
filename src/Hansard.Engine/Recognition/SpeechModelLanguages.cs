namespace Hansard.Engine.Recognition;

/// <summary>The languages of a speech model, which are known before it is loaded.</summary>
/// <param name="Recognised">As <see cref="ISpeechModel.Languages"/> of the loaded model.</param>
/// <param name="Translated">As <see cref="IEnglishTranslation.TranslatedLanguages"/>; empty where it translates nothing itself.</param>
internal sealed record SpeechModelLanguages(IReadOnlyCollection<string> Recognised, IReadOnlyCollection<string> Translated);
