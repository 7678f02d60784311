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

    private static readonly Dictionary<string, Func<ResolvedModel, ISpeechModel>> Openers = new(StringComparer.Ordinal)
    {
        [Whisper] = model => WhisperSpeechModel.Open(model.Folder, model.WindowPaddingSeconds),
        [Parakeet] = model => ParakeetSpeechModel.Open(model.Folder, model.Entry?.Languages),
    };

    /// <summary>Loads a model.</summary>
    /// <exception cref="FileNotFoundException">A file of it is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or a file is not what it should be.</exception>
    public static ISpeechModel Open(ResolvedModel model)
    {
        var family = model.Entry?.Family ?? FamilyOf(model.Folder);
        return Openers.TryGetValue(family, out var open)
            ? open(model)
            : throw new InvalidDataException(
                $"The model '{model.Name}' is of the family '{family}', which this version does not know: it knows "
                + $"{string.Join(", ", Openers.Keys.Order(StringComparer.Ordinal))}. "
                + $"Correct 'family' in {ModelsDirectory.CatalogueFile}, or update Hansard.");
    }

    /// <summary>The family of a folder for which no entry names one.</summary>
    private static string FamilyOf(string folder) => ParakeetModel.IsIn(folder) ? Parakeet : Whisper;
}
