using Hansard.Engine.Models;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Pipeline;

public sealed class SpeechModelFamiliesTests
{
    [Fact]
    public void Every_speech_model_of_the_catalogue_names_its_family()
    {
        var models = ModelStore.Open(Fixtures.Models).Catalogue.Models;
        Assert.All(models.Where(m => m.Kind is ModelKind.Speech or ModelKind.Rescorer),
            m => Assert.False(string.IsNullOrEmpty(m.Family)));
        Assert.All(models.Where(m => m.Kind is not (ModelKind.Speech or ModelKind.Rescorer)), m => Assert.Null(m.Family));
    }

    [Fact]
    public void A_folder_without_an_entry_is_a_Whisper_model()
    {
        var folder = Fixtures.PathOf("models", "whisper-random");
        using var model = SpeechModelFamilies.Open(ModelStore.Open(Fixtures.Models).Resolve(folder, ModelKind.Speech));
        Assert.IsType<WhisperSpeechModel>(model);
        Assert.Equal(30, model.MaximumSeconds);
        Assert.Contains("yue", model.Languages);
        Assert.DoesNotContain("en", Assert.IsAssignableFrom<IEnglishTranslation>(model).TranslatedLanguages);
    }

    [Fact]
    public void A_family_that_is_not_known_is_refused_by_its_name_and_with_those_that_are()
    {
        var entry = ModelStore.Open(Fixtures.Models).Catalogue.Find("whisper-base")! with { Name = "other", Family = "canary" };
        var error = Assert.Throws<InvalidDataException>(() => SpeechModelFamilies.Open(new ResolvedModel("other", Fixtures.Models, entry)));
        Assert.Contains("'other' is of the family 'canary'", error.Message, StringComparison.Ordinal);
        Assert.Contains("whisper", error.Message, StringComparison.Ordinal);
    }
}
