namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>The dictionaries of <c>OpenCC/</c>, each read when it is first used.</summary>
internal static class ChineseDictionaries
{
    private static readonly Lazy<ChineseDictionary> SimplifiedToTraditional
        = new(() => ChineseDictionary.Load(["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"], "STCharacters"));

    private static readonly Lazy<ChineseDictionary> TraditionalToSimplified
        = new(() => ChineseDictionary.Load(["TSPhrases"], "TSCharacters"));

    private static readonly Lazy<ChineseDictionary> StandardToTaiwan
        = new(() => ChineseDictionary.Load(["TWVariantsPhrases"], "TWVariants"));

    private static readonly Lazy<ChineseDictionary> TaiwanToStandard
        = new(() => ChineseDictionary.Load(["TWVariantsRevPhrases"], "TWVariantsRev", except: ToTraditional));

    private static readonly Lazy<ChineseDictionary> StandardToHongKong
        = new(() => ChineseDictionary.Load(["HKVariantsPhrases"], "HKVariants"));

    /// <summary>From Simplified to the standard of OpenCC.</summary>
    public static ChineseDictionary ToTraditional => SimplifiedToTraditional.Value;

    /// <summary>From that standard to Simplified.</summary>
    public static ChineseDictionary ToSimplified => TraditionalToSimplified.Value;

    /// <summary>From that standard to the forms of Taiwan.</summary>
    public static ChineseDictionary ToTaiwan => StandardToTaiwan.Value;

    /// <summary>
    /// From the forms of Taiwan to that standard: 著 is 着 there, unless in such as 著名. Characters that Simplified Chinese writes too
    /// are left out (么, 才): in a text that is not Traditional throughout they may be meant so.
    /// </summary>
    public static ChineseDictionary FromTaiwan => TaiwanToStandard.Value;

    /// <summary>From that standard to the forms of Hong Kong.</summary>
    public static ChineseDictionary ToHongKong => StandardToHongKong.Value;
}
