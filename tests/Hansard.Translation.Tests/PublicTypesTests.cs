using Hansard.Translation.Remote;

namespace Hansard.Translation.Tests;

public sealed class PublicTypesTests
{
    [Fact]
    public void Only_what_a_user_needs_is_public() => Assert.Equal(
        [nameof(RemoteTranslatorKind), nameof(RemoteTranslatorOptions), nameof(TranslationSettings), nameof(TranslatorCatalogue)],
        typeof(TranslatorCatalogue).Assembly.GetExportedTypes().Select(type => type.Name).Order(StringComparer.Ordinal));
}
