using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Distribution;

/// <summary>The languages of a <see cref="LanguagePart"/>.</summary>
/// <param name="part">Checksum of the part.</param>
/// <param name="languages">For each stretch its languages, the likeliest first.</param>
internal sealed class LanguageResult(string part, IReadOnlyList<IReadOnlyList<LanguageProbability>> languages) : WorkResult(part)
{
    /// <summary>For each stretch its languages, the likeliest first.</summary>
    public IReadOnlyList<IReadOnlyList<LanguageProbability>> Languages => languages;
}
