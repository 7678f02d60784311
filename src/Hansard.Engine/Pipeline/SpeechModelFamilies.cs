using Hansard.Engine.Models;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Parakeet;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Pipeline;

/// <summary>The families of speech models, by the name that a catalogue's entry has for them. A new one is another line here.</summary>
internal static class SpeechModelFamilies
{
    private const string Whisper = "whisper";
    private const string Parakeet = "parakeet";

    private static readonly Dictionary<string, Family> Families = new(StringComparer.Ordinal)
    {
        [Whisper] = new(
            model => WhisperSpeechModel.Open(model.Folder, model.WindowPaddingSeconds),
            model => WhisperSpeechModel.LanguagesOf(model.Folder)),
        [Parakeet] = new(
            model => ParakeetSpeechModel.Open(model.Folder, model.Entry?.Languages),
            model => ParakeetSpeechModel.LanguagesOf(model.Entry?.Languages)),
    };

    /// <summary>Loads a model.</summary>
    /// <exception cref="FileNotFoundException">A file of it is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or a file is not what it should be.</exception>
    public static ISpeechModel Open(ResolvedModel model) => FamilyOf(model).Open(model);

    /// <summary>The languages of a model, from its entry and its configuration: nothing else of it is read.</summary>
    /// <exception cref="FileNotFoundException">Its configuration is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or its configuration is not what it should be.</exception>
    public static SpeechModelLanguages LanguagesOf(ResolvedModel model) => FamilyOf(model).Languages(model);

    private static Family FamilyOf(ResolvedModel model)
    {
        var name = model.Entry?.Family ?? FamilyOf(model.Folder);
        return Families.TryGetValue(name, out var family)
            ? family
            : throw new InvalidDataException(
                $"The model '{model.Name}' is of the family '{name}', which this version does not know: it knows "
                + $"{string.Join(", ", Families.Keys.Order(StringComparer.Ordinal))}. "
                + $"Correct 'family' in {ModelsDirectory.CatalogueFile}, or update Hansard.");
    }

    /// <summary>The family of a folder for which no entry names one.</summary>
    private static string FamilyOf(string folder) => ParakeetModel.IsIn(folder) ? Parakeet : Whisper;

    private sealed record Family(Func<ResolvedModel, ISpeechModel> Open, Func<ResolvedModel, SpeechModelLanguages> Languages);
}
