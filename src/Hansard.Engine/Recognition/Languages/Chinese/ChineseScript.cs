namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>A way to write Chinese: one of two scripts, and for the Traditional one the forms of a region.</summary>
internal enum ChineseScript
{
    /// <summary>Simplified characters: 头发, 里面.</summary>
    Simplified,

    /// <summary>Traditional characters in the standard of OpenCC, which is no region's: 頭髮, 裏面, 臺灣.</summary>
    Traditional,

    /// <summary>Traditional characters as Taiwan writes them: 裡面, 為.</summary>
    Taiwan,

    /// <summary>Traditional characters as Hong Kong and Macau write them: 裏面, 台灣, 説.</summary>
    HongKong,
}
