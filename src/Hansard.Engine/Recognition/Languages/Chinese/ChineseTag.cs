namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>The tags of BCP 47 that name a script of Chinese, by itself or by a region: zh-Hant, zh-TW, zh_Hant_TW, yue-HK.</summary>
internal static class ChineseTag
{
    /// <summary>Mandarin, and Chinese in general.</summary>
    public const string Chinese = "zh";

    /// <summary>Cantonese.</summary>
    public const string Cantonese = "yue";

    /// <summary>Finds the script that a tag names.</summary>
    /// <param name="tag">Any tag, in any case.</param>
    /// <returns>Null where it names none: other languages, a bare zh, other scripts and regions.</returns>
    public static ChineseScript? ScriptOf(string tag)
    {
        if (LanguageCodes.OfTag(tag) is not (Chinese or Cantonese)) return null;
        return tag.ToUpperInvariant().Split('-', '_')[1..] switch
        {
            ["HANS"] or ["HANS", "CN" or "SG" or "TW" or "HK" or "MO"] or ["CN" or "SG"] => ChineseScript.Simplified,
            ["HANT"] or ["HANT", "CN" or "SG"] => ChineseScript.Traditional,
            ["HANT", "TW"] or ["TW"] => ChineseScript.Taiwan,
            ["HANT", "HK" or "MO"] or ["HK" or "MO"] => ChineseScript.HongKong,
            _ => null,
        };
    }
}
