using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Languages.Chinese;

namespace Hansard.Server.Transcriptions;

/// <summary>The languages that clients hint at.</summary>
internal static class HintedLanguage
{
    /// <summary>The language of a hint: a code of ISO 639, or a tag that names a script of Chinese. Other tags are refused.</summary>
    /// <returns>The usual code of ISO 639; null when the hint is none.</returns>
    public static string? Of(string hint)
        => ChineseTag.ScriptOf(hint) is null ? LanguageCodes.Canonical(hint) : LanguageCodes.OfTag(hint);
}
