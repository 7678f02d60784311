using System.Collections.Frozen;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Server.Transcriptions;

/// <summary>The languages that clients hint at.</summary>
internal static class HintedLanguage
{
    private const string Chinese = "zh";

    // The only tags of BCP 47 that clients send: by region or by script.
    private static readonly FrozenSet<string> ChineseTags =
        new[] { "zh-TW", "zh-CN", "zh-Hant", "zh-Hans" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>The usual code of ISO 639; null when the hint is none.</returns>
    public static string? Of(string hint) => ChineseTags.Contains(hint) ? Chinese : LanguageCodes.Canonical(hint);
}
