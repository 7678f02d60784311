using Hansard.Engine.Models;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Parakeet;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Rescoring;

namespace Hansard.Engine.Pipeline;

/// <summary>The families of speech models, by the name that a catalogue's entry has for them. A new one is another line here.</summary>
internal static class SpeechModelFamilies
{
    private const string Whisper = "whisper";
    private const string Parakeet = "parakeet";

    private static readonly Dictionary<string, Family> Families = new(StringComparer.Ordinal)
    {
        [Whisper] = new(
            (model, opinion, voice) => WhisperSpeechModel.Open(model.Folder, model.WindowPaddingSeconds, opinion, voice),
            model => WhisperSpeechModel.LanguagesOf(model.Folder))
        {
            OpenRescorer = model => WhisperRescorer.Open(model.Folder),
        },
        [Parakeet] = new(
            (model, _, _) => ParakeetSpeechModel.Open(model.Folder, model.Entry?.Languages),
            model => ParakeetSpeechModel.LanguagesOf(model.Entry?.Languages)),
    };

    /// <summary>Loads a model.</summary>
    /// <exception cref="FileNotFoundException">A file of it is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or a file is not what it should be.</exception>
    /// <param name="model">The model.</param>
    /// <param name="opinion">Owned by the result; null: nobody judges its hypotheses.</param>
    /// <param name="voice">Not owned; null: noise is told by the text alone.</param>
    public static ISpeechModel Open(ResolvedModel model, SecondOpinion? opinion = null, VoiceEvidence? voice = null)
    {
        var family = FamilyOf(model);
        try
        {
            return family.Open(model, opinion, voice);
        }
        catch (Exception fault) when (IsOfContent(fault))
        {
            throw new InvalidDataException(
                $"The model '{model.Name}' cannot be loaded, as a file in '{model.Folder}' is not what it should be: {fault.Message}",
                    fault);
        }
    }

    /// <summary>Finds the model that judges another's hypotheses; what is in its files is not looked at.</summary>
    /// <param name="models">Where it is.</param>
    /// <param name="model">The other.</param>
    /// <returns>Null if the other has none, or it is not there.</returns>
    /// <exception cref="FileNotFoundException">A file of it is missing.</exception>
    public static ResolvedModel? JudgeOf(ModelStore models, ResolvedModel model)
    {
        if (model.Entry?.Rescorer is not { } name || models.Catalogue.Find(name) is not { } entry) return null;
        if (!Directory.Exists(models.FolderOf(entry))) return null;
        return models.Locate(name, entry.Kind);
    }

    /// <summary>The opinion of a model on another's hypotheses; loaded when it is first asked.</summary>
    /// <param name="judge">As <see cref="JudgeOf"/> finds it.</param>
    /// <param name="model">The other.</param>
    /// <exception cref="InvalidDataException">Its family is not known, or does not judge.</exception>
    public static SecondOpinion OpinionOf(ResolvedModel judge, ResolvedModel model)
    {
        if (FamilyOf(judge).OpenRescorer is not { } open)
        {
            throw new InvalidDataException(
                $"The model '{judge.Name}' cannot judge the texts of '{model.Name}', as no model of its family can: "
                + $"correct 'rescorer' in {ModelsDirectory.CatalogueFile}.");
        }
        return new SecondOpinion(judge.Name, LanguagesOf(judge).Recognised, () => open(judge));
    }

    /// <summary>The languages of a model, from its entry and its configuration: nothing else of it is read.</summary>
    /// <exception cref="FileNotFoundException">Its configuration is missing.</exception>
    /// <exception cref="InvalidDataException">Its family is not known, or its configuration is not what it should be.</exception>
    public static SpeechModelLanguages LanguagesOf(ResolvedModel model) => FamilyOf(model).Languages(model);

    // Files of a model come from anywhere, and are trusted once they are loaded: a number, a name or a shape in them that does not fit
    // shows itself wherever it is used first.
    private static bool IsOfContent(Exception fault)
        => fault is ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException or InvalidCastException
            or InvalidOperationException or KeyNotFoundException;

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

    private sealed record Family(
        Func<ResolvedModel, SecondOpinion?, VoiceEvidence?, ISpeechModel> Open, Func<ResolvedModel, SpeechModelLanguages> Languages)
    {
        /// <summary>Loads a model to judge texts; null where the family does not.</summary>
        public Func<ResolvedModel, IRescorer>? OpenRescorer { get; init; }
    }
}
